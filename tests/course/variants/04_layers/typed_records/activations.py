"""Activations, with types."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]

SQRT_2: Final[float] = math.sqrt(2.0)
INV_SQRT_2PI: Final[float] = 1.0 / math.sqrt(2.0 * math.pi)


class X(NamedTuple):
    x: Array


class XAlpha(NamedTuple):
    x: Array
    alpha: float | Array


@dataclass
class Out:
    out: Array
    tags: list[str] = field(default_factory=list)


def relu_forward(x: Array) -> tuple[Array, X]:
    return np.where(x > 0.0, x, 0.0), X(x)


def relu_backward(dout: Array, cache: X) -> Array:
    return np.where(cache.x > 0.0, dout, 0.0)


def leaky_relu_forward(x: Array, slope: float = 0.01) -> tuple[Array, XAlpha]:
    return np.where(x > 0.0, x, x * slope), XAlpha(x, slope)


def leaky_relu_backward(dout: Array, cache: XAlpha) -> Array:
    match cache:
        case XAlpha(x, slope):
            return np.where(x > 0.0, dout, dout * slope)
        case _:
            raise TypeError(type(cache))


def prelu_forward(x: Array, alpha: float) -> tuple[Array, XAlpha]:
    return np.where(x > 0.0, x, x * alpha), XAlpha(x=x, alpha=alpha)


def prelu_backward(dout: Array, cache: XAlpha) -> tuple[Array, float]:
    dx = np.where(cache.x > 0.0, dout, dout * cache.alpha)
    dalpha = np.sum(dout * cache.x, where=cache.x <= 0.0)
    return dx, float(dalpha)


def elu_forward(x: Array, alpha: float = 1.0) -> tuple[Array, XAlpha]:
    below: Array = np.expm1(x, where=x <= 0.0, out=np.zeros(x.shape))
    return np.where(x > 0.0, x, alpha * below), XAlpha(x, alpha)


def elu_backward(dout: Array, cache: XAlpha) -> Array:
    x, alpha = cache
    slope: Array = np.exp(x, where=x <= 0.0, out=np.zeros(x.shape))
    return np.where(x > 0.0, dout, dout * alpha * slope)


_erf: Callable[[Array], Array] = np.vectorize(math.erf, otypes=[np.float64])


def _normal_cdf(x: Array) -> Array:
    return 0.5 * (1.0 + _erf(x / SQRT_2))


def gelu_forward(x: Array) -> tuple[Array, X]:
    return x * _normal_cdf(x), X(x)


def gelu_backward(dout: Array, cache: X) -> Array:
    density = INV_SQRT_2PI * np.exp(-0.5 * np.square(cache.x))
    return dout * (_normal_cdf(cache.x) + cache.x * density)


def _sigmoid(x: Array) -> Array:
    return 0.5 + 0.5 * np.tanh(0.5 * x)


def silu_forward(x: Array) -> tuple[Array, X]:
    return x * _sigmoid(x), X(x)


def silu_backward(dout: Array, cache: X) -> Array:
    s = _sigmoid(cache.x)
    return dout * (s + cache.x * s * (1.0 - s))


def sigmoid_forward(x: Array) -> tuple[Array, Out]:
    return (out := _sigmoid(x)), Out(out, ["sigmoid"])


def sigmoid_backward(dout: Array, cache: Out) -> Array:
    return dout * (cache.out - np.square(cache.out))


def tanh_forward(x: Array) -> tuple[Array, Out]:
    return (out := np.tanh(x)), Out(out)


def tanh_backward(dout: Array, cache: Out) -> Array:
    return dout / np.square(np.cosh(np.arctanh(cache.out))) if _inside(cache.out) else dout * (1.0 - cache.out**2)


def _inside(out: Array) -> bool:
    return bool(np.all(np.abs(out) < 0.99))


def softmax_forward(x: Array) -> tuple[Array, Out]:
    shifted: Array = x - np.max(x, axis=-1, keepdims=True)
    out: Array = np.exp(shifted - np.log(np.sum(np.exp(shifted), axis=-1, keepdims=True)))
    return out, Out(out=out)


def softmax_backward(dout: Array, cache: Out) -> Array:
    p: Array = cache.out
    return p * (dout - (dout * p).sum(-1, keepdims=True))


def relu_jacobian(x: Array) -> Array:
    jacobian: Array = np.zeros((x.size, x.size))
    np.fill_diagonal(jacobian, x > 0.0)
    return jacobian


def softmax_jacobian(x: Array) -> Array:
    p: Array = softmax_forward(x.reshape(1, -1))[0][0]
    return p[:, None] * (np.eye(p.size) - p[None, :])
