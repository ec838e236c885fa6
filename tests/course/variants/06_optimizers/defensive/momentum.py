"""Careful work: everything is checked, copied, and worked on in place only where it is our own."""

import copy
import numbers

import numpy as np


def prepared(w, g, state, names):
    w = np.array(w, dtype=np.float64, copy=True)
    g = np.array(g, dtype=np.float64, copy=True)
    if w.shape != g.shape:
        raise ValueError(f"w has shape {w.shape}, its gradient {g.shape}")
    if state is None:
        state = {"t": 0, **{name: np.zeros_like(w) for name in names}}
    elif not isinstance(state, dict) or not set(names) <= set(state):
        raise TypeError("the state is not one of mine")
    return w, g, copy.deepcopy(state)


def checked(**options):
    for name, value in options.items():
        if not isinstance(value, numbers.Real) or value < 0:
            raise ValueError(f"{name} should be a number, 0 or more: got {value!r}")


def sgd_step(w, g, state, *, lr=1e-3, weight_decay=0.0):
    checked(lr=lr, weight_decay=weight_decay)
    w, g, state = prepared(w, g, state, ())
    if weight_decay:
        g += weight_decay * w
    w -= lr * g
    return w, state


def momentum_step(w, g, state, *, lr=1e-3, momentum=0.9):
    checked(lr=lr, momentum=momentum)
    w, g, state = prepared(w, g, state, ("velocity",))
    velocity = state["velocity"]
    velocity *= momentum
    velocity += g
    w -= lr * velocity
    return w, state


def nesterov_step(w, g, state, *, lr=1e-3, momentum=0.9):
    checked(lr=lr, momentum=momentum)
    w, g, state = prepared(w, g, state, ("velocity",))
    velocity = state["velocity"]
    velocity *= momentum
    velocity += g
    w -= lr * g
    w -= lr * momentum * velocity
    return w, state
