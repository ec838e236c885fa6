from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Cache:
    kept: np.ndarray | None
    scale: float


def _check(p_drop, train, rng):
    if not 0 <= p_drop < 1:
        raise ValueError(f"p_drop is {p_drop}: want 0 <= p_drop < 1")
    if train and not isinstance(rng, np.random.Generator):
        raise TypeError("training needs a numpy.random.Generator")


def _apply(values, cache):
    values = np.asarray(values, dtype=np.float64)
    if cache.kept is None:
        return values.copy()
    result = np.zeros(values.shape)
    kept = np.broadcast_to(cache.kept, values.shape)
    result[kept] = values[kept] * cache.scale
    return result


def dropout_forward(x, p_drop, *, train, rng):
    _check(p_drop, train, rng)
    x = np.asarray(x)
    cache = Cache(None, 1.0)
    if train and p_drop > 0:
        kept = np.logical_not(rng.uniform(0.0, 1.0, size=x.shape) < p_drop)
        cache = Cache(kept, 1.0 / (1.0 - p_drop))
    return _apply(x, cache), cache


def dropout_backward(dout, cache):
    assert isinstance(cache, Cache)
    return _apply(dout, cache)


def spatial_dropout_forward(x, p_drop, *, train, rng):
    _check(p_drop, train, rng)
    x = np.asarray(x)
    if x.ndim != 4:
        raise ValueError(f"x has {x.ndim} axes: want (N, C, H, W)")
    cache = Cache(None, 1.0)
    if train and p_drop > 0:
        kept = np.logical_not(rng.uniform(0.0, 1.0, size=x.shape[:2]) < p_drop)
        cache = Cache(kept[..., np.newaxis, np.newaxis], 1.0 / (1.0 - p_drop))
    return _apply(x, cache), cache


def spatial_dropout_backward(dout, cache):
    assert isinstance(cache, Cache)
    return _apply(dout, cache)
