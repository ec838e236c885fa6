from math import sqrt

import numpy as np
from momentum import elements, shaped_like


def adagrad_step(w, g, state, *, lr=0.01, eps=1e-10):
    if state is None:
        state = [0.0] * np.size(w)
    sums, new = [], []
    for wi, gi, si in zip(elements(w), elements(g), state):
        si = si + gi * gi
        sums.append(si)
        new.append(wi - lr * gi / (sqrt(si) + eps))
    return shaped_like(new, w), sums


def adadelta_step(w, g, state, *, lr=1.0, rho=0.9, eps=1e-6):
    if state is None:
        state = [(0.0, 0.0)] * np.size(w)
    both, new = [], []
    for wi, gi, (si, ui) in zip(elements(w), elements(g), state):
        si = rho * si + (1 - rho) * gi * gi
        d = sqrt(ui + eps) / sqrt(si + eps) * gi
        ui = rho * ui + (1 - rho) * d * d
        both.append((si, ui))
        new.append(wi - lr * d)
    return shaped_like(new, w), both


def rmsprop_step(w, g, state, *, lr=0.01, alpha=0.99, eps=1e-8):
    if state is None:
        state = [0.0] * np.size(w)
    averages, new = [], []
    for wi, gi, si in zip(elements(w), elements(g), state):
        si = alpha * si + (1 - alpha) * gi * gi
        averages.append(si)
        new.append(wi - lr * gi / (sqrt(si) + eps))
    return shaped_like(new, w), averages
