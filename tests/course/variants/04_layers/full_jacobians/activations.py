"""Every backward is literally dout @ Jacobian, which is big but hard to get wrong."""
import math
import numpy as np


def pull(dout, derivative):
    jacobian = np.diagflat(derivative)
    return (dout.reshape(1, -1) @ jacobian).reshape(dout.shape)


def relu_forward(x):
    return x * (x > 0) * 1.0, {"x": x}

def relu_backward(dout, cache):
    return pull(dout, np.heaviside(cache["x"], 0.0))


def leaky_relu_forward(x, slope=0.01):
    return x * (x > 0) + slope * x * (x <= 0), {"x": x, "slope": slope}

def leaky_relu_backward(dout, cache):
    h = np.heaviside(cache["x"], 0.0)
    return pull(dout, h + cache["slope"] * (1 - h))


def prelu_forward(x, alpha):
    return np.where(x <= 0, alpha * x, x), {"x": x, "alpha": alpha}

def prelu_backward(dout, cache):
    x, alpha = cache["x"], cache["alpha"]
    h = np.heaviside(x, 0.0)
    out_by_alpha = np.where(x <= 0, x, 0).reshape(-1, 1)
    dalpha = dout.reshape(1, -1) @ out_by_alpha
    return pull(dout, h + alpha * (1 - h)), dalpha[0, 0]


def elu_forward(x, alpha=1.0):
    out = np.array(x, dtype=float)
    low = out <= 0
    out[low] = alpha * np.expm1(out[low])
    return out, {"out": out, "low": low, "alpha": alpha}

def elu_backward(dout, cache):
    d = np.ones(dout.shape)
    d[cache["low"]] = cache["out"][cache["low"]] + cache["alpha"]  # alpha*e^x = elu + alpha
    return pull(dout, d)


def Phi(x):
    flat = (0.5 * math.erfc(-v / math.sqrt(2)) for v in x.flat)
    return np.fromiter(flat, dtype=float, count=x.size).reshape(x.shape)

def phi(x):
    return np.exp(-(x ** 2) / 2) / np.sqrt(2 * np.pi)

def gelu_forward(x):
    return x * Phi(x), {"x": x}

def gelu_backward(dout, cache):
    x = cache["x"]
    return pull(dout, Phi(x) + x * phi(x))


def sig(x):
    out = np.empty(x.shape)
    pos = x >= 0
    out[pos] = 1 / (1 + np.exp(-x[pos]))
    ex = np.exp(x[~pos])
    out[~pos] = ex / (1 + ex)
    return out

def silu_forward(x):
    return x * sig(x), {"x": x}

def silu_backward(dout, cache):
    x = cache["x"]
    f = x * sig(x)
    return pull(dout, f + sig(x) * (1 - f))


def sigmoid_forward(x):
    return sig(x), {"x": x}

def sigmoid_backward(dout, cache):
    return pull(dout, sig(cache["x"]) * sig(-cache["x"]))


def tanh_forward(x):
    return np.tanh(x), {"x": x}

def tanh_backward(dout, cache):
    return pull(dout, 1 - np.tanh(cache["x"]) ** 2)


def softmax_forward(x):
    z = np.exp(x - np.amax(x, 1, keepdims=True))
    p = z / np.sum(z, 1, keepdims=True)
    return p, {"p": p}

def softmax_backward(dout, cache):
    p = cache["p"]
    n, c = p.shape
    big = np.zeros((n, c, n, c))
    for i in range(n):
        big[i, :, i, :] = np.diag(p[i]) - np.outer(p[i], p[i])
    return np.tensordot(dout, big, axes=([0, 1], [0, 1]))


def relu_jacobian(x):
    return np.diag(np.heaviside(x, 0.0))


def softmax_jacobian(x):
    n = x.shape[0]
    p = softmax_forward(x[np.newaxis, :])[0].ravel()
    # column by column: what a unit change of score j does
    return np.stack([softmax_backward(np.eye(n), {"p": np.tile(p, (n, 1))})[:, j] for j in range(n)], axis=1)
