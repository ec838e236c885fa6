import numpy as np


def _standardize(x, axis, eps):
    """x_hat, and the function that pulls a gradient back through it; mean and variance as well."""
    n = x.shape[axis]
    mean = x.mean(axis=axis, keepdims=True)
    centered = x - mean
    var = (centered * centered).sum(axis=axis, keepdims=True) / n
    rstd = (var + eps) ** -0.5

    def pull(g):
        dvar = (g * centered).sum(axis=axis, keepdims=True) * -0.5 * rstd**3
        dmean = -(g * rstd).sum(axis=axis, keepdims=True)
        return g * rstd + dvar * 2.0 * centered / n + dmean / n

    return centered * rstd, pull, mean, var


def _affine(x_hat, gamma, beta, pull):
    def backward(dout):
        return pull(dout * gamma), np.einsum("nd,nd->d", dout, x_hat), dout.sum(0)

    return gamma * x_hat + beta, backward


def batchnorm_forward(x, gamma, beta, state, *, train, momentum=0.1, eps=1e-5):
    old = state or {"running_mean": np.zeros_like(gamma), "running_var": np.ones_like(gamma)}
    if not train:
        rstd = (old["running_var"] + eps) ** -0.5
        x_hat = (x - old["running_mean"]) * rstd
        return *_affine(x_hat, gamma, beta, lambda g: g * rstd), old
    x_hat, pull, mean, var = _standardize(x, 0, eps)
    now = {"running_mean": mean[0], "running_var": var[0] * (len(x) / (len(x) - 1))}
    new = {name: old[name] + momentum * (now[name] - old[name]) for name in old}
    return *_affine(x_hat, gamma, beta, pull), new


def layernorm_forward(x, gamma, beta, *, eps=1e-5):
    x_hat, pull, _, _ = _standardize(x, 1, eps)
    return _affine(x_hat, gamma, beta, pull)


def batchnorm_backward(dout, cache):
    return cache(dout)


def layernorm_backward(dout, cache):
    return cache(dout)
