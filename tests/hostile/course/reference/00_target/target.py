import numpy as np


def scale_forward(x, w):
    return x * w, (x, w)


def scale_backward(dout, cache):
    x, w = cache
    return dout * w, (dout * x).sum(axis=0)


def drop(x, rng):
    return np.where(rng.random(x.shape) < 0.5, 2.0 * x, 0.0)


def total(x):
    print("the total of", x.size, "numbers")  # noqa: T201 - a student debugs
    return float(x.sum())


def slope(f, x):
    h = 1e-5
    return (f(x + h) - f(x - h)) / (2 * h)


class Pair:
    def __init__(self, data):
        self.data = data

    def __add__(self, other):
        return Pair(self.data + other.data)

    @property
    def total(self):
        return float(self.data.sum())
