from math import sqrt

import numpy as np
from momentum import elements, shaped_like


def adam_step(w, g, state, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    if state is None:
        state = [(0, 0.0, 0.0)] * np.size(w)
    kept, new = [], []
    for wi, gi, (t, m, v) in zip(elements(w), elements(g), state):
        gi = gi + weight_decay * wi
        t = t + 1
        m = beta1 * m + (1 - beta1) * gi
        v = beta2 * v + (1 - beta2) * gi * gi
        kept.append((t, m, v))
        new.append(wi - lr * (m / (1 - beta1**t)) / (sqrt(v / (1 - beta2**t)) + eps))
    return shaped_like(new, w), kept


def adamw_step(w, g, state, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    if state is None:
        state = [(0, 0.0, 0.0)] * np.size(w)
    kept, new = [], []
    for wi, gi, (t, m, v) in zip(elements(w), elements(g), state):
        t = t + 1
        m = beta1 * m + (1 - beta1) * gi
        v = beta2 * v + (1 - beta2) * gi * gi
        kept.append((t, m, v))
        step = lr * (m / (1 - beta1**t)) / (sqrt(v / (1 - beta2**t)) + eps)
        new.append(wi - lr * weight_decay * wi - step)
    return shaped_like(new, w), kept


def adamax_step(w, g, state, *, lr=0.002, beta1=0.9, beta2=0.999, eps=1e-8):
    if state is None:
        state = [(0, 0.0, 0.0)] * np.size(w)
    kept, new = [], []
    for wi, gi, (t, m, u) in zip(elements(w), elements(g), state):
        t = t + 1
        m = beta1 * m + (1 - beta1) * gi
        u = max(beta2 * u, abs(gi) + eps)
        kept.append((t, m, u))
        new.append(wi - lr / (1 - beta1**t) * m / u)
    return shaped_like(new, w), kept


def nadam_step(w, g, state, *, lr=0.002, beta1=0.9, beta2=0.999, eps=1e-8, momentum_decay=0.004):
    if state is None:
        state = [(0, 0.0, 0.0)] * np.size(w)
    t = (state[0][0] if state else 0) + 1
    mu = [0.0]
    for k in range(1, t + 2):
        mu.append(beta1 * (1 - 0.5 * 0.96 ** (k * momentum_decay)))
    product = 1.0
    for k in range(1, t + 1):
        product = product * mu[k]
    kept, new = [], []
    for wi, gi, (_, m, v) in zip(elements(w), elements(g), state):
        m = beta1 * m + (1 - beta1) * gi
        v = beta2 * v + (1 - beta2) * gi * gi
        kept.append((t, m, v))
        ahead = mu[t + 1] * m / (1 - product * mu[t + 1]) + (1 - mu[t]) * gi / (1 - product)
        new.append(wi - lr * ahead / (sqrt(v / (1 - beta2**t)) + eps))
    return shaped_like(new, w), kept
