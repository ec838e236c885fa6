import numpy as np
from momentum import remember, weighted

def mean(history, beta):
    """The bias-corrected average is a weighted mean: weights and their sum."""
    weights = beta ** np.arange(len(history))[::-1]
    return sum(c * x for c, x in zip(weights / weights.sum(), history))

def adam_step(w, g, state, *, lr=1e-3, beta1=.9, beta2=.999, eps=1e-8, weight_decay=0.):
    h = remember(state, g + weight_decay * w)
    return w - lr * mean(h, beta1) / (np.sqrt(mean([x ** 2 for x in h], beta2)) + eps), h

def adamw_step(w, g, state, *, lr=1e-3, beta1=.9, beta2=.999, eps=1e-8, weight_decay=.01):
    h = remember(state, g)
    fraction = mean(h, beta1) / (np.sqrt(mean([x ** 2 for x in h], beta2)) + eps)
    return w - lr * (weight_decay * w + fraction), h

def adamax_step(w, g, state, *, lr=2e-3, beta1=.9, beta2=.999, eps=1e-8):
    h = remember(state, g)
    u = np.max([beta2 ** k * (abs(x) + eps) for k, x in enumerate(reversed(h))], axis=0)
    return w - lr * mean(h, beta1) / u, h

def nadam_step(w, g, state, *, lr=2e-3, beta1=.9, beta2=.999, eps=1e-8, momentum_decay=4e-3):
    h = remember(state, g)
    t = len(h)
    mu = beta1 * (1 - .5 * .96 ** (momentum_decay * np.arange(1, t + 2)))
    p = np.cumprod(mu)
    m = (1 - beta1) * weighted(h, beta1)
    ahead = mu[t] * m / (1 - p[t]) + (1 - mu[t - 1]) * g / (1 - p[t - 1])
    return w - lr * ahead / (np.sqrt(mean([x ** 2 for x in h], beta2)) + eps), h
