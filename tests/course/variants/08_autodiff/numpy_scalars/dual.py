import numpy as np


class Dual(object):
    """One array of two numbers."""

    def __init__(self, data, tangent=0):
        self.both = np.array([data, tangent], dtype=np.float64)

    def __getattr__(self, name):
        if name in ("data", "tangent"):
            return self.both[("data", "tangent").index(name)]
        if name in FUNCTIONS:
            f, df = FUNCTIONS[name]
            return lambda: Dual(f(self.data), df(self.data) * self.tangent)
        raise AttributeError(name)

    def __add__(self, other):
        return Dual(*(self.both + both(other)))

    def __sub__(self, other):
        return Dual(*(self.both - both(other)))

    def __rsub__(self, other):
        return Dual(*(both(other) - self.both))

    def __neg__(self):
        return Dual(*-self.both)

    def __mul__(self, other):
        (a, da), (b, db) = self.both, both(other)
        return Dual(a * b, np.dot([da, a], [b, db]))

    __radd__ = __add__
    __rmul__ = __mul__

    def __truediv__(self, other):
        return self * both(other, Dual) ** -1

    def __rtruediv__(self, other):
        return self ** -1 * other

    def __pow__(self, n):
        a, da = self.both
        return Dual(a ** n, n * a ** (n - 1) * da)


FUNCTIONS = {
    "exp": (np.exp, np.exp),
    "log": (np.log, np.reciprocal),
    "sin": (np.sin, np.cos),
    "cos": (np.cos, lambda x: -np.sin(x)),
    "tanh": (np.tanh, lambda x: np.cosh(x) ** -2),
    "relu": (lambda x: np.maximum(x, 0), lambda x: np.heaviside(x, 0)),
}


def both(x, kind=None):
    dual = x if isinstance(x, Dual) else Dual(x)
    return dual if kind else dual.both


def jvp(f, x, v):
    y = f([Dual(*xv) for xv in np.transpose([x, v])])
    if isinstance(y, list):
        return tuple(np.transpose([both(d) for d in y]))
    return tuple(both(y))
