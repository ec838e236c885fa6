import numpy as np


def _normal(shape, rng):
    # Box and Muller
    u = 1.0 - rng.random(shape)
    return np.sqrt(-2 * np.log(u)) * np.cos(2 * np.pi * rng.random(shape))


def glorot_uniform(fan_in, fan_out, rng):
    limit = np.sqrt(3 / ((fan_in + fan_out) / 2))
    return limit * (1 - 2 * rng.random((fan_out, fan_in)).T)


def glorot_normal(fan_in, fan_out, rng):
    return _normal((fan_in, fan_out), rng) / np.sqrt((fan_in + fan_out) / 2)


def he_uniform(fan_in, fan_out, rng):
    return np.sqrt(6 / fan_in) * (rng.random((fan_in, fan_out)) * 2 - 1)


def he_normal(fan_in, fan_out, rng):
    return _normal((fan_in, fan_out), rng) * np.sqrt(2) / np.sqrt(fan_in)
