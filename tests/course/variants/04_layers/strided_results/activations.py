import math

import numpy as np


def fortran(x):
    return np.asfortranarray(x)


def every_other(x):
    """The same numbers, as every other element of an array twice as long."""
    wide = np.zeros((*x.shape, 2))
    wide[..., 0] = x
    return wide[..., 0]


def backwards(x):
    flip = (slice(None, None, -1),) * x.ndim
    return np.ascontiguousarray(x[flip])[flip]


def relu_forward(x):
    return fortran(np.where(x > 0, x, 0.0)), fortran(x)


def relu_backward(dout, cache):
    return backwards(dout * (cache > 0))


def leaky_relu_forward(x, slope=0.01):
    return every_other(np.where(x > 0, x, slope * x)), (x, slope)


def leaky_relu_backward(dout, cache):
    x, slope = cache
    return fortran(np.where(x > 0, 1.0, slope) * dout)


def prelu_forward(x, alpha):
    return backwards(np.where(x > 0, x, alpha * x)), (x, alpha)


def prelu_backward(dout, cache):
    x, alpha = cache
    totals = np.cumsum(np.where(x > 0, 0.0, dout * x))
    return every_other(np.where(x > 0, 1.0, alpha) * dout), totals[-1:].reshape(())


def elu_forward(x, alpha=1.0):
    e = alpha * np.exp(np.minimum(x, 0.0))
    return fortran(np.where(x > 0, x, e - alpha)), every_other(np.where(x > 0, 1.0, e))


def elu_backward(dout, cache):
    return fortran(cache * dout)


def gelu_forward(x):
    cdf = every_other(np.array([0.5 + 0.5 * math.erf(v / math.sqrt(2)) for v in x.flat]).reshape(x.shape))
    return backwards(x * cdf), every_other(cdf + x * np.exp(-0.5 * x * x) / math.sqrt(2 * math.pi))


def gelu_backward(dout, cache):
    return backwards(dout * cache)


def sigmoid(x):
    return every_other(np.exp(-np.logaddexp(0, -x)))


def silu_forward(x):
    return x.T.copy().T * sigmoid(x), x


def silu_backward(dout, cache):
    s = sigmoid(cache)
    return fortran(dout * (s + cache * s * (1 - s)))


def sigmoid_forward(x):
    s = sigmoid(x)
    s.flags.writeable = False
    return s, s


def sigmoid_backward(dout, cache):
    return every_other(dout * cache * (1 - cache))


def tanh_forward(x):
    t = backwards(np.tanh(x))
    return t, t


def tanh_backward(dout, cache):
    return fortran(dout * (1 - cache**2))


def softmax_forward(x):
    scores = x.T
    e = np.exp(scores - scores.max(axis=0))
    return (e / e.sum(axis=0)).T, e


def softmax_backward(dout, cache):
    p = cache / cache.sum(axis=0)
    g = dout.T
    return (p * (g - (g * p).sum(axis=0))).T


def relu_jacobian(x):
    n = len(x)
    strip = np.zeros(n * (n + 1))
    strip[:: n + 1] = x > 0
    return strip[: n * n].reshape(n, n).T


def softmax_jacobian(x):
    e = np.exp(x - x.max())
    p = e / e.sum()
    column = np.broadcast_to(p[:, None], (len(p), len(p)))
    return fortran(column * (np.eye(len(p)) - column.T))
