import numpy as np


def glorot_normal(fan_in, fan_out, rng):
    return np.sqrt(2 / (fan_in + fan_out)) * rng.standard_normal((fan_out, fan_in)).T


def glorot_uniform(fan_in, fan_out, rng):
    a = np.sqrt(6 / (fan_in + fan_out))
    return np.array([rng.uniform(-a, a, fan_out) for _ in range(fan_in)])


def he_normal(fan_in, fan_out, rng):
    return np.stack([rng.normal(0, np.sqrt(2 / fan_in), fan_in) for _ in range(fan_out)], axis=1)


def he_uniform(fan_in, fan_out, rng):
    a = np.sqrt(6 / fan_in)
    return rng.uniform(-a, a, fan_in * fan_out).reshape(fan_in, fan_out)
