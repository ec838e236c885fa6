"""Layers as objects: the functions that are asked for are thin wrappers around them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class LinearCache:
    inputs: np.ndarray
    weights: np.ndarray

    @property
    def samples(self) -> int:
        return self.inputs.shape[0]

    def flat(self) -> np.ndarray:
        return self.inputs.reshape(self.samples, -1)


class Linear:
    """out = x @ w + b"""

    def __init__(self, w: np.ndarray, b: np.ndarray) -> None:
        self.w, self.b = w, b

    def __call__(self, x: np.ndarray) -> tuple[np.ndarray, LinearCache]:
        cache = LinearCache(x, self.w)
        return np.add(np.matmul(cache.flat(), self.w), self.b), cache

    @staticmethod
    def vjp(dout: np.ndarray, cache: LinearCache):
        dx = np.matmul(dout, cache.weights.T)
        dw = np.matmul(cache.flat().T, dout)
        return dx.reshape(cache.inputs.shape), dw, np.add.reduce(dout)


def linear_forward(x, w, b):
    return Linear(w, b)(x)


def linear_backward(dout, cache):
    return Linear.vjp(dout, cache)
