"""HW4, Emil. One file, because I kept getting lost between three of them."""
from math import erf, pi, sqrt

import numpy as np
from numpy import einsum, exp, expm1, log, where

# ---------------------------------------------------------------- linear


def linear_forward(x, w, b):
    flat = x.reshape(x.shape[0], -1)
    return einsum("nd,dm->nm", flat, w) + b, (x.shape, flat, w)


def linear_backward(dout, cache):
    shape, flat, w = cache
    return (
        einsum("nm,dm->nd", dout, w).reshape(shape),
        einsum("nd,nm->dm", flat, dout),
        einsum("nm->m", dout),
    )


# ---------------------------------------------------------------- element by element
# every forward caches the local derivative itself, so every backward is the same product


def _times(dout, derivative):
    return einsum("...,...->...", dout, derivative)


def relu_forward(x):
    return where(x > 0, x, 0.0), where(x > 0, 1.0, 0.0)


relu_backward = _times


def leaky_relu_forward(x, slope=0.01):
    d = where(x > 0, 1.0, slope)
    return d * x, d


leaky_relu_backward = _times


def prelu_forward(x, alpha):
    return where(x > 0, x, alpha * x), (where(x > 0, 1.0, alpha), where(x > 0, 0.0, x))


def prelu_backward(dout, cache):
    d_x, d_alpha = cache
    return dout * d_x, np.vdot(dout, d_alpha)


def elu_forward(x, alpha=1.0):
    below = np.clip(x, None, 0)
    return where(x > 0, x, alpha * expm1(below)), where(x > 0, 1.0, alpha * exp(below))


elu_backward = _times


def gelu_forward(x):
    flat = np.ravel(x)
    cdf = np.array([(1 + erf(v / sqrt(2))) / 2 for v in flat]).reshape(x.shape)
    pdf = exp(-np.square(x) / 2) / sqrt(2 * pi)
    return x * cdf, cdf + x * pdf


gelu_backward = _times


def _sigmoid(x):
    e = exp(-np.abs(x))
    return where(x >= 0, 1 / (1 + e), e / (1 + e))


def silu_forward(x):
    s = _sigmoid(x)
    return x * s, s * (1 + x * (1 - s))


silu_backward = _times


def sigmoid_forward(x):
    s = _sigmoid(x)
    return s, s * (1 - s)


sigmoid_backward = _times


def tanh_forward(x):
    t = np.tanh(x)
    return t, 1 - t * t


tanh_backward = _times

# ---------------------------------------------------------------- softmax and Jacobians


def softmax_forward(x):
    e = exp(x - x.max(axis=-1, keepdims=True))
    p = e / einsum("nc->n", e)[:, None]
    return p, p


def softmax_backward(dout, p):
    return p * dout - p * einsum("nc,nc->n", p, dout)[:, None]


def relu_jacobian(x):
    return einsum("i,ij->ij", where(x > 0, 1.0, 0.0), np.eye(len(x)))


def softmax_jacobian(x):
    p = softmax_forward(x[None])[0][0]
    return einsum("i,ij->ij", p, np.eye(len(p))) - einsum("i,j->ij", p, p)


# ---------------------------------------------------------------- losses


def mse_loss(pred, target):
    d = pred - np.reshape(target, pred.shape)
    return np.vdot(d, d) / d.size, 2 * d / d.size


def bce_with_logits(logits, target):
    loss = np.logaddexp(0, logits) - target * logits
    return loss.mean(), (_sigmoid(logits) - target) / loss.size


def softmax_cross_entropy(logits, y):
    n = y.size
    z = logits - logits.max(axis=1, keepdims=True)
    logp = z - log(exp(z).sum(axis=1, keepdims=True))
    target = (y[:, None] == np.arange(logits.shape[1])).astype(float)
    return -einsum("nc,nc->", target, logp) / n, (exp(logp) - target) / n
