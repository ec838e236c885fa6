"""What is left in a file: imports in odd places, a main block, asserts, doctests, prints, seeds."""

import argparse
import collections.abc
import logging
import os.path
import random
import sys
import time
import warnings
from datetime import datetime

import numpy as np
from numpy import *
from numpy.lib.stride_tricks import sliding_window_view
from numpy.linalg import norm

warnings.filterwarnings("ignore")
logging.basicConfig(level=logging.INFO)
random.seed(0)
np.random.seed(0)
np.set_printoptions(precision=3)
np.seterr(all="ignore")
started = time.time()
today = datetime.strptime("2026-01-01", "%Y-%m-%d")
here = os.path.dirname(os.path.abspath(__file__)) if "/" in __file__ else "."


def scale_forward(x, w):
    """Scale.

    >>> scale_forward(np.ones((1, 1)), np.ones(1))[0]
    array([[1.]])
    """
    from fractions import Fraction

    assert isinstance(x, collections.abc.Collection) and Fraction(1, 2) < 1
    logging.info("shape %s", x.shape)
    return x * w, {"x": x, "w": w, "norm": norm(w), "rows": sliding_window_view(w, 2)}


def scale_backward(dout, cache):
    x, w = cache["x"], cache["w"]
    print(f"{x.mean():.3f} {x!r}", file=sys.stderr)
    return dout * w, (dout * x).sum(axis=0)


def drop(x, rng):
    return where(rng.random(x.shape) < 0.5, 2.0 * x, 0.0)


def total(x):
    return float(x.sum())


def slope(f, x):
    h = 1e-5
    return (f(x + h) - f(x - h)) / (2 * h)


class Pair:
    def __init__(self, data):
        self.data = data

    def __add__(self, other):
        return Pair(self.data + other.data)

    def __repr__(self):
        return f"{type(self).__qualname__}({self.data})"

    @property
    def total(self):
        return eval("float(self.data.sum())")


if __name__ == "__main__":
    import matplotlib.pyplot as plt

    argparse.ArgumentParser().parse_args()
    plt.plot(drop(np.ones(3), np.random.default_rng(0)))
