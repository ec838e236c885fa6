# The state is simply the list of all gradients so far; everything is recomputed from it.
import numpy as np

def remember(state, g):
    return (state or []) + [np.array(g, dtype=float)]

def weighted(history, beta):
    return sum(beta ** k * g for k, g in enumerate(reversed(history)))

def sgd_step(w, g, state, *, lr=1e-3, weight_decay=0):
    return w - lr * g - lr * weight_decay * w, remember(state, g)

def momentum_step(w, g, state, *, lr=1e-3, momentum=.9):
    h = remember(state, g)
    return w - lr * weighted(h, momentum), h

def nesterov_step(w, g, state, *, lr=1e-3, momentum=.9):
    h = remember(state, g)
    return w - lr * g - lr * momentum * weighted(h, momentum), h
