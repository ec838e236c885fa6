import math

import numpy as np
from momentum import checked, prepared


def averaged(state, g, beta1, beta2):
    state["t"] += 1
    state["m"] *= beta1
    state["m"] += (1.0 - beta1) * g
    state["v"] *= beta2
    state["v"] += (1.0 - beta2) * np.square(g)


def adams_change(state, lr, beta1, beta2, eps):
    """As in the paper's last remark: both corrections in the rate, and eps scaled to match."""
    correction1 = 1.0 - beta1 ** state["t"]
    correction2 = math.sqrt(1.0 - beta2 ** state["t"])
    return lr * correction2 / correction1 * state["m"] / (np.sqrt(state["v"]) + eps * correction2)


def adam_step(w, g, state, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    checked(lr=lr, beta1=beta1, beta2=beta2, eps=eps, weight_decay=weight_decay)
    w, g, state = prepared(w, g, state, ("m", "v"))
    if weight_decay != 0.0:
        g += weight_decay * w
    averaged(state, g, beta1, beta2)
    w -= adams_change(state, lr, beta1, beta2, eps)
    return w, state


def adamw_step(w, g, state, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    checked(lr=lr, beta1=beta1, beta2=beta2, eps=eps, weight_decay=weight_decay)
    w, g, state = prepared(w, g, state, ("m", "v"))
    averaged(state, g, beta1, beta2)
    w *= 1.0 - lr * weight_decay
    w -= adams_change(state, lr, beta1, beta2, eps)
    return w, state


def adamax_step(w, g, state, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    checked(lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    w, g, state = prepared(w, g, state, ("m", "u"))
    state["t"] += 1
    state["m"] += (1.0 - beta1) * (g - state["m"])
    state["u"] = np.fmax(state["u"] * beta2, np.fabs(g) + eps)
    w -= lr * state["m"] / (state["u"] * (1.0 - beta1 ** state["t"]))
    return w, state


def nadam_step(w, g, state, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8, momentum_decay=4e-3):
    checked(lr=lr, beta1=beta1, beta2=beta2, eps=eps, momentum_decay=momentum_decay)
    w, g, state = prepared(w, g, state, ("m", "v"))
    averaged(state, g, beta1, beta2)

    def momentum(t):
        return beta1 * (1.0 - 0.5 * math.pow(0.96, t * momentum_decay))

    now, then = momentum(state["t"]), momentum(state["t"] + 1)
    state["log_product"] = state.get("log_product", 0.0) + math.log(now)
    product = math.exp(state["log_product"])
    root = np.sqrt(state["v"] / (1.0 - beta2 ** state["t"])) + eps
    w -= lr * (1.0 - now) / (1.0 - product) * g / root
    w -= lr * then / (1.0 - product * then) * state["m"] / root
    return w, state
