import numpy as np
from math import erf as _erf

erf = np.vectorize(_erf)


def relu_forward(x):
    out = np.maximum(0, x)
    return out, x


def relu_backward(dout, cache):
    dx = dout.copy()
    dx[dout < 0] = 0
    return dx


def leaky_relu_forward(x, slope=0.01):
    out = np.where(x > 0, x, slope * x)
    return out, (x, slope)


def leaky_relu_backward(dout, cache):
    x, slope = cache
    dx = dout.copy()
    dx[dout < 0] *= slope
    return dx


def prelu_forward(x, alpha):
    return np.maximum(x, 0) + alpha * np.minimum(x, 0), (x, alpha)


def prelu_backward(dout, cache):
    x, alpha = cache
    negative = x <= 0
    dx = dout.copy()
    dx[negative] = alpha * dout[negative]
    return dx, (dout[negative] * x[negative]).sum()


def elu_forward(x, alpha=1.0):
    out = x.astype(float)
    negative = x <= 0
    out[negative] = alpha * np.expm1(x[negative])
    return out, (out, negative, alpha)


def elu_backward(dout, cache):
    out, negative, alpha = cache
    dx = dout.copy()
    dx[negative] = dout[negative] * (out[negative] + alpha)
    return dx


def gelu_forward(x):
    phi = 0.5 * (1 + erf(x / np.sqrt(2)))
    return x * phi, (x, phi)


def gelu_backward(dout, cache):
    x, phi = cache
    density = np.exp(-x ** 2 / 2) / np.sqrt(2 * np.pi)
    return dout * (phi + x * density)


def silu_forward(x):
    s = 1 / (1 + np.exp(-x))
    return x * s, (x, s)


def silu_backward(dout, cache):
    x, s = cache
    out = x * s
    return dout * (out + s * (1 - out))


def sigmoid_forward(x):
    s = 1 / (1 + np.exp(-x))
    return s, s


def sigmoid_backward(dout, cache):
    s = cache
    return dout * s * (1 - s)


def tanh_forward(x):
    out = 2 / (1 + np.exp(-2 * x)) - 1
    return out, out


def tanh_backward(dout, cache):
    return dout * (1 - cache) * (1 + cache)


def softmax_forward(x):
    e = np.exp(x - x.max(axis=0))
    p = e / e.sum(axis=0)
    return p, p


def softmax_backward(dout, cache):
    p = cache
    return p * (dout - (dout * p).sum(axis=0))


def relu_jacobian(x):
    n = len(x)
    J = np.zeros((n, n))
    for i in range(n):
        if x[i] > 0:
            J[i, i] = 1
    return J


def softmax_jacobian(x):
    e = np.exp(x - x.max())
    p = e / e.sum()
    n = len(x)
    J = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            J[i, j] = p[i] * ((i == j) - p[j])
    return J
