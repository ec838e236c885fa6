import numpy as np


def delta_rule(x, t, w, b, *, activation):
    n = len(t)
    xb = np.column_stack([x, np.ones(n)])
    theta = np.append(w, b)
    z = xb @ theta
    if activation == 'sigmoid':
        h = np.tanh(z / 2)
        s, ds = (1 + h) / 2, (1 - h) * (1 + h) / 4
    else:
        s, ds = z, 1.0
    grad = xb.T @ ((s - t) * ds) * (2 / n)
    return ((s - t) ** 2).sum() / n, grad[:-1], grad[-1]
