import numpy as np


def quotient(a, b, width):
    return (a - b) / width


def _sincos(x):
    return np.sin(x), np.cos(x)


def tangent_line(f, df, c):
    k = df(c)
    return k, f(c) - k * c


def d_sin(x):
    return _sincos(x)[1]


def d_cos(x):
    return -_sincos(x)[0]


def d_tan(x):
    s, c = _sincos(x)
    return (c * c + s * s) / c**2


def d_cot(x):
    s, c = _sincos(x)
    return -(s * s + c * c) / s**2


def d_sec(x):
    s, c = _sincos(x)
    return s / c**2


def d_csc(x):
    s, c = _sincos(x)
    return -c / s**2


def chain_rule(f, df, g, dg, at=None):
    if at is not None:
        return df(g(at)) * dg(at)
    return lambda x: chain_rule(f, df, g, dg, at=x)


def total_derivative(dh, parts, dparts, x):
    at = [chain_rule(lambda u: u, lambda u: 1.0, p, d, at=x) for p, d in zip(parts, dparts)]
    return float(np.inner(dh(*(p(x) for p in parts)), at))
