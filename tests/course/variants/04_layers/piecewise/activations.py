import math

import numpy as np


def relu_forward(x):
    out = x.astype(np.float64, copy=True)
    np.putmask(out, out < 0, 0)
    return out, out > 0


def relu_backward(dout, cache):
    dx = np.zeros(dout.shape)
    dx[cache] = dout[cache]
    return dx


def leaky_relu_forward(x, slope=0.01):
    x = x.astype(float)
    out = np.piecewise(x, [x > 0, x <= 0], [lambda v: v, lambda v: slope * v])
    return out, (x > 0, slope)


def leaky_relu_backward(dout, cache):
    pos, slope = cache
    dx = dout * 1.0
    dx[~pos] *= slope
    return dx


def prelu_forward(x, alpha):
    out = np.select([x > 0, x <= 0], [x, alpha * x])
    return out, (x, alpha)


def prelu_backward(dout, cache):
    x, alpha = cache
    low = np.logical_not(x > 0)
    dx = np.copy(dout)
    dx[low] = dx[low] * alpha
    return dx, np.sum(dout[low] * x[low])


def elu_forward(x, alpha=1.0):
    out = np.copy(x).astype(float)
    low = x <= 0
    out[low] = alpha * (np.exp(out[low]) - 1.0)
    return out, (x, alpha)


def elu_backward(dout, cache):
    x, alpha = cache
    dx = dout.copy()
    low = x <= 0
    dx[low] *= alpha * np.exp(x[low])
    return dx


def phi(v):
    return math.exp(-v * v / 2) / math.sqrt(2 * math.pi)


def Phi(v):
    if v > 10:
        return 1.0
    if v < -10:
        return 0.0
    return (1 + math.erf(v / math.sqrt(2))) / 2


def gelu_forward(x):
    out = [v * Phi(v) for v in x.ravel()]
    return np.asarray(out).reshape(x.shape), x.copy()


def gelu_backward(dout, cache):
    slope = [Phi(v) + v * phi(v) for v in cache.ravel()]
    return np.asarray(slope).reshape(cache.shape) * dout


def sigmoid(x):
    x = np.asarray(x, dtype=float)
    out = np.zeros_like(x)
    a, b = x > 30, x < -30
    c = ~(a | b)
    out[a] = 1 - np.exp(-x[a])
    out[b] = np.exp(x[b])
    out[c] = 1 / (1 + np.exp(-x[c]))
    return out


def silu_forward(x):
    return sigmoid(x) * x, x


def silu_backward(dout, cache):
    s = sigmoid(cache)
    d = s + cache * s * (1 - s)
    return d * dout


def sigmoid_forward(x):
    s = sigmoid(x)
    return s, [s]


def sigmoid_backward(dout, cache):
    (s,) = cache
    return dout * s * (1 - s)


def tanh_forward(x):
    out = np.empty(x.shape)
    pos = x >= 0
    q = np.exp(-2 * x[pos])
    out[pos] = (1 - q) / (1 + q)
    q = np.exp(2 * x[~pos])
    out[~pos] = (q - 1) / (q + 1)
    return out, {0: out}


def tanh_backward(dout, cache):
    return dout - dout * cache[0] ** 2


def softmax_forward(x):
    out = np.empty(x.shape)
    for row, scores in zip(out, x):
        row[:] = np.exp(scores - scores.max())
        row /= row.sum()
    return out, out


def softmax_backward(dout, cache):
    dx = np.empty(dout.shape)
    for i, (g, p) in enumerate(zip(dout, cache)):
        dx[i] = p * (g - np.dot(g, p))
    return dx


def relu_jacobian(x):
    J = np.identity(len(x))
    J[x <= 0] = 0
    return J


def softmax_jacobian(x):
    p = np.exp(x - x.max())
    p /= p.sum()
    J = -np.multiply.outer(p, p)
    J[np.diag_indices(len(p))] += p
    return J
