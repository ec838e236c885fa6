import numpy as np

import initializers


def init_mlp(sizes, rng, activation="relu"):
    name = "he_normal" if activation == "relu" else "glorot_normal"
    make = getattr(initializers, name)
    return [(make(int(a), int(b), rng), 0.0 * np.ones(b)) for a, b in zip(sizes, sizes[1:])]


def _act(z, name):
    """The function and its derivative."""
    if name == "relu":
        return (z + np.abs(z)) / 2, np.heaviside(z, 0.0)
    if name == "tanh":
        return np.sinh(z) / np.cosh(z), 1 / np.cosh(z) ** 2
    s = (1 + np.tanh(z / 2)) / 2
    return s, (1 - np.tanh(z / 2) ** 2) / 4


def mlp_forward(params, x, activation="relu"):
    tape = []
    h, slope = x, 1.0
    for i, (w, b) in enumerate(params):
        tape.append((h, slope, w))
        z = np.einsum("nd,dm->nm", h, w) + b
        if i + 1 < len(params):
            h, slope = _act(z, activation)
    return z, tape


def mlp_backward(dscores, cache):
    grads = []
    for h, slope, w in cache[::-1]:
        grads.insert(0, (np.einsum("nd,nm->dm", h, dscores), np.einsum("nm->m", dscores)))
        dscores = np.einsum("nm,dm->nd", dscores, w) * slope
    return grads, dscores


def mlp_loss(params, x, y, activation="relu", lam=0.0):
    s, cache = mlp_forward(params, x, activation)
    truth = np.eye(s.shape[1])[y]
    log_norm = np.logaddexp.reduce(s, axis=1, keepdims=True)
    loss = np.mean(log_norm) - np.sum(s * truth) / len(s)
    grads, _ = mlp_backward((np.exp(s - log_norm) - truth) / len(s), cache)
    weights = np.concatenate([w.ravel() for w, _ in params])
    loss = loss + lam / 2 * weights @ weights
    return loss, [(dw + lam * w, db) for (dw, db), (w, _) in zip(grads, params)]


def gradient_norms(params, x, y, activation="relu"):
    _, grads = mlp_loss(params, x, y, activation, lam=0.0)
    return np.sqrt([np.trace(dw.T @ dw) for dw, _ in grads])
