import numpy as np


def delta_rule(x, t, w, b, *, activation):
    f = {"linear": lambda z: z, "sigmoid": lambda z: 0.5 * (1 + np.tanh(0.5 * z))}[activation]
    df = {"linear": np.ones_like, "sigmoid": lambda s: s - s**2}[activation]
    s = f(np.einsum("nd,d->n", x, w) + b)
    delta = 2 / len(t) * np.multiply(s - t, df(s))
    return np.mean(np.square(s - t)), np.einsum("n,nd->d", delta, x), np.einsum("n->", delta)
