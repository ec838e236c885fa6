import functools

import numpy as np
from adaptive import _average
from momentum import make_step


def _adam(g, w, memory, t, *, lr, beta1, beta2, eps, weight_decay=0.0, decoupled=0.0):
    g = g + weight_decay * w
    m, v = _average(memory["m"], g, beta1), _average(memory["v"], g**2, beta2)
    root = np.sqrt(v) / np.sqrt(1 - beta2**t) + eps
    return m / root / (1 - beta1**t) + decoupled * w, {"m": m, "v": v}


def _adamw(g, w, memory, t, *, weight_decay, **options):
    return _adam(g, w, memory, t, decoupled=weight_decay, **options)


def _adamax(g, w, memory, t, *, lr, beta1, beta2, eps):
    m = _average(memory["m"], g, beta1)
    u = functools.reduce(np.maximum, [beta2 * memory["u"], g + eps, eps - g])
    return m / u / (1 - beta1**t), {"m": m, "u": u}


def _nadam(g, w, memory, t, *, lr, beta1, beta2, eps, momentum_decay):
    mu, mu_next = (beta1 * (1 - 0.5 * 0.96 ** (k * momentum_decay)) for k in (t, t + 1))
    left = (1 - memory["q"]) * mu  # q is 1 - p, which starts at 0 like everything else
    m, v = _average(memory["m"], g, beta1), _average(memory["v"], g**2, beta2)
    look = mu_next / (1 - left * mu_next) * m + (1 - mu) / (1 - left) * g
    return look / (np.sqrt(v / (1 - beta2**t)) + eps), {"m": m, "v": v, "q": 1 - left}


adam_step = make_step(_adam, "m", "v", lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0)
adamw_step = make_step(_adamw, "m", "v", lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01)
adamax_step = make_step(_adamax, "m", "u", lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8)
nadam_step = make_step(
    _nadam, "m", "v", "q", lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8, momentum_decay=4e-3
)
