import math

import numpy as np

from .linear import sum_to


def select(x, positive, other):
    return np.where(x > 0, positive, other)


def erf(x):
    return np.vectorize(math.erf, otypes=[np.float64])(x)


def log_sigmoid(x):
    return -np.logaddexp(0.0, -x)


def sigmoid(x):
    return np.exp(log_sigmoid(x))


def log_softmax(x):
    shifted = x - np.max(x, axis=-1, keepdims=True)
    return shifted - np.log(np.sum(np.exp(shifted), axis=-1, keepdims=True))


def softmax(x):
    return np.exp(log_softmax(x))


def relu_forward(x):
    return select(x, x, 0.0), x


def relu_backward(dout, cache):
    return select(cache, dout, 0.0)


def leaky_relu_forward(x, slope=0.01):
    return prelu_forward(x, slope)


def leaky_relu_backward(dout, cache):
    return prelu_backward(dout, cache)[0]


def prelu_forward(x, alpha):
    return select(x, x, alpha * x), (x, alpha)


def prelu_backward(dout, cache):
    x, alpha = cache
    return select(x, dout, alpha * dout), sum_to(select(x, 0.0, x * dout), axis=None)


def elu_forward(x, alpha=1.0):
    return select(x, x, alpha * np.expm1(select(x, 0.0, x))), (x, alpha)


def elu_backward(dout, cache):
    x, alpha = cache
    return dout * select(x, 1.0, alpha * np.exp(select(x, 0.0, x)))


def gelu_forward(x):
    cdf = (erf(x / math.sqrt(2)) + 1) / 2
    return x * cdf, (x, cdf)


def gelu_backward(dout, cache):
    x, cdf = cache
    return dout * (cdf + x * np.exp(-(x**2) / 2) / math.sqrt(2 * math.pi))


def silu_forward(x):
    return x * sigmoid(x), x


def silu_backward(dout, cache):
    s, ds = sigmoid(cache), sigmoid_backward(1.0, sigmoid(cache))
    return dout * (s + cache * ds)


def sigmoid_forward(x):
    out = sigmoid(x)
    return out, out


def sigmoid_backward(dout, cache):
    return dout * cache * (1 - cache)


def tanh_forward(x):
    out = np.tanh(x)
    return out, out


def tanh_backward(dout, cache):
    return dout * (1 - cache * cache)


def softmax_forward(x):
    out = softmax(x)
    return out, out


def softmax_backward(dout, cache):
    p = cache
    return p * (dout - np.expand_dims(sum_to(dout * p, axis=-1), -1))


def relu_jacobian(x):
    return np.diag(select(x, 1.0, 0.0))


def softmax_jacobian(x):
    p = softmax(x)
    return np.diag(p) - p[:, np.newaxis] @ p[np.newaxis, :]
