import numpy as np


def linear_forward(x, w, b):
    N = x.shape[0]
    D, M = w.shape
    # flatten every sample first
    rows = []
    for n in range(N):
        rows.append([float(v) for v in x[n].flatten()])
    out = np.zeros((N, M))
    for n in range(N):
        for m in range(M):
            total = float(b[m])
            for d in range(D):
                total += rows[n][d] * float(w[d, m])
            out[n, m] = total
    cache = (x, w, rows)
    return out, cache


def linear_backward(dout, cache):
    x, w, rows = cache
    N, M = dout.shape
    D = w.shape[0]
    dx = np.zeros((N, D))
    dw = np.zeros((D, M))
    db = np.zeros(M)
    for n in range(N):
        for m in range(M):
            db[m] += dout[n][m]
            for d in range(D):
                dx[n][d] += dout[n][m] * w[d][m]
                dw[d][m] += dout[n][m] * rows[n][d]
    return dx.reshape(x.shape), dw, db
