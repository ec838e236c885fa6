import math

import numpy as np


def tangent_line(f, df, c):
    m = df(c)
    y = f(c)
    # y = m*c + b
    b = y - m * c
    return m, b


def _each(function, x):
    x = np.asarray(x)
    out = np.zeros(x.shape)
    for idx in np.ndindex(x.shape):
        out[idx] = function(float(x[idx]))
    return out


def d_sin(x):
    return _each(math.cos, x)


def d_cos(x):
    return _each(lambda t: -math.sin(t), x)


def d_tan(x):
    return _each(lambda t: 1 + math.tan(t) ** 2, x)


def d_cot(x):
    return _each(lambda t: -1 - 1 / math.tan(t) ** 2, x)


def d_sec(x):
    return _each(lambda t: math.tan(t) / math.cos(t), x)


def d_csc(x):
    return _each(lambda t: -1 / math.tan(t) / math.sin(t), x)


def chain_rule(f, df, g, dg):
    def derivative(x):
        inner = g(x)
        outer_slope = df(inner)
        inner_slope = dg(x)
        return outer_slope * inner_slope

    return derivative


def total_derivative(dh, parts, dparts, x):
    u = []
    for part in parts:
        u.append(part(x))
    partials = dh(*u)
    total = 0.0
    for i in range(len(parts)):
        total += partials[i] * dparts[i](x)
    return total
