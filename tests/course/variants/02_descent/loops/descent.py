import math

import numpy as np


def gradient_descent(df, x0, *, lr, tol, max_iter):
    if isinstance(x0, (int, float)):
        x0 = [x0]
    current = [float(value) for value in x0]
    path = [list(current)]
    steps = 0
    while steps < max_iter:
        g = df(np.array(current))
        length = 0.0
        for value in g:
            length += value * value
        length = math.sqrt(length)
        if length <= tol:
            return np.array(path)
        new = []
        for i in range(len(current)):
            new.append(current[i] - lr * g[i])
        current = new
        path.append(list(current))
        steps += 1
    return np.array(path)


def minibatch_gradient(grad_of_one, x, y, w, index):
    total = np.zeros(w.shape)
    count = 0
    for i in index:
        total = total + grad_of_one(x[i], y[i], w)
        count += 1
    return total / count
