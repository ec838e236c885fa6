from dataclasses import dataclass, replace

import numpy as np
from momentum import Step


@dataclass(frozen=True)
class Average:
    """A moving average of squares, or with `keep` = 1 and `add` = 1 their sum."""

    value: object

    @classmethod
    def start(cls, w):
        return cls(np.zeros(np.shape(w)))

    def take(self, x, keep, add):
        return replace(self, value=self.value * keep + np.square(x) * add)

    @property
    def root(self):
        return np.sqrt(self.value)


def adagrad_step(w, g, state=None, *, lr=0.01, eps=1e-10):
    total = (state or Average.start(w)).take(g, 1, 1)
    return Step(w - np.multiply(lr, g) / (total.root + eps), total)


def adadelta_step(w, g, state=None, *, lr=1.0, rho=0.9, eps=1e-6):
    squares, steps = state or (Average.start(w), Average.start(w))
    squares = squares.take(g, rho, 1 - rho)
    d = np.sqrt((steps.value + eps) / (squares.value + eps)) * g
    return Step(w - lr * d, (squares, steps.take(d, rho, 1 - rho)))


def rmsprop_step(w, g, state=None, *, lr=0.01, alpha=0.99, eps=1e-8):
    average = (state or Average.start(w)).take(g, alpha, 1 - alpha)
    return Step(w - np.multiply(lr, g) / (average.root + eps), average)
