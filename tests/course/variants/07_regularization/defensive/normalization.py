from __future__ import annotations

from typing import NamedTuple

import numpy as np


class Normalized(NamedTuple):
    x_hat: np.ndarray
    gamma: np.ndarray
    inverse_std: np.ndarray
    axis: int | None


def _floats(*arrays):
    return tuple(np.array(a, dtype=np.float64, copy=True) for a in arrays)


def _normalize(x, mean, var, eps):
    inverse_std = np.reciprocal(np.sqrt(np.add(var, eps)))
    return np.multiply(np.subtract(x, mean), inverse_std), inverse_std


def _pull(dout, cache):
    (dout,) = _floats(dout)
    if dout.shape != cache.x_hat.shape:
        raise ValueError(f"dout {dout.shape} does not fit out {cache.x_hat.shape}")
    dgamma = np.sum(np.multiply(dout, cache.x_hat), axis=0)
    dbeta = np.sum(dout, axis=0)
    d = np.multiply(dout, cache.gamma)
    if cache.axis is not None:
        along = np.mean(np.multiply(d, cache.x_hat), axis=cache.axis, keepdims=True)
        d = d - np.mean(d, axis=cache.axis, keepdims=True) - np.multiply(cache.x_hat, along)
    return np.multiply(d, cache.inverse_std), dgamma, dbeta


def batchnorm_forward(x, gamma, beta, state, *, train, momentum=0.1, eps=1e-5):
    x, gamma, beta = _floats(x, gamma, beta)
    n, d = x.shape
    if gamma.shape != (d,) or beta.shape != (d,):
        raise ValueError("gamma and beta should be (D,)")
    state = {} if state is None else state
    running_mean = np.array(state.get("running_mean", np.zeros(d)), dtype=np.float64)
    running_var = np.array(state.get("running_var", np.ones(d)), dtype=np.float64)
    seen = int(state.get("batches", 0))
    if not train:
        x_hat, inverse_std = _normalize(x, running_mean, running_var, eps)
        cache = Normalized(x_hat, gamma, inverse_std, None)
    else:
        if n < 2:
            raise ValueError("training needs two samples or more")
        mean = np.mean(x, axis=0)
        squares = np.sum(np.square(x - mean), axis=0)
        x_hat, inverse_std = _normalize(x, mean, squares / n, eps)
        cache = Normalized(x_hat, gamma, inverse_std, 0)
        running_mean = running_mean * (1.0 - momentum) + mean * momentum
        running_var = running_var * (1.0 - momentum) + squares / (n - 1) * momentum
        seen += 1
    new_state = {"running_mean": running_mean, "running_var": running_var, "batches": seen}
    return np.add(np.multiply(gamma, x_hat), beta), cache, new_state


def batchnorm_backward(dout, cache):
    return _pull(dout, cache)


def layernorm_forward(x, gamma, beta, *, eps=1e-5):
    x, gamma, beta = _floats(x, gamma, beta)
    mean = np.mean(x, axis=-1, keepdims=True)
    var = np.mean(np.square(x - mean), axis=-1, keepdims=True)
    x_hat, inverse_std = _normalize(x, mean, var, eps)
    return np.add(np.multiply(gamma, x_hat), beta), Normalized(x_hat, gamma, inverse_std, -1)


def layernorm_backward(dout, cache):
    return _pull(dout, cache)
