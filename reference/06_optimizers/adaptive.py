"""A rate for every parameter: steps divided by the size of the gradients seen so far.

The conventions are those of momentum.py: ``NAME_step(w, g, state, *, lr, ...)`` returns `(w_new,
state)`, the state is None at first and then your own, and no argument is ever modified.

All arithmetic is element by element. Mind in each formula whether eps stands inside the square root
or outside of it.
"""

from __future__ import annotations

from typing import Any

import numpy as np


def adagrad_step(
    w: np.ndarray, g: np.ndarray, state: Any, *, lr: float = 0.01, eps: float = 1e-10
) -> tuple[np.ndarray, Any]:
    """Divide by the root of the sum of all squared gradients so far.

    With s = 0 before the first step::

        s = s + g**2
        w_new = w - lr * g / (sqrt(s) + eps)

    Args:
        w: parameters of any shape, float64, float32 or integers.
        g: gradient of the loss with respect to w, in the same shape.
        state: None at the first step, then what the last one returned.
        lr: the rate.
        eps: keeps the quotient finite; outside the square root.

    Returns:
        w_new, float64 in the shape of w, and the new state.

    Source: torch.optim.Adagrad; Duchi, Hazan and Singer, Adaptive subgradient methods for online
    learning and stochastic optimization (2011).
    """
    ### BEGIN SOLUTION
    if state is None:
        state = {"s": np.zeros_like(w)}
    s = state["s"] + g**2
    return w - lr * g / (np.sqrt(s) + eps), {"s": s}
    ### END SOLUTION


def adadelta_step(
    w: np.ndarray,
    g: np.ndarray,
    state: Any,
    *,
    lr: float = 1.0,
    rho: float = 0.9,
    eps: float = 1e-6,
) -> tuple[np.ndarray, Any]:
    """Take the size of the step from the sizes of earlier steps.

    With s = u = 0 before the first step::

        s = rho * s + (1 - rho) * g**2
        d = sqrt(u + eps) / sqrt(s + eps) * g
        u = rho * u + (1 - rho) * d**2
        w_new = w - lr * d

    s averages squared gradients and u squared steps; d uses the new s and the old u. Here, and here
    alone, eps is inside the square roots: it is what gets the first step going.

    Args:
        w: parameters of any shape, float64, float32 or integers.
        g: gradient of the loss with respect to w, in the same shape.
        state: None at the first step, then what the last one returned.
        lr: a factor for the whole step, which the averages do not see; 1 is Adadelta as published.
        rho: what is left of an average after one step, 0 to 1.
        eps: inside the square roots.

    Returns:
        w_new, float64 in the shape of w, and the new state.

    Source: torch.optim.Adadelta; Zeiler, ADADELTA: an adaptive learning rate method (2012).
    """
    ### BEGIN SOLUTION
    if state is None:
        state = {"s": np.zeros_like(w), "u": np.zeros_like(w)}
    s = rho * state["s"] + (1 - rho) * g**2
    d = np.sqrt(state["u"] + eps) / np.sqrt(s + eps) * g
    u = rho * state["u"] + (1 - rho) * d**2
    return w - lr * d, {"s": s, "u": u}
    ### END SOLUTION


def rmsprop_step(
    w: np.ndarray,
    g: np.ndarray,
    state: Any,
    *,
    lr: float = 0.01,
    alpha: float = 0.99,
    eps: float = 1e-8,
) -> tuple[np.ndarray, Any]:
    """Divide by the root of a moving average of squared gradients.

    With s = 0 before the first step::

        s = alpha * s + (1 - alpha) * g**2
        w_new = w - lr * g / (sqrt(s) + eps)

    Args:
        w: parameters of any shape, float64, float32 or integers.
        g: gradient of the loss with respect to w, in the same shape.
        state: None at the first step, then what the last one returned.
        lr: the rate.
        alpha: what is left of the average after one step, 0 to 1.
        eps: keeps the quotient finite; outside the square root.

    Returns:
        w_new, float64 in the shape of w, and the new state.

    Source: torch.optim.RMSprop; Tieleman and Hinton, Neural networks for machine learning, lecture
    6.5 (2012), with alpha = 0.9.
    """
    ### BEGIN SOLUTION
    if state is None:
        state = {"s": np.zeros_like(w)}
    s = alpha * state["s"] + (1 - alpha) * g**2
    return w - lr * g / (np.sqrt(s) + eps), {"s": s}
    ### END SOLUTION
