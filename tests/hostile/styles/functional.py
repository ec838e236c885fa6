"""lru_cache, partial, singledispatch, closures, generators, decorators, context managers."""

import contextlib
import functools
import itertools
import operator

import numpy as np


def traced(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        wrapper.calls += 1
        return function(*args, **kwargs)

    wrapper.calls = 0
    return wrapper


@functools.lru_cache(maxsize=None)
def factorial(n):
    return 1 if n < 2 else n * factorial(n - 1)


@traced
def scale_forward(x, w):
    def backward(dout):
        return dout * w, functools.reduce(operator.add, (row for row in dout * x))

    return np.multiply(x, w), backward


def scale_backward(dout, cache):
    return cache(dout)


@contextlib.contextmanager
def kept(rng, share):
    yield lambda shape: rng.random(shape) < share


def drop(x, rng):
    with kept(rng, factorial(2) / 4) as mask, np.errstate(all="raise"):
        assert len(np.unique(x)) == x.size >= np.median(x)
        return np.where(mask(x.shape), 2.0 * x, 0.0)


def running(values):
    last = 0.0
    for value in values:
        last += value
        received = yield last
        assert received is None


@functools.singledispatch
def total(x):
    raise TypeError(type(x))


@total.register(np.ndarray)
def _(x):
    *_, last = running(x)
    assert last == list(itertools.accumulate(x))[-1]
    return last


def slope(f, x, h=1e-5):
    values = map(functools.partial(f), (x + h, x - h))
    return operator.sub(*values) / (2 * h)


class Pair:
    instances = 0

    def __new__(cls, data):
        cls.instances += 1
        return super().__new__(cls)

    def __init__(self, data):
        self.data = data

    def __add__(self, other):
        return Pair(self.data + other.data)

    @functools.cached_property
    def total(self):
        return float(self.data.sum())
