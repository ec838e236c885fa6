import numpy as np


def threshold_unit(x, w, b):
    return np.heaviside(np.einsum("nd,d->n", x, w) + b, 0.0)


def and_weights():
    return np.array([0.7, 0.6]), np.float64(-1.0)


def or_weights():
    return np.array([3, 3]), np.array(-1)


def xor_weights():
    # NAND and OR, and then AND
    return np.array([[-1.0, 1.0], [-1.0, 1.0]]), np.array([1.5, -0.5]), np.array([1.0, 1.0]), -1.5


def relu_bump(x, left, right, height):
    half = (right - left) / 2
    relu = lambda z: (z + np.abs(z)) / 2
    return height * relu(1 - (relu(x - left - half) + relu(left + half - x)) / half)


def dead_units(h):
    return np.count_nonzero(h, axis=0) == 0
