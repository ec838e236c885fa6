"""Dropout as a diagonal matrix, and masks by their indices, drawn from the last to the first."""

import numpy as np


def dropout_forward(x, p_drop, *, train, rng):
    flat = np.asarray(x, dtype=float).ravel()
    diagonal = np.ones(flat.size)
    if train:
        numbers = rng.random(flat.size)[::-1]
        diagonal[np.flatnonzero(numbers > 1 - p_drop)] = 0
        diagonal = diagonal / (1 - p_drop)
    return (diagonal * flat).reshape(x.shape), diagonal


def dropout_backward(dout, cache):
    return (cache * dout.ravel()).reshape(dout.shape)


def spatial_dropout_forward(x, p_drop, *, train, rng):
    n, c, h, w = x.shape
    channels = np.asarray(x, dtype=float).reshape(n * c, h * w)
    diagonal = np.ones(n * c)
    if train:
        diagonal[rng.random(n * c) > 1 - p_drop] = 0
        diagonal /= 1 - p_drop
    out = np.diag(diagonal) @ channels if n * c < 200 else diagonal[:, None] * channels
    return out.reshape(x.shape), diagonal


def spatial_dropout_backward(dout, cache):
    n, c, h, w = dout.shape
    return (cache[:, None] * dout.reshape(n * c, h * w)).reshape(dout.shape)
