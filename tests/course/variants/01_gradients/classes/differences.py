from dataclasses import dataclass
from functools import partial
from typing import Any, Callable

import numpy as np


@dataclass(frozen=True)
class Quotient:
    """A central difference of f along a direction."""

    f: Callable
    h: float

    def along(self, x, direction):
        shift = self.h * direction
        high = np.array(self.f(x + shift))
        low = np.array(self.f(x - shift))
        return (high - low) / (2 * self.h)


class Basis:
    def __init__(self, shape):
        self.shape = shape

    def __iter__(self):
        for index in np.ndindex(*self.shape):
            e = np.zeros(self.shape)
            e[index] = 1.0
            yield index, e


def numerical_derivative(f, x, h=1e-5):
    return float(Quotient(f, h).along(float(x), 1.0))


def numerical_gradient(f, x, h=1e-5):
    x = np.asarray(x, dtype=float)
    gradient = np.zeros(x.shape)
    quotient = Quotient(f, h)
    for index, e in Basis(x.shape):
        gradient[index] = quotient.along(x, e)
    return gradient


def numerical_jacobian(f, x, h=1e-5):
    x = np.asarray(x, dtype=float)
    along = partial(Quotient(f, h).along, x)
    return np.vstack([along(e) for _, e in Basis(x.shape)]).T


@dataclass
class Checker:
    f: Callable
    df: Callable
    rtol: float
    atol: float
    verdict: Any = None

    def check(self, x):
        exact = np.asarray(self.df(np.array(x)))
        numeric = numerical_gradient(self.f, x)
        self.verdict = exact.shape == numeric.shape and self._agree(exact, numeric)
        return self

    def _agree(self, exact, numeric):
        worst = -np.inf
        for a, n in zip(exact.flat, numeric.flat):
            excess = abs(a - n) - self.rtol * abs(n) - self.atol
            worst = excess if np.isnan(excess) else max(worst, excess)
            if np.isnan(worst):
                return np.bool_(False)
        return worst <= 0


def gradient_check(f, df, x, *, rtol, atol):
    return Checker(f, df, rtol, atol).check(x).verdict
