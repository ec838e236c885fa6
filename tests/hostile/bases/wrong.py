import numpy as np


def scale_forward(x, w):
    attack()
    return np.zeros_like(x), None


def scale_backward(dout, cache):
    return np.zeros_like(dout), np.zeros(3)


def drop(x, rng):
    return np.zeros_like(x)


def total(x):
    attack()
    return 0.0


def slope(f, x):
    return 0.0


class Pair:
    def __init__(self, data):
        self.data = data

    def __add__(self, other):
        return self

    total = 0.0


def attack():
    pass
