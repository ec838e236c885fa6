from functools import reduce

import numpy as np


def gradient_descent(df, x0, *, lr, tol, max_iter):
    def onwards(x, steps):
        if steps == 0:
            return [x]
        g = df(x)
        if max(0.0, float(np.inner(g, g))) ** 0.5 <= tol:
            return [x]
        return [x, *onwards(x - lr * g, steps - 1)]

    x0 = np.asarray(x0, dtype=np.float64)
    return np.array(onwards(x0.reshape(max(x0.size, 1)), max_iter))


def minibatch_gradient(grad_of_one, x, y, w, index):
    def running(mean, item):
        k, i = item
        return mean + (grad_of_one(x[i], y[i], w) - mean) / (k + 1)

    return reduce(running, enumerate(index), np.zeros(np.shape(w)))
