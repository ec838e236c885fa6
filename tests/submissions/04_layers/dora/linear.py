# Assignment 4 -- Dora
# I find the matrix formulas confusing so I wrote everything with loops, slow but it works!!
import numpy as np


def linear_forward(x, w, b):
    n = len(x)
    rows = [np.array(sample, dtype=float).flatten() for sample in x]
    d = w.shape[0]
    m = w.shape[1]
    out = np.zeros((n, m))
    for i in range(n):
        for j in range(m):
            total = 0.0
            for k in range(d):
                total = total + rows[i][k] * w[k][j]
            out[i][j] = total + b[j]
    return out, (x.shape, rows, w)


def linear_backward(dout, cache):
    shape, rows, w = cache
    n = dout.shape[0]
    m = dout.shape[1]
    d = w.shape[0]
    dx = np.zeros((n, d))
    dw = np.zeros((d, m))
    db = np.zeros(m)
    for i in range(n):
        for j in range(m):
            db[j] += dout[i, j]
            for k in range(d):
                dx[i, k] += dout[i, j] * w[k, j]
                dw[k, j] += dout[i, j] * rows[i][k]
    return dx.reshape(shape), dw, db
