import numpy as np


def dot(u, v):
    return sum(p * q for p, q in zip(u, v))


def linear_forward(x, w, b):
    flat = [list(np.ravel(sample)) for sample in x]
    columns = [list(column) for column in zip(*w)]
    out = [[dot(row, column) + bias for column, bias in zip(columns, b)] for row in flat]
    return np.array(out, dtype=float), (x.shape, flat, w)


def linear_backward(dout, cache):
    shape, flat, w = cache
    dx = [[dot(g, weights) for weights in w] for g in dout]
    dw = [[dot(column, g) for g in zip(*dout)] for column in zip(*flat)]
    db = [sum(g) for g in zip(*dout)]
    return np.array(dx).reshape(shape), np.array(dw), np.array(db)
