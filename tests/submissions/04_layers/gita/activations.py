"""Every activation is a pair (function, derivative); `layer` makes a forward and a backward of it."""

from __future__ import annotations

import math
from functools import partial
from typing import Callable, NamedTuple

import numpy as np

SQRT2, SQRT2PI = math.sqrt(2.0), math.sqrt(2.0 * math.pi)
erf = np.frompyfunc(math.erf, 1, 1)


class Tape(NamedTuple):
    x: np.ndarray
    derivative: Callable[[np.ndarray], np.ndarray]


class Pair(NamedTuple):
    out: np.ndarray
    cache: Tape


def layer(f, df, x) -> Pair:
    return Pair(f(x), Tape(x, df))


def pull_back(dout, cache: Tape):
    return np.multiply(dout, cache.derivative(cache.x))


def sigma(x):
    return np.exp(-np.logaddexp(0, -x))


def Phi(x):
    return 0.5 + 0.5 * erf(x / SQRT2).astype(float)


def dsilu(x):
    s = sigma(x)
    return s + x * s * sigma(-x)


def rectified(x, slope):
    return x * np.where(x > 0, 1.0, slope)


def drectified(x, slope):
    return np.where(x > 0, 1.0, slope)


def leaky_relu_forward(x, slope=0.01):
    return layer(partial(rectified, slope=slope), partial(drectified, slope=slope), x)


def elu_forward(x, alpha=1.0):
    return layer(
        lambda x: np.maximum(x, 0) + alpha * np.expm1(np.minimum(x, 0)),
        lambda x: np.where(x > 0, 1.0, alpha * np.exp(np.minimum(x, 0))),
        x,
    )


relu_forward = partial(leaky_relu_forward, slope=0.0)
gelu_forward = partial(
    layer, lambda x: x * Phi(x), lambda x: Phi(x) + x * np.exp(-0.5 * x * x) / SQRT2PI
)
silu_forward = partial(layer, lambda x: x * sigma(x), dsilu)
sigmoid_forward = partial(layer, sigma, lambda x: sigma(x) * sigma(-x))
tanh_forward = partial(layer, np.tanh, lambda x: 1.0 - np.square(np.tanh(x)))

relu_backward = leaky_relu_backward = elu_backward = gelu_backward = pull_back
silu_backward = sigmoid_backward = tanh_backward = pull_back


def prelu_forward(x, alpha):
    return rectified(x, alpha), (x, alpha)


def prelu_backward(dout, cache):
    x, alpha = cache
    return dout * drectified(x, alpha), float((dout * x)[x < 0].sum())


def softmax_forward(x):
    shifted = x - np.amax(x, axis=-1, keepdims=True)
    p = np.exp(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)))
    return p, p


def softmax_backward(dout, cache):
    p = cache
    return p * (dout - (p[:, None, :] @ dout[:, :, None])[:, 0])


def relu_jacobian(x):
    return np.diagflat(drectified(x, 0.0))


def softmax_jacobian(x):
    (p,), _ = softmax_forward(x[np.newaxis])
    return p[:, None] * (np.identity(p.size) - p)
