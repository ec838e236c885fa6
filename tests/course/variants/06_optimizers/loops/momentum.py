import numpy as np


def elements(array):
    return np.asarray(array, dtype=float).ravel().tolist()


def shaped_like(values, w):
    return np.array(values, dtype=float).reshape(np.shape(w))


def sgd_step(w, g, state, *, lr=0.001, weight_decay=0.0):
    new = []
    for wi, gi in zip(elements(w), elements(g)):
        new.append(wi - lr * (gi + weight_decay * wi))
    return shaped_like(new, w), None


def momentum_step(w, g, state, *, lr=0.001, momentum=0.9):
    if state is None:
        state = [0.0] * np.size(w)
    velocity, new = [], []
    for wi, gi, vi in zip(elements(w), elements(g), state):
        vi = momentum * vi + gi
        velocity.append(vi)
        new.append(wi - lr * vi)
    return shaped_like(new, w), velocity


def nesterov_step(w, g, state, *, lr=0.001, momentum=0.9):
    if state is None:
        state = [0.0] * np.size(w)
    velocity, new = [], []
    for wi, gi, vi in zip(elements(w), elements(g), state):
        vi = momentum * vi + gi
        velocity.append(vi)
        new.append(wi - lr * (gi + momentum * vi))
    return shaped_like(new, w), velocity
