from functools import partial, lru_cache
from operator import methodcaller
import math

import numpy as np


class Forward:
    def __init__(self, f, default=None):
        self.f = f
        self.default = default

    def __call__(self, x, *parameters):
        parameters = parameters or (() if self.default is None else (self.default,))
        return self.f(x, *parameters), (x, *parameters)


class Backward:
    def __init__(self, *partials):
        self.partials = partials

    def __call__(self, dout, cache):
        gradients = tuple(reduce(dout * df(*cache)) for reduce, df in self.partials)
        return gradients if len(gradients) > 1 else gradients[0]


def elementwise(f, df, *more, default=None):
    return Forward(f, default), Backward((lambda g: g, df), *more)


@lru_cache(maxsize=None)
def _Phi(v):
    return 0.5 * (1.0 + math.erf(v / math.sqrt(2.0)))


def Phi(x):
    return np.array([_Phi(float(v)) for v in x.flat]).reshape(x.shape)


def phi(x):
    return np.exp(-0.5 * x**2) / math.sqrt(2.0 * math.pi)


def sigmoid(x):
    e = np.exp(-np.abs(x))
    return np.where(x < 0, e, 1.0) / (1.0 + e)


def dsigmoid(x):
    return sigmoid(x) * sigmoid(-x)


def leaky(x, a):
    return np.where(x > 0, x, a * x)


def dleaky(x, a):
    return np.where(x > 0, 1.0, a)


def elu(x, a):
    return np.where(x > 0, x, a * np.expm1(np.minimum(x, 0.0)))


def delu(x, a):
    return np.where(x > 0, 1.0, a * np.exp(np.minimum(x, 0.0)))


relu_forward, relu_backward = elementwise(partial(leaky, a=0.0), partial(dleaky, a=0.0))
leaky_relu_forward, leaky_relu_backward = elementwise(leaky, dleaky, default=0.01)
prelu_forward, prelu_backward = elementwise(leaky, dleaky, (methodcaller("sum"), lambda x, a: np.minimum(x, 0.0)))
elu_forward, elu_backward = elementwise(elu, delu, default=1.0)
gelu_forward, gelu_backward = elementwise(lambda x: x * Phi(x), lambda x: Phi(x) + x * phi(x))
silu_forward, silu_backward = elementwise(lambda x: x * sigmoid(x), lambda x: sigmoid(x) + x * dsigmoid(x))
sigmoid_forward, sigmoid_backward = elementwise(sigmoid, dsigmoid)
tanh_forward, tanh_backward = elementwise(np.tanh, lambda x: 1.0 - np.tanh(x) ** 2)


def softmax(x, axis):
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)


softmax_forward = Forward(partial(softmax, axis=1))


def softmax_backward(dout, cache):
    p = softmax(*cache, axis=1)
    return p * (dout - np.sum(dout * p, axis=1, keepdims=True))


def jacobian_from(vjp):
    """Row i of a Jacobian is what an upstream gradient of e_i gives."""
    return lambda x: np.vstack([vjp(e, x) for e in np.eye(len(x))])


relu_jacobian = jacobian_from(lambda e, x: relu_backward(e, (x,)))
softmax_jacobian = jacobian_from(lambda e, x: softmax_backward(e[None, :], (x[None, :],)))
