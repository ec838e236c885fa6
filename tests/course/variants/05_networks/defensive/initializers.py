import numpy as np


def _check(fan_in, fan_out, rng):
    if not isinstance(rng, np.random.Generator):
        raise TypeError("rng must be a numpy.random.Generator")
    if int(fan_in) < 1 or int(fan_out) < 1:
        raise ValueError("fans must be positive")
    return int(fan_in), int(fan_out)


def glorot_uniform(fan_in, fan_out, rng):
    shape = _check(fan_in, fan_out, rng)
    limit = float(np.sqrt(6.0 / float(sum(shape))))
    return np.asarray(rng.uniform(low=-limit, high=limit, size=shape), dtype=np.float64)


def glorot_normal(fan_in, fan_out, rng):
    shape = _check(fan_in, fan_out, rng)
    return np.asarray(rng.normal(loc=0.0, scale=np.sqrt(2.0 / sum(shape)), size=shape), np.float64)


def he_uniform(fan_in, fan_out, rng):
    shape = _check(fan_in, fan_out, rng)
    limit = float(np.sqrt(6.0 / float(shape[0])))
    return np.asarray(rng.uniform(low=-limit, high=limit, size=shape), dtype=np.float64)


def he_normal(fan_in, fan_out, rng):
    shape = _check(fan_in, fan_out, rng)
    return np.asarray(rng.normal(loc=0.0, scale=np.sqrt(2.0 / shape[0]), size=shape), np.float64)
