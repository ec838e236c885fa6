from dataclasses import dataclass, field

import numpy as np


@dataclass
class Walker:
    df: object
    x: np.ndarray
    path: list = field(default_factory=list)

    def __post_init__(self):
        self.remember()

    def remember(self):
        self.path.append(self.x.copy())

    def run(self, lr, tol, max_iter):
        for _ in range(max_iter):
            slope = self.df(self.x.copy())
            if np.sqrt((slope**2).sum()) <= tol:
                return self
            self.x -= lr * slope  # our own copy
            self.remember()
        return self

    @property
    def points(self):
        return np.asarray(self.path)


def gradient_descent(df, x0, *, lr, tol, max_iter):
    return Walker(df, np.array(x0, dtype=float, ndmin=1)).run(lr, tol, max_iter).points


class Mean:
    def __init__(self):
        self.total, self.count = 0.0, 0

    def add(self, value):
        self.total = self.total + value
        self.count += 1

    @property
    def value(self):
        return self.total / self.count


def minibatch_gradient(grad_of_one, x, y, w, index):
    mean = Mean()
    for i in index:
        mean.add(grad_of_one(x[i, :], y[i], w))
    return mean.value
