"""Everything that multiplies is an einsum."""

import numpy as np
from math import erf, pi, sqrt


def mul(a, b):
    return np.einsum("...,...->...", a, b)


def relu_forward(x):
    mask = np.where(x > 0, 1.0, 0.0)
    return mul(x, mask), {"mask": mask}


def relu_backward(dout, cache):
    return mul(dout, cache["mask"])


def leaky_relu_forward(x, slope=0.01):
    factor = np.where(x > 0, 1.0, slope)
    return mul(x, factor), {"factor": factor}


def leaky_relu_backward(dout, cache):
    return mul(dout, cache["factor"])


def prelu_forward(x, alpha):
    positive = np.where(x > 0, 1.0, 0.0)
    factor = positive + (1.0 - positive) * alpha
    return mul(x, factor), {"x": x, "positive": positive, "factor": factor}


def prelu_backward(dout, cache):
    off = 1.0 - cache["positive"]
    flat = [a.reshape(-1) for a in (dout, cache["x"], off)]
    return mul(dout, cache["factor"]), np.einsum("i,i,i->", *flat)


def elu_forward(x, alpha=1.0):
    e = np.exp(np.where(x > 0, 0.0, x))
    out = np.where(x > 0, x, alpha * e - alpha)
    return out, {"d": np.where(x > 0, 1.0, alpha * e)}


def elu_backward(dout, cache):
    return mul(dout, cache["d"])


def gelu_forward(x):
    cdf = np.array([erf(v / sqrt(2)) for v in x.ravel()]).reshape(x.shape) / 2 + 0.5
    return mul(x, cdf), {"x": x, "cdf": cdf}


def gelu_backward(dout, cache):
    x = cache["x"]
    pdf = np.exp(mul(x, x) / -2) / sqrt(2 * pi)
    return mul(dout, cache["cdf"] + mul(x, pdf))


def stable_sigmoid(x):
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1.0, e) / (1.0 + e)


def silu_forward(x):
    s = stable_sigmoid(x)
    return mul(x, s), {"x": x, "s": s}


def silu_backward(dout, cache):
    x, s = cache["x"], cache["s"]
    return mul(dout, mul(s, 1 + mul(x, 1 - s)))


def sigmoid_forward(x):
    s = stable_sigmoid(x)
    return s, {"s": s}


def sigmoid_backward(dout, cache):
    return np.einsum("...,...,...->...", dout, cache["s"], 1 - cache["s"])


def tanh_forward(x):
    t = np.tanh(x)
    return t, {"t": t}


def tanh_backward(dout, cache):
    t = cache["t"]
    return dout - np.einsum("...,...,...->...", dout, t, t)


def softmax_forward(x):
    e = np.exp(x - np.max(x, axis=-1)[:, None])
    p = np.einsum("nc,n->nc", e, 1.0 / np.einsum("nc->n", e))
    return p, {"p": p}


def softmax_backward(dout, cache):
    p = cache["p"]
    inner = np.einsum("nc,nc->n", dout, p)
    return np.einsum("nc,nc->nc", p, dout) - np.einsum("n,nc->nc", inner, p)


def relu_jacobian(x):
    return np.einsum("i,ij->ij", (x > 0).astype(float), np.eye(len(x)))


def softmax_jacobian(x):
    p = softmax_forward(x[None])[0][0]
    return np.einsum("i,ij->ij", p, np.eye(p.size)) - np.einsum("i,j->ij", p, p)
