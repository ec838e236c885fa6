from types import SimpleNamespace

import numpy as np


class Standardization:
    """(x - mean) / std along one axis, by matrices; only the mode decides what is constant."""

    def __init__(self, rows, mean, var, eps, constant):
        self.r = 1 / np.sqrt(var + eps)
        self.z = np.einsum("nd,d->nd", rows - mean, self.r)
        self.constant = constant

    def pull(self, g):
        if not self.constant:
            n = len(g)
            g = g - np.einsum("nd,md,md->nd", self.z, g, self.z) / n - np.einsum("md->d", g) / n
        return np.einsum("nd,d->nd", g, self.r)


def batchnorm_forward(x, gamma, beta, state, *, train, momentum=0.1, eps=1e-5):
    n, d = x.shape
    if state is None:
        state = {"running_mean": np.zeros(d), "running_var": np.full(d, 1.0)}
    mean, var = state["running_mean"], state["running_var"]
    if train:
        batch = np.average(x, 0), np.var(x, 0)
    s = Standardization(x, *(batch if train else (mean, var)), eps, constant=not train)
    if train:
        rates = np.array([1 - momentum, momentum])
        state = {
            "running_var": rates @ np.stack([var, batch[1] / (1 - 1 / n)]),
            "running_mean": rates @ np.stack([mean, batch[0]]),
        }
    cache = SimpleNamespace(s=s, gamma=gamma, affine=lambda g: (np.einsum("nd,nd->d", g, s.z), np.einsum("nd->d", g)))
    return np.einsum("nd,d->nd", s.z, gamma) + beta, cache, state


def batchnorm_backward(dout, cache):
    return (cache.s.pull(np.einsum("nd,d->nd", dout, cache.gamma)), *cache.affine(dout))


def layernorm_forward(x, gamma, beta, *, eps=1e-5):
    s = Standardization(x.T, np.average(x, 1), np.var(x, 1), eps, constant=False)
    return np.einsum("dn,d->nd", s.z, gamma) + beta, (s, gamma)


def layernorm_backward(dout, cache):
    s, gamma = cache
    dx = s.pull(np.einsum("nd,d->dn", dout, gamma)).T
    return dx, np.einsum("nd,dn->d", dout, s.z), np.einsum("nd->d", dout)
