import numpy as np


def linear_forward(x, w, b):
    flat = x.reshape((x.shape[0], int(np.prod(x.shape[1:]))))
    return flat.dot(w) + b[None, :], {"shape": x.shape, "flat": flat, "w": w}


def linear_backward(dout, cache):
    dx = dout.dot(cache["w"].T).reshape(cache["shape"])
    dw = cache["flat"].T.dot(dout)
    db = np.ones(dout.shape[0]).dot(dout)
    return dx, dw, db
