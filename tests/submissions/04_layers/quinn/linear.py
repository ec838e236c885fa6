import numpy as np


def linear_forward(x, w, b):
    flat = x.reshape((x.shape[0], int(np.prod(x.shape[1:]))))
    return flat.dot(w) + b[None, :], {"shape": x.shape, "flat": flat, "w": w}


def linear_backward(dout, cache):
    n = dout.shape[0]
    dx = dout.dot(cache["w"].T).reshape(cache["shape"])
    dw = cache["flat"].T.dot(dout) / n
    db = dout.sum(axis=0) / n
    return dx, dw, db
