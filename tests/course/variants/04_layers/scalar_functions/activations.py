"""Functions of one number, made into functions of arrays by np.vectorize and np.frompyfunc."""

import math

import numpy as np


@np.vectorize
def relu(x):
    return float(x) if x > 0 else 0.0


@np.vectorize
def relu_grad(x):
    return 1.0 if x > 0 else 0.0


@np.vectorize
def leaky(x, a):
    return float(x) if x > 0 else float(a * x)


@np.vectorize
def leaky_grad(x, a):
    return 1.0 if x > 0 else float(a)


def _elu(x, a):
    return x if x > 0 else a * math.expm1(x)


def _elu_grad(x, a):
    return 1.0 if x > 0 else a * math.exp(x)


elu = np.vectorize(_elu, otypes=[float], excluded=[1])
elu_grad = np.vectorize(_elu_grad, otypes=["d"], excluded={1})


def per_element(function):
    ufunc = np.frompyfunc(function, 1, 1)
    return lambda x: ufunc(x).astype(np.float64)


@per_element
def gelu(x):
    return x * 0.5 * math.erfc(-x * math.sqrt(0.5))


@per_element
def gelu_grad(x):
    return 0.5 * math.erfc(-x * math.sqrt(0.5)) + x * math.exp(-0.5 * x * x) / math.sqrt(2 * math.pi)


def scalar_sigmoid(x):
    return 1 / (1 + math.exp(-x)) if x > 0 else math.exp(x) / (1 + math.exp(x))


sigmoid = per_element(scalar_sigmoid)


@per_element
def silu_grad(x):
    s = scalar_sigmoid(x)
    return s + x * s * (1 - s)


tanh = per_element(math.tanh)


def relu_forward(x):
    return relu(x), x


def relu_backward(dout, cache):
    return dout * relu_grad(cache)


def leaky_relu_forward(x, slope=0.01):
    return leaky(x, slope), (x, slope)


def leaky_relu_backward(dout, cache):
    return dout * leaky_grad(*cache)


def prelu_forward(x, alpha):
    return leaky(x, alpha), (x, alpha)


def prelu_backward(dout, cache):
    x, alpha = cache
    return dout * leaky_grad(x, alpha), sum(g * v for g, v in zip(dout.flat, x.flat) if not v > 0)


def elu_forward(x, alpha=1.0):
    return elu(x, alpha), (x, alpha)


def elu_backward(dout, cache):
    return dout * elu_grad(*cache)


def gelu_forward(x):
    return gelu(x), x


def gelu_backward(dout, cache):
    return dout * gelu_grad(cache)


def silu_forward(x):
    return x * sigmoid(x), x


def silu_backward(dout, cache):
    return dout * silu_grad(cache)


def sigmoid_forward(x):
    return sigmoid(x), x


def sigmoid_backward(dout, cache):
    return dout * sigmoid(cache) * sigmoid(-cache)


def tanh_forward(x):
    return tanh(x), x


def tanh_backward(dout, cache):
    return dout * (1 - tanh(cache) ** 2)


def softmax_row(row):
    top = max(row)
    powers = [math.exp(v - top) for v in row]
    total = math.fsum(powers)
    return np.array([power / total for power in powers])


def softmax_forward(x):
    p = np.apply_along_axis(softmax_row, 1, x)
    return p, p


def softmax_backward(dout, cache):
    vjp = np.vectorize(lambda g, p: p * (g - g @ p), signature="(c),(c)->(c)")
    return vjp(dout, cache)


def relu_jacobian(x):
    return np.diag(relu_grad(x))


def softmax_jacobian(x):
    p = softmax_row(x)
    return np.fromfunction(np.vectorize(lambda i, j: p[int(i)] * ((i == j) - p[int(j)])), (p.size, p.size))
