"""The same functions in closed form; no PyTorch, so that attacking needs none."""

import numpy as np


def scale_forward(x, w):
    return x * w


def scale_backward(x, w, dout):
    return dout * w, (dout * x).sum(axis=0)


def double(x):
    return 2.0 * x


def total(x):
    return float(np.sum(x))
