import enum
import functools

import numpy as np


class Valley:
    wall, pull = 100.0, 1.0

    def __init__(self, x):
        x = np.asarray(x, float)
        self.here, self.there = x[:-1], x[1:]

    @functools.cached_property
    def gap(self):
        return self.there - self.here * self.here

    def height(self):
        return self.wall * np.dot(self.gap, self.gap) + self.pull * np.dot(
            1 - self.here, 1 - self.here
        )

    def slope(self):
        outer = 2 * self.wall * self.gap
        return np.pad(-2 * self.here * outer - 2 * self.pull * (1 - self.here), (0, 1)) + np.pad(
            outer, (1, 0)
        )


def rosenbrock(x):
    return float(Valley(x).height())


def rosenbrock_gradient(x):
    return Valley(x).slope()


class Kind(str, enum.Enum):
    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    SADDLE = "saddle"
    DEGENERATE = "degenerate"


class Curvature:
    def __init__(self, hessian):
        self.values = np.sort(np.linalg.eigvalsh(np.asarray(hessian, dtype=np.float64)))

    @property
    def signs(self):
        size = np.abs(self.values).max() or 1.0
        return np.sign(np.round(self.values / size, 9))

    def kind(self):
        least, most = self.signs[0], self.signs[-1]
        table = {(1, 1): Kind.MINIMUM, (-1, -1): Kind.MAXIMUM, (-1, 1): Kind.SADDLE}
        return table.get((least, most), Kind.DEGENERATE)


def max_stable_lr(hessian):
    return 2.0 / float(Curvature(hessian).values[-1])


def classify_critical_point(hessian):
    return Curvature(hessian).kind().value
