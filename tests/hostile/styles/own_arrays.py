"""Subclasses of NumPy's and Python's own types, metaclasses, descriptors, weak references."""

import collections
import copy
import pickle
import weakref

import numpy as np


class Tagged(np.ndarray):
    tag = ""

    def __array_finalize__(self, source):
        self.tag = getattr(source, "tag", "")


class Cache(collections.OrderedDict):
    def __getattr__(self, name):
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


def scale_forward(x, w):
    tagged = x.view(Tagged)
    tagged.tag = "x"
    assert pickle.loads(pickle.dumps(tagged * w)).shape == x.shape
    return np.asarray(tagged * w), copy.deepcopy(Cache(x=x, w=w))


def scale_backward(dout, cache):
    return dout * cache.w, np.add.reduce(dout * cache.x, axis=0)


def drop(x, rng):
    kept = np.ma.masked_array(2.0 * x, mask=rng.random(x.shape) >= 0.5)
    return kept.filled(0.0)


def total(x):
    return x.sum(dtype=np.float64)


def slope(f, x):
    h = 1e-5
    return np.float64((f(x + h) - f(x - h)) / (2 * h))


class Counted(type):
    made = weakref.WeakSet()

    def __call__(cls, *args):
        one = super().__call__(*args)
        Counted.made.add(one)
        return one


class Summed:
    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner=None):
        return self if instance is None else float(instance.data.sum())


class Pair(metaclass=Counted):
    total = Summed()

    def __init__(self, data):
        self.data = data

    def __add__(self, other):
        return Pair(self.data + other.data)

    def __radd__(self, other):
        return self if other == 0 else NotImplemented

    def __reduce__(self):
        return Pair, (self.data,)
