from functools import wraps

import numpy as np


def keeps(*names):
    """Make a function that returns (out, what it keeps) into one whose cache is a dict."""

    def decorate(function):
        @wraps(function)
        def wrapper(*args, **kwargs):
            out, *kept = function(*args, **kwargs)
            return out, dict(zip(names, kept))

        return wrapper

    return decorate


def uses_cache(function):
    @wraps(function)
    def wrapper(dout, cache):
        return function(dout, **cache)

    return wrapper


@keeps("x", "w")
def linear_forward(x, w, b):
    return x.reshape(x.shape[0], -1) @ w + b, x, w


@uses_cache
def linear_backward(dout, *, x, w):
    return (dout @ w.T).reshape(x.shape), x.reshape(x.shape[0], -1).T @ dout, dout.sum(0)
