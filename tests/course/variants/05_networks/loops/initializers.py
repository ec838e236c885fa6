import math

import numpy as np


def fill(fan_in, fan_out, one):
    w = np.zeros((fan_in, fan_out))
    for i in range(fan_in):
        for j in range(fan_out):
            w[i, j] = one()
    return w


def glorot_uniform(fan_in, fan_out, rng):
    a = math.sqrt(6) / math.sqrt(fan_in + fan_out)
    return fill(fan_in, fan_out, lambda: rng.uniform(-a, a))


def glorot_normal(fan_in, fan_out, rng):
    s = math.sqrt(2 / (fan_in + fan_out))
    return fill(fan_in, fan_out, lambda: rng.normal(0, s))


def he_uniform(fan_in, fan_out, rng):
    a = math.sqrt(6 / fan_in)
    return fill(fan_in, fan_out, lambda: rng.uniform(-a, a))


def he_normal(fan_in, fan_out, rng):
    s = math.sqrt(2 / fan_in)
    return fill(fan_in, fan_out, lambda: rng.normal(0, s))
