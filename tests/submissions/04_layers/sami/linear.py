import numpy as np


def linear_forward(x, w, b):
    return x.reshape(x.shape[0], -1) @ w + b, (x, w)


def linear_backward(dout, cache):
    x, w = cache
    dw = x.reshape(x.shape[0], -1).T @ dout
    db = np.sum(dout, axis=0)
    dx = dout @ w
    return dx.reshape(x.shape), dw, db
