import math

import numpy as np

from linear import check_array


class CacheError(Exception):
    """A backward was given somebody else's cache."""


def pack(kind, **values):
    return {"kind": kind, **values}


def unpack(cache, kind, dout):
    if type(cache) is not dict or cache.get("kind") != kind:
        raise CacheError(kind)
    dout = check_array("dout", dout)
    first = next(v for k, v in cache.items() if k != "kind")
    assert dout.shape == first.shape, (dout.shape, first.shape)
    return dout


def number(name, value):
    if not isinstance(value, (int, float)):
        raise TypeError(f"{name} must be one number, got {type(value)}")
    assert math.isfinite(value), name
    return float(value)


def done(out, x):
    assert out.shape == x.shape and out.dtype == np.float64 and np.isfinite(out).all()
    return out


def relu_forward(x):
    x = check_array("x", x)
    out = np.zeros_like(x)
    np.copyto(out, x, where=x > 0)
    return done(out, x), pack("relu", x=x)


def relu_backward(dout, cache):
    dout = unpack(cache, "relu", dout)
    dx = np.zeros_like(dout)
    np.copyto(dx, dout, where=cache["x"] > 0)
    return done(dx, dout)


def leaky_relu_forward(x, slope=0.01):
    x, slope = check_array("x", x), number("slope", slope)
    return done(np.where(x > 0, x, slope * x), x), pack("leaky", x=x, slope=slope)


def leaky_relu_backward(dout, cache):
    dout = unpack(cache, "leaky", dout)
    return done(np.where(cache["x"] > 0, dout, cache["slope"] * dout), dout)


def prelu_forward(x, alpha):
    x, alpha = check_array("x", x), number("alpha", alpha)
    return done(np.where(x > 0, x, alpha * x), x), pack("prelu", x=x, alpha=alpha)


def prelu_backward(dout, cache):
    dout = unpack(cache, "prelu", dout)
    x = cache["x"]
    dx = np.where(x > 0, dout, cache["alpha"] * dout)
    dalpha = math.fsum(np.where(x > 0, 0.0, dout * x).ravel())
    assert isinstance(dalpha, float)
    return done(dx, dout), dalpha


def elu_forward(x, alpha=1.0):
    x, alpha = check_array("x", x), number("alpha", alpha)
    safe = np.minimum(x, 0.0)
    return done(np.where(x > 0, x, alpha * np.expm1(safe)), x), pack("elu", x=x, alpha=alpha)


def elu_backward(dout, cache):
    dout = unpack(cache, "elu", dout)
    safe = np.minimum(cache["x"], 0.0)
    return done(dout * np.where(cache["x"] > 0, 1.0, cache["alpha"] * np.exp(safe)), dout)


def normal_cdf(x):
    # erfc keeps its accuracy in the left tail
    return np.array([math.erfc(-v / math.sqrt(2.0)) / 2.0 for v in x.ravel()]).reshape(x.shape)


def gelu_forward(x):
    x = check_array("x", x)
    return done(x * normal_cdf(x), x), pack("gelu", x=x)


def gelu_backward(dout, cache):
    dout = unpack(cache, "gelu", dout)
    x = np.clip(cache["x"], -38.0, 38.0)  # beyond, the density is 0 and the cdf is 0 or 1
    density = np.exp(-x * x / 2.0) / math.sqrt(2.0 * math.pi)
    return done(dout * (normal_cdf(x) + x * density), dout)


def safe_sigmoid(x):
    out = np.empty_like(x)
    right = x >= 0
    out[right] = 1.0 / (1.0 + np.exp(-x[right]))
    left = np.exp(x[~right])
    out[~right] = left / (1.0 + left)
    assert ((out >= 0) & (out <= 1)).all()
    return out


def silu_forward(x):
    x = check_array("x", x)
    s = safe_sigmoid(x)
    return done(x * s, x), pack("silu", x=x, s=s)


def silu_backward(dout, cache):
    dout = unpack(cache, "silu", dout)
    x, s = cache["x"], cache["s"]
    return done(dout * s * (1.0 + x * (1.0 - s)), dout)


def sigmoid_forward(x):
    x = check_array("x", x)
    s = safe_sigmoid(x)
    return done(s, x), pack("sigmoid", s=s.copy())


def sigmoid_backward(dout, cache):
    dout = unpack(cache, "sigmoid", dout)
    return done(dout * cache["s"] * (1.0 - cache["s"]), dout)


def tanh_forward(x):
    x = check_array("x", x)
    return done(np.tanh(x), x), pack("tanh", x=x)


def tanh_backward(dout, cache):
    dout = unpack(cache, "tanh", dout)
    x = np.clip(np.abs(cache["x"]), 0.0, 300.0)
    return done(dout / np.cosh(x) ** 2, dout)


def softmax_forward(x):
    x = check_array("x", x, 2)
    e = np.exp(x - x.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    assert np.allclose(p.sum(axis=1), 1.0)
    return done(p, x), pack("softmax", p=p.copy())


def softmax_backward(dout, cache):
    dout = unpack(cache, "softmax", dout)
    p = cache["p"]
    dx = p * (dout - np.sum(p * dout, axis=1, keepdims=True))
    assert np.allclose(dx.sum(axis=1), 0.0)
    return done(dx, dout)


def relu_jacobian(x):
    x = check_array("x", x, 1)
    out = np.zeros((x.size, x.size))
    for i, v in enumerate(x):
        out[i, i] = 1.0 if v > 0 else 0.0
    assert np.count_nonzero(out - np.diag(np.diagonal(out))) == 0
    return out


def softmax_jacobian(x):
    x = check_array("x", x, 1)
    p = softmax_forward(x[None, :])[0][0]
    jacobian = np.diag(p) - np.outer(p, p)
    assert np.allclose(jacobian, jacobian.T), "the Jacobian of softmax is symmetric"
    return jacobian
