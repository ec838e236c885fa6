"""Fully connected layer, with types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LinearCache:
    x: Array
    w: Array


class Forward(NamedTuple):
    out: Array
    cache: LinearCache


class Gradients(NamedTuple):
    dx: Array
    dw: Array
    db: Array


def linear_forward(x: Array, w: Array, b: Array, /) -> Forward:
    return Forward(out=_rows(x) @ w + b, cache=LinearCache(x=x, w=w))


def linear_backward(dout: Array, cache: LinearCache, /) -> Gradients:
    return Gradients(
        dx=np.reshape(dout @ np.transpose(cache.w), cache.x.shape),
        dw=np.transpose(_rows(cache.x)) @ dout,
        db=np.sum(dout, axis=0),
    )


def _rows(x: Array) -> Array:
    n, *rest = x.shape
    return x.reshape((n, int(np.prod(rest))))
