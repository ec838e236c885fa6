"""A dual number is a pair, a namedtuple; everything goes through one function."""
import cmath
import math
from collections import namedtuple

import numpy as np

Pair = namedtuple("Pair", "data tangent")


def pair(x):
    return x if isinstance(x, Dual) else Pair(float(x), 0.0)


def lifted(rule):
    def method(*operands):
        return Dual(*rule(*map(pair, operands)))
    return method


class Dual(Pair):
    def __new__(cls, data, tangent=0.0):
        return super().__new__(cls, float(data), float(tangent))

    __add__ = lifted(lambda a, b: (a.data + b.data, a.tangent + b.tangent))
    __radd__ = lifted(lambda a, b: (a.data + b.data, a.tangent + b.tangent))
    __sub__ = lifted(lambda a, b: (a.data - b.data, a.tangent - b.tangent))
    __rsub__ = lifted(lambda a, b: (b.data - a.data, b.tangent - a.tangent))
    __mul__ = lifted(lambda a, b: (a.data * b.data, a.data * b.tangent + b.data * a.tangent))
    __rmul__ = __mul__
    __truediv__ = lifted(lambda a, b: (a.data / b.data, (a.tangent * b.data - a.data * b.tangent) / b.data**2))
    __rtruediv__ = lifted(lambda b, a: (a.data / b.data, (a.tangent * b.data - a.data * b.tangent) / b.data**2))
    __neg__ = lifted(lambda a: (-a.data, -a.tangent))
    exp = lifted(lambda a: (math.exp(a.data), math.exp(a.data) * a.tangent))
    log = lifted(lambda a: (math.log(a.data), a.tangent / a.data))
    sin = lifted(lambda a: (math.sin(a.data), math.cos(a.data) * a.tangent))
    cos = lifted(lambda a: (math.cos(a.data), -math.sin(a.data) * a.tangent))
    tanh = lifted(lambda a: (math.tanh(a.data), a.tangent * (1 - math.tanh(a.data)**2)))
    relu = lifted(lambda a: a if a.data > 0 else (0.0, 0.0))

    def __pow__(self, n):
        return Dual(self.data**n, n * self.data**(n - 1) * self.tangent)


def jvp(f, x, v):
    out = f(list(map(Dual, x, v)))
    if isinstance(out, list):
        table = np.array([pair(one) for one in out])
        return table[:, 0], table[:, 1]
    return tuple(pair(out))
