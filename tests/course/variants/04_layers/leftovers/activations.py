import math
import os, sys, random
import numpy as np
import logging

log = logging.getLogger(__name__)
print("hello from", __name__)


def relu_forward(x):
    out = np.maximum(0.0, x)
    print(out)
    cache = x
    return out, cache


def relu_backward(dout, cache):
    x = cache
    dx = dout.copy()
    dx[x <= 0] = 0
    print("dx", dx)
    return dx


# second try, the first one failed for slope > 1
# def leaky_relu_forward(x, slope=0.01):
#     return np.maximum(x, slope * x), x
def leaky_relu_forward(x, slope=0.01):
    out = np.where(x > 0, x, slope * x)
    return out, (x, slope)


def leaky_relu_backward(dout, cache):
    x, slope = cache
    dx = np.ones_like(x, dtype=np.float64)
    dx[x <= 0] = slope
    dx *= dout
    return dx


def prelu_forward(x, alpha):
    return leaky_relu_forward(x, alpha)


def prelu_backward(dout, cache):
    x, alpha = cache
    dx = leaky_relu_backward(dout, cache)
    dalpha = (dout * x)[x <= 0].sum()
    print("dalpha:", dalpha, type(dalpha))
    return dx, dalpha


def elu_forward(x, alpha=1.0):
    out = x.astype(float)
    neg = x < 0
    out[neg] = alpha * (np.exp(x[neg]) - 1)
    return out, (x, alpha)


def elu_backward(dout, cache):
    x, alpha = cache
    dx = dout.copy()
    neg = x <= 0
    dx[neg] *= alpha * np.exp(x[neg])
    return dx


def erf(x: np.ndarray) -> np.ndarray:
    """Return the error function of each element; it is given to you, for `gelu_forward`."""
    return np.vectorize(math.erf, otypes=[np.float64])(x)


def gelu_forward(x):
    Phi = 0.5 * (1.0 + erf(x / np.sqrt(2)))
    # approx = 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x ** 3)))
    # print(np.abs(approx - x * Phi).max())
    out = x * Phi
    return out, (x, Phi)


def gelu_backward(dout, cache):
    x, Phi = cache
    phi = 1 / np.sqrt(2 * np.pi) * np.exp(-0.5 * x ** 2)
    dx = dout * (Phi + x * phi)
    log.warning("gelu backward")
    return dx


def sigmoid(x):
    z = np.exp(-np.abs(x))
    return np.where(x < 0, z / (1 + z), 1 / (1 + z))


def silu_forward(x):
    s = sigmoid(x)
    return x * s, (x, s)


def silu_backward(dout, cache):
    x, s = cache
    return dout * (s + x * s * (1 - s))


def sigmoid_forward(x):
    s = sigmoid(x)
    return s, s


def sigmoid_backward(dout, cache):
    return dout * cache * (1 - cache)


def tanh_forward(x):
    t = np.tanh(x)
    return t, t


def tanh_backward(dout, cache):
    return dout * (1 - cache ** 2)


def softmax_forward(x):
    x = x - np.max(x, axis=1, keepdims=True)
    e = np.exp(x)
    s = e / np.sum(e, axis=1, keepdims=True)
    print("rows sum to", s.sum(axis=1))
    return s, s


def softmax_backward(dout, cache):
    s = cache
    dx = np.zeros_like(dout)
    for i in range(len(s)):
        si = s[i].reshape(-1, 1)
        jac = np.diagflat(si) - np.dot(si, si.T)
        dx[i] = jac @ dout[i]
    return dx


def relu_jacobian(x):
    J = np.zeros((len(x), len(x)))
    J[np.arange(len(x)), np.arange(len(x))] = x > 0
    return J


def softmax_jacobian(x):
    s, _ = softmax_forward(x.reshape(1, -1))
    s = s.reshape(-1, 1)
    return np.diagflat(s) - np.dot(s, s.T)


def numerical(f, x, h=1e-5):
    g = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        old = x[i]
        x[i] = old + h
        up = f(x)
        x[i] = old - h
        down = f(x)
        x[i] = old
        g[i] = (up - down) / (2 * h)
    return g


def test_gelu():
    x = np.random.randn(3, 4)
    _, c = gelu_forward(x)
    print(abs(gelu_backward(np.ones((3, 4)), c) - numerical(lambda x: gelu_forward(x)[0].sum(), x)).max())


if __name__ == "__main__":
    import matplotlib.pyplot as plt

    test_gelu()
    t = np.linspace(-5, 5, 1000)
    plt.plot(t, gelu_forward(t)[0])
    plt.show()
