import numpy as np
from momentum import make_step


def _average(old, new, keep):
    return old + (1 - keep) * (new - old)


def _adagrad(g, w, memory, t, *, lr, eps):
    memory["s"] = memory["s"] + g**2
    return g / (memory["s"] ** 0.5 + eps), memory


def _rmsprop(g, w, memory, t, *, lr, alpha, eps):
    memory["s"] = _average(memory["s"], g**2, alpha)
    return g / (memory["s"] ** 0.5 + eps), memory


def _adadelta(g, w, memory, t, *, lr, rho, eps):
    s, u = _average(memory["s"], g**2, rho), memory["u"]
    d = g * np.sqrt(u + eps) / np.sqrt(s + eps)
    return d, {"s": s, "u": _average(u, d**2, rho)}


adagrad_step = make_step(_adagrad, "s", lr=0.01, eps=1e-10)
rmsprop_step = make_step(_rmsprop, "s", lr=0.01, alpha=0.99, eps=1e-8)
adadelta_step = make_step(_adadelta, "s", "u", lr=1.0, rho=0.9, eps=1e-6)
