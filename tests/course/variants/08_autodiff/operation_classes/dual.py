import math

import numpy as np


def Dual(data, tangent=0.0):
    raise NotImplementedError
    # a function of this name was a first try


class Number:
    """What Dual is made of: a polynomial of degree 1 in e, as a list."""

    def coefficients(self):
        return [self.data, self.tangent]


class Dual(Number):  # noqa: F811
    def __init__(self, data, tangent=0.0):
        self.data, self.tangent = data, tangent

    @classmethod
    def product(cls, p, q):
        out = [0.0, 0.0]
        for i, a in enumerate(p):
            for j, b in enumerate(q):
                if i + j < 2:
                    out[i + j] += a * b
        return cls(*out)

    def __add__(self, other):
        p, q = coefficients(self), coefficients(other)
        return Dual(p[0] + q[0], p[1] + q[1])

    def __sub__(self, other):
        p, q = coefficients(self), coefficients(other)
        return Dual(p[0] - q[0], p[1] - q[1])

    def __mul__(self, other):
        return Dual.product(coefficients(self), coefficients(other))

    def __truediv__(self, other):
        a, b = coefficients(other)
        return Dual.product(coefficients(self), [1 / a, -b / a**2])

    def __radd__(self, other):
        return Dual(other) + self

    def __rsub__(self, other):
        return Dual(other) - self

    def __rmul__(self, other):
        return Dual(other) * self

    def __rtruediv__(self, other):
        return Dual(other) / self

    def __neg__(self):
        return Dual(-1.0) * self

    def __pow__(self, n):
        if n == int(n) and n > 0:
            out = self
            for _ in range(int(n) - 1):
                out = out * self
            return out
        return Dual(self.data**n, n * self.data**n / self.data * self.tangent)

    def exp(self):
        return Dual(math.exp(self.data), math.exp(self.data) * self.tangent)

    def log(self):
        return Dual(math.log(self.data), self.tangent / self.data)

    def sin(self):
        return Dual(math.sin(self.data), math.sin(self.data + math.pi / 2) * self.tangent)

    def cos(self):
        return Dual(math.cos(self.data), math.cos(self.data + math.pi / 2) * self.tangent)

    def tanh(self):
        e = (2 * self).exp()
        return (e - 1) / (e + 1)

    def relu(self):
        return self * (self.data > 0)


def coefficients(x):
    return x.coefficients() if isinstance(x, Number) else [x, 0.0]


def jvp(f, x, v):
    y = f([Dual(a, b) for a, b in zip(map(float, x), map(float, v))])
    many = isinstance(y, list)
    c = np.array([coefficients(one) for one in (y if many else [y])], dtype=float)
    return (c[:, 0], c[:, 1]) if many else (c[0, 0], c[0, 1])
