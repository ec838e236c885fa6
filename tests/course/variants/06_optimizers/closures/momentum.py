"""Every step is made by one factory from a rule."""

import numpy as np


def make_step(rule, *names, **defaults):
    """rule(g, w, memory, **options) -> (change, memory); memory starts as zeros."""

    def step(w, g, state, **given):
        unknown = set(given) - set(defaults)
        if unknown:
            raise TypeError(f"unexpected options {unknown}")
        options = {**defaults, **given}
        w, g = np.asarray(w), np.asarray(g)
        t, memory = state or (0, {name: np.zeros(w.shape) for name in names})
        change, memory = rule(g, w, dict(memory), t + 1, **options)
        return w - options["lr"] * change, (t + 1, memory)

    return step


def _sgd(g, w, memory, t, *, lr, weight_decay):
    return g + weight_decay * w, memory


def _momentum(g, w, memory, t, *, lr, momentum):
    memory["v"] = momentum * memory["v"] + g
    return memory["v"], memory


def _nesterov(g, w, memory, t, *, lr, momentum):
    v, memory = _momentum(g, w, memory, t, lr=lr, momentum=momentum)
    return g + momentum * v, memory


sgd_step = make_step(_sgd, lr=1e-3, weight_decay=0.0)
momentum_step = make_step(_momentum, "v", lr=1e-3, momentum=0.9)
nesterov_step = make_step(_nesterov, "v", lr=1e-3, momentum=0.9)
