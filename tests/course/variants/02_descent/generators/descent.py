"""The walk as a generator of points, the path as what it yields."""
from itertools import islice

import numpy as np


def walk(df, x, lr, tol):
    while True:
        yield x
        g = df(x)
        if np.linalg.norm(g) <= tol:
            return
        x = x - np.multiply(lr, g)


def gradient_descent(df, x0, *, lr, tol, max_iter):
    start = np.array([x0] if np.isscalar(x0) else x0, float)
    return np.vstack(list(islice(walk(df, start, lr, tol), max_iter + 1)))


def minibatch_gradient(grad_of_one, x, y, w, index):
    batch = zip(x[index], y[index])
    gradients = (grad_of_one(one, target, w) for one, target in batch)
    return np.stack(list(gradients), axis=-1).mean(-1)
