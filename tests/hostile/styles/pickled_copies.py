"""Own classes through pickle, copy and json; a cache that was pickled."""

import copy
import json
import pickle

import numpy as np


class Cache:
    def __init__(self, x, w):
        self.x, self.w = x, w

    def __eq__(self, other):
        return np.array_equal(self.x, other.x) and np.array_equal(self.w, other.w)


def scale_forward(x, w):
    cache = Cache(x.copy(), w.copy())
    assert copy.deepcopy(cache) == cache
    assert copy.copy(cache) == cache
    return x * w, pickle.dumps(cache)


def scale_backward(dout, cache):
    cache = pickle.loads(cache)
    return dout * cache.w, (dout * cache.x).sum(axis=0)


def drop(x, rng):
    rng = copy.deepcopy(rng)
    return np.where(rng.random(x.shape) < 0.5, 2.0 * x, 0.0)


def total(x):
    return sum(json.loads(json.dumps(x.tolist())))


def slope(f, x):
    h = 1e-5
    return (f(x + h) - f(x - h)) / (2 * h)


class Pair:
    def __init__(self, data):
        self.data = data

    def __add__(self, other):
        made = pickle.loads(pickle.dumps(copy.deepcopy(self)))
        made.data = made.data + other.data
        return made

    @property
    def total(self):
        return float(self.data.sum())
