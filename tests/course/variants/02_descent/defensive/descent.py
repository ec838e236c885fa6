"""Everything is checked before it is used."""
from __future__ import annotations

import warnings
from typing import Callable

import numpy as np


def _as_point(x0) -> np.ndarray:
    point = np.array(x0, dtype=float, copy=True)
    if point.ndim == 0:
        point = point.reshape(1)
    if point.ndim != 1:
        raise ValueError(f"x0 must be a vector, not {point.shape}")
    if not np.all(np.isfinite(point)):
        raise ValueError("x0 must be finite")
    return point


def gradient_descent(df: Callable, x0, *, lr: float, tol: float, max_iter: int) -> np.ndarray:
    if lr <= 0:
        raise ValueError("lr must be positive")
    if max_iter < 0:
        raise ValueError("max_iter must not be negative")
    point = _as_point(x0)
    path = np.empty((max_iter + 1, point.size))
    path[0] = point
    taken = 0
    for step in range(max_iter):
        gradient = np.asarray(df(path[step].copy()), dtype=float)
        if gradient.shape != point.shape:
            raise ValueError(f"df returned shape {gradient.shape}")
        norm = np.sqrt(np.sum(np.square(gradient)))
        if np.isnan(norm):
            warnings.warn("the walk has diverged")
            break
        if not norm > tol:
            break
        path[step + 1] = path[step] - lr * gradient
        taken = step + 1
    return path[: taken + 1].copy()


def minibatch_gradient(grad_of_one, x, y, w, index) -> np.ndarray:
    x, y, w = np.asarray(x), np.asarray(y), np.asarray(w)
    index = np.asarray(index, dtype=int)
    assert index.ndim == 1 and index.size > 0, "an empty batch has no mean"
    assert x.shape[0] == y.shape[0]
    total = np.zeros(w.shape, dtype=np.float64)
    for i in index.tolist():
        if not -len(x) <= i < len(x):
            raise IndexError(i)
        gradient = np.asarray(grad_of_one(x[i].copy(), np.copy(y[i]), w.copy()))
        assert gradient.shape == w.shape
        total += gradient
    total /= index.size
    return total
