import numpy as np
from momentum import checked, prepared


def adagrad_step(w, g, state, *, lr=0.01, eps=1e-10):
    checked(lr=lr, eps=eps)
    w, g, state = prepared(w, g, state, ("total",))
    state["total"] += np.square(g)
    w -= lr * np.divide(g, np.sqrt(state["total"]) + eps)
    return w, state


def adadelta_step(w, g, state, *, lr=1.0, rho=0.9, eps=1e-6):
    checked(lr=lr, rho=rho, eps=eps)
    w, g, state = prepared(w, g, state, ("squares", "steps"))
    state["squares"] *= rho
    state["squares"] += (1.0 - rho) * np.square(g)
    step = np.sqrt(state["steps"] + eps)
    step /= np.sqrt(state["squares"] + eps)
    step *= g
    state["steps"] *= rho
    state["steps"] += (1.0 - rho) * np.square(step)
    w -= lr * step
    return w, state


def rmsprop_step(w, g, state, *, lr=0.01, alpha=0.99, eps=1e-8):
    checked(lr=lr, alpha=alpha, eps=eps)
    w, g, state = prepared(w, g, state, ("squares",))
    state["squares"] *= alpha
    state["squares"] += (1.0 - alpha) * np.square(g)
    w -= lr * np.divide(g, np.sqrt(state["squares"]) + eps)
    return w, state
