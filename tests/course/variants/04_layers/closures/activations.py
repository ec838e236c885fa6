# The cache of every function here is the function that goes back.
import numpy as np
from functools import partial
from statistics import NormalDist

normal = NormalDist()


def relu_forward(x):
    return np.clip(x, 0, None), lambda g: np.where(x > 0, g, 0.0)


def leaky_relu_forward(x, slope=0.01):
    k = np.where(x > 0, 1, slope)
    return k * x, lambda g: g * k


def prelu_forward(x, alpha):
    neg = np.minimum(0, x)
    k = np.where(x > 0, 1, alpha)
    return np.maximum(0, x) + alpha * neg, lambda g: (g * k, np.vdot(g, neg))


def elu_forward(x, alpha=1.0):
    neg = np.minimum(0, x)
    return np.maximum(0, x) + alpha * np.expm1(neg), lambda g: g * np.where(x > 0, 1, alpha * np.exp(neg))


def gelu_forward(x):
    def each(f):
        return np.array(list(map(f, x.ravel().tolist()))).reshape(x.shape)

    cdf, pdf = each(normal.cdf), each(normal.pdf)
    return x * cdf, lambda g: g * (cdf + x * pdf)


def logistic(x):
    return np.exp(-np.logaddexp(0, -x))


def silu_forward(x):
    s = logistic(x)
    return x * s, lambda g: g * s * (1 + x * (1 - s))


def sigmoid_forward(x):
    s = logistic(x)
    return s, lambda g: g * s * (1 - s)


def tanh_forward(x):
    t = np.tanh(x)
    return t, lambda g: g * (1 + t) * (1 - t)


def softmax_forward(x):
    p = np.exp(x - np.logaddexp.reduce(x, axis=1, keepdims=True))

    def back(p, g):
        gp = g * p
        return gp - p * gp.sum(axis=1, keepdims=True)

    return p, partial(back, p)


def relu_backward(dout, cache):
    return cache(dout)


leaky_relu_backward = prelu_backward = elu_backward = gelu_backward = relu_backward
silu_backward = sigmoid_backward = tanh_backward = softmax_backward = relu_backward


def relu_jacobian(x):
    _, back = relu_forward(x)
    return np.array([back(unit) for unit in np.identity(len(x))])


def softmax_jacobian(x):
    _, back = softmax_forward(np.broadcast_to(x, (len(x), len(x))))
    return back(np.identity(len(x)))
