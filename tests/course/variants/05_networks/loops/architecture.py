import numpy as np


def count_parameters(sizes):
    total = 0
    for i in range(1, len(sizes)):
        weights = sizes[i - 1] * sizes[i]
        biases = sizes[i]
        total = total + weights + biases
    return total


def collapse_linear(w1, b1, w2, b2):
    d, h = w1.shape
    m = w2.shape[1]
    w = np.zeros((d, m))
    b = np.zeros(m)
    for j in range(m):
        for i in range(d):
            for k in range(h):
                w[i, j] += w1[i, k] * w2[k, j]
        b[j] = b2[j]
        for k in range(h):
            b[j] += b1[k] * w2[k, j]
    return w, b
