# A dual number as a 2 x 2 matrix [[a, b], [0, a]]: matrices do the rest.
import math

import numpy as np


class Dual:
    def __init__(self, data, tangent=0.0):
        self.m = np.array([[data, tangent], [0.0, data]], dtype=float)

    @property
    def data(self):
        return self.m[0, 0]

    @property
    def tangent(self):
        return self.m[0, 1]

    def __add__(self, other):
        return of(self.m + matrix(other))

    def __radd__(self, other):
        return of(matrix(other) + self.m)

    def __sub__(self, other):
        return of(self.m - matrix(other))

    def __rsub__(self, other):
        return of(matrix(other) - self.m)

    def __neg__(self):
        return of(-self.m)

    def __mul__(self, other):
        return of(self.m @ matrix(other))

    def __rmul__(self, other):
        return of(matrix(other) @ self.m)

    def __truediv__(self, other):
        return of(np.linalg.solve(matrix(other), self.m))

    def __rtruediv__(self, other):
        return of(np.linalg.solve(self.m, matrix(other)))

    def __pow__(self, n):
        return self._apply(lambda a: a**n, lambda a: n * a ** (n - 1))

    def _apply(self, f, df):
        a = float(self.data)
        return Dual(f(a), df(a) * self.tangent)

    def exp(self):
        return self._apply(math.exp, math.exp)

    def log(self):
        return self._apply(math.log, lambda a: 1 / a)

    def sin(self):
        return self._apply(math.sin, math.cos)

    def cos(self):
        return self._apply(math.cos, lambda a: -math.sin(a))

    def tanh(self):
        return self._apply(math.tanh, lambda a: 1 - math.tanh(a) ** 2)

    def relu(self):
        return self._apply(lambda a: max(a, 0.0), lambda a: 1.0 if a > 0 else 0.0)


def matrix(x):
    return x.m if isinstance(x, Dual) else x * np.eye(2)


def of(m):
    return Dual(m[0, 0], m[0, 1])


def jvp(f, x, v):
    out = f([Dual(x[i], v[i]) for i in range(len(x))])
    if not isinstance(out, list):
        return matrix(out)[0, 0], matrix(out)[0, 1]
    return np.stack([matrix(one)[0] for one in out], axis=1).reshape(2, -1)[0], np.array([matrix(one)[0, 1] for one in out])
