import numpy as np


def linear_forward(x, w, b):
    flat = x.reshape(len(x), -1)
    return flat.dot(w) + b, [x.shape, flat, w]


def linear_backward(dout, cache):
    """Per sample: the Jacobian of out (M,) with respect to x (D,), w (D*M,) and b (M,)."""
    shape, flat, w = cache
    d, m = w.shape
    dx, dw, db = [], np.zeros(d * m), np.zeros(m)
    for row, g in zip(flat, dout):
        out_by_x = w.T  # (M, D)
        out_by_w = np.kron(row, np.eye(m))  # (M, D*M)
        out_by_b = np.eye(m)  # (M, M)
        dx.append(g @ out_by_x)
        dw = dw + g @ out_by_w
        db = db + g @ out_by_b
    return np.array(dx).reshape(shape), dw.reshape(d, m), db
