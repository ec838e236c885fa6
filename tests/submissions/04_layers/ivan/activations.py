import numpy as np

print("loading activations ...")
from math import erf as _erf

erf = np.vectorize(_erf)


def relu_forward(x):
    print("==== relu_forward ====")
    print(x.shape, x)
    out = np.maximum(0, x)
    return out, x


def relu_backward(dout, cache):
    print("==== relu_backward ====")
    print(dout.shape, dout)
    x = cache
    dx = dout * (x > 0)
    return dx


def leaky_relu_forward(x, slope=0.01):
    print("==== leaky_relu_forward ====")
    print(x.shape, x)
    factor = np.ones(x.shape)
    factor[x <= 0] = slope
    return factor * x, factor


def leaky_relu_backward(dout, cache):
    print("==== leaky_relu_backward ====")
    print(dout.shape, dout)
    return dout * cache


def prelu_forward(x, alpha):
    print("==== prelu_forward ====")
    print(x.shape, x)
    return np.maximum(x, 0) + alpha * np.minimum(x, 0), (x, alpha)


def prelu_backward(dout, cache):
    print("==== prelu_backward ====")
    print(dout.shape, dout)
    x, alpha = cache
    negative = x <= 0
    dx = dout.copy()
    dx[negative] = alpha * dout[negative]
    return dx, (dout[negative] * x[negative]).sum()


def elu_forward(x, alpha=1.0):
    print("==== elu_forward ====")
    print(x.shape, x)
    out = x.astype(float)
    negative = x <= 0
    out[negative] = alpha * np.expm1(x[negative])
    return out, (out, negative, alpha)


def elu_backward(dout, cache):
    print("==== elu_backward ====")
    print(dout.shape, dout)
    out, negative, alpha = cache
    dx = dout.copy()
    dx[negative] = dout[negative] * (out[negative] + alpha)
    return dx


def gelu_forward(x):
    print("==== gelu_forward ====")
    print(x.shape, x)
    phi = 0.5 * (1 + erf(x / np.sqrt(2)))
    return x * phi, (x, phi)


def gelu_backward(dout, cache):
    print("==== gelu_backward ====")
    print(dout.shape, dout)
    x, phi = cache
    density = np.exp(-x ** 2 / 2) / np.sqrt(2 * np.pi)
    return dout * (phi + x * density)


def silu_forward(x):
    print("==== silu_forward ====")
    print(x.shape, x)
    s = 1 / (1 + np.exp(-x))
    return x * s, (x, s)


def silu_backward(dout, cache):
    print("==== silu_backward ====")
    print(dout.shape, dout)
    x, s = cache
    out = x * s
    return dout * (out + s * (1 - out))


def sigmoid_forward(x):
    print("==== sigmoid_forward ====")
    print(x.shape, x)
    s = 1 / (1 + np.exp(-x))
    return s, s


def sigmoid_backward(dout, cache):
    print("==== sigmoid_backward ====")
    print(dout.shape, dout)
    s = cache
    return dout * s * (1 - s)


def tanh_forward(x):
    print("==== tanh_forward ====")
    print(x.shape, x)
    out = 2 / (1 + np.exp(-2 * x)) - 1
    return out, out


def tanh_backward(dout, cache):
    print("==== tanh_backward ====")
    print(dout.shape, dout)
    return dout * (1 - cache) * (1 + cache)


def softmax_forward(x):
    print("==== softmax_forward ====")
    print(x.shape, x)
    out = np.zeros(x.shape)
    for i in range(x.shape[0]):
        e = np.exp(x[i] - max(x[i]))
        out[i] = e / sum(e)
    return out, out


def softmax_backward(dout, cache):
    print("==== softmax_backward ====")
    print(dout.shape, dout)
    dx = np.zeros(dout.shape)
    for i in range(dout.shape[0]):
        p = cache[i]
        J = np.diag(p) - np.outer(p, p)
        dx[i] = J.dot(dout[i])
    return dx


def relu_jacobian(x):
    print("==== relu_jacobian ====")
    print(x.shape, x)
    n = len(x)
    J = np.zeros((n, n))
    for i in range(n):
        if x[i] > 0:
            J[i, i] = 1
    return J


def softmax_jacobian(x):
    print("==== softmax_jacobian ====")
    print(x.shape, x)
    e = np.exp(x - x.max())
    p = e / e.sum()
    n = len(x)
    J = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            J[i, j] = p[i] * ((i == j) - p[j])
    return J
