import numpy as np


def gradient_descent(df, x0, *, lr, tol, max_iter):
    x = np.reshape(np.asarray(x0, dtype="f8"), -1)
    points = x[None]
    remaining = max_iter
    while remaining:
        remaining -= 1
        g = df(points[-1])
        if np.hypot.reduce(g) <= tol:
            remaining = 0
        else:
            points = np.append(points, points[-1:] - lr * g, axis=0)
    return points


def minibatch_gradient(grad_of_one, x, y, w, index):
    # backwards: a mean does not care
    return np.average([grad_of_one(x[i], y[i], w) for i in reversed(index)], axis=0)
