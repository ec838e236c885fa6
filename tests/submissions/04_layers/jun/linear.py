import numpy as np


def linear_forward(x, w, b):
    x = x.astype(np.float32)   # float32 is what GPUs use
    w = w.astype(np.float32)
    b = b.astype(np.float32)
    out = x.reshape(len(x), -1) @ w + b
    return out, (x, w)


def linear_backward(dout, cache):
    x, w = cache
    dout = dout.astype(np.float32)
    dx = (dout @ w.T).reshape(x.shape)
    dw = x.reshape(len(x), -1).T @ dout
    db = dout.sum(axis=0)
    return dx, dw, db
