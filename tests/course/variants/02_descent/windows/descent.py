"""Gradient descent, on Windows: with a byte order mark and its own line endings."""
import numpy as np


def gradient_descent(df, x0, *, lr, tol, max_iter):
    x = np.array(x0, dtype=np.float64)
    if x.shape == ():
        x = x[np.newaxis]
    path = x[np.newaxis, :]
    for i in range(0, max_iter):
        direction = -df(path[i])
        if np.linalg.norm(direction) <= tol:
            break
        path = np.vstack((path, path[i] + lr * direction))
    return path


def minibatch_gradient(grad_of_one, x, y, w, index):
    gradients = list(map(lambda i: grad_of_one(x[i], y[i], w), index))
    return np.sum(gradients, 0) / np.shape(gradients)[0]
