import numpy as np


def linear_forward(x, w, b):
    flat = np.reshape(x, (x.shape[0], w.shape[0]))
    return np.einsum("nd,dm->nm", flat, w) + b, {"shape": x.shape, "flat": flat, "w": w}


def linear_backward(dout, cache):
    dx = np.einsum("nm,dm->nd", dout, cache["w"])
    dw = np.einsum("nd,nm->dm", cache["flat"], dout)
    db = np.einsum("nm->m", dout)
    return np.reshape(dx, cache["shape"]), dw, db
