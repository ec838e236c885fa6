from collections import namedtuple
from functools import reduce

import numpy as np

Line = namedtuple("Line", "slope intercept")


def tangent_line(f, df, c):
    return Line(slope=df(c), intercept=f(c) - df(c) * c)


class Ratio:
    """n(x) / d(x), which knows its derivative by the quotient rule."""

    def __init__(self, n, dn, d, dd):
        self.n, self.dn, self.d, self.dd = n, dn, d, dd

    def derivative(self, x):
        n, dn, d, dd = (part(x) for part in (self.n, self.dn, self.d, self.dd))
        return (dn * d - n * dd) / d**2


def one(x):
    return np.ones(np.shape(x))


def zero(x):
    return np.zeros(np.shape(x))


def minus_sin(x):
    return -np.sin(x)


SIN, COS = (np.sin, np.cos), (np.cos, minus_sin)
TABLE = {
    "sin": Ratio(*SIN, one, zero),
    "cos": Ratio(*COS, one, zero),
    "tan": Ratio(*SIN, *COS),
    "cot": Ratio(*COS, *SIN),
    "sec": Ratio(one, zero, *COS),
    "csc": Ratio(one, zero, *SIN),
}
d_sin, d_cos, d_tan, d_cot, d_sec, d_csc = (TABLE[n].derivative for n in TABLE)


class Composition:
    def __init__(self, *links):
        self.links = links  # pairs, outermost first

    def __call__(self, x):
        slope = 1.0
        for function, derivative in reversed(self.links):
            slope = derivative(x) * slope
            x = function(x)
        return slope


def chain_rule(f, df, g, dg):
    return Composition((f, df), (g, dg))


def total_derivative(dh, parts, dparts, x):
    u = map(lambda part: part(x), parts)
    products = map(lambda p, d: p * d(x), dh(*u), dparts)
    return reduce(lambda a, b: a + b, products)
