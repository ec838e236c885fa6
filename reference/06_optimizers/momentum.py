"""Gradient descent, and gradient descent that remembers where it was going.

Conventions of this assignment, for every `NAME_step` in momentum.py, adaptive.py and adam.py:

- ``w_new, state = NAME_step(w, g, state, lr=...)`` makes one step with one array of parameters: `w`
  of any shape, its gradient `g` in the same shape. A number will do as well as an array.
- `state` is what the optimizer remembers of this array. It is None at the first step, and after
  that whatever your own function returned as its second result; nothing else will ever read it. A
  plain dict of arrays does well. Every array of parameters has a state of its own.
- No argument is ever modified, the state included: return new ones. Nothing is remembered between
  calls except through the state.
- `lr` may be another one at each step.
- Results are float64, also where w or g holds integers. For float32 float32 will do.
- Formulas and defaults are PyTorch's (torch.optim); but momentum is 0.9, where its SGD has none.
"""

from __future__ import annotations

from typing import Any

import numpy as np


def sgd_step(
    w: np.ndarray, g: np.ndarray, state: Any, *, lr: float = 1e-3, weight_decay: float = 0.0
) -> tuple[np.ndarray, Any]:
    """Step against the gradient; weight decay adds the gradient of an L2 penalty to it.

    In symbols::

        d = g + weight_decay * w
        w_new = w - lr * d

    Args:
        w: parameters of any shape, float64, float32 or integers.
        g: gradient of the loss with respect to w, in the same shape.
        state: None at the first step, then what the last one returned. SGD has nothing to remember:
            return what you like.
        lr: the rate.
        weight_decay: the lambda of the penalty ``0.5 * lambda * sum(w**2)``.

    Returns:
        w_new, float64 in the shape of w, and the new state.

    Source: torch.optim.SGD; Robbins and Monro, A stochastic approximation method (1951).
    """
    ### BEGIN SOLUTION
    d = g + weight_decay * w
    return w - lr * d, {}
    ### END SOLUTION


def momentum_step(
    w: np.ndarray, g: np.ndarray, state: Any, *, lr: float = 1e-3, momentum: float = 0.9
) -> tuple[np.ndarray, Any]:
    """Step along a velocity that gathers gradients and forgets them slowly.

    With v = 0 before the first step::

        v = momentum * v + g
        w_new = w - lr * v

    The rate is no part of the velocity, so another lr changes the whole of the next step.

    Args:
        w: parameters of any shape, float64, float32 or integers.
        g: gradient of the loss with respect to w, in the same shape.
        state: None at the first step, then what the last one returned.
        lr: the rate.
        momentum: what is left of the velocity after one step, 0 to 1.

    Returns:
        w_new, float64 in the shape of w, and the new state.

    Source: torch.optim.SGD(momentum=...); Polyak, Some methods of speeding up the convergence of
    iteration methods (1964).
    """
    ### BEGIN SOLUTION
    if state is None:
        state = {"v": np.zeros_like(w)}
    v = momentum * state["v"] + g
    return w - lr * v, {"v": v}
    ### END SOLUTION


def nesterov_step(
    w: np.ndarray, g: np.ndarray, state: Any, *, lr: float = 1e-3, momentum: float = 0.9
) -> tuple[np.ndarray, Any]:
    """Step along the gradient and the velocity as it will be one step later.

    With v = 0 before the first step::

        v = momentum * v + g
        w_new = w - lr * (g + momentum * v)

    The second line uses the v of the first, the new one.

    Args:
        w: parameters of any shape, float64, float32 or integers.
        g: gradient of the loss with respect to w, in the same shape.
        state: None at the first step, then what the last one returned.
        lr: the rate.
        momentum: what is left of the velocity after one step, 0 to 1.

    Returns:
        w_new, float64 in the shape of w, and the new state.

    Source: torch.optim.SGD(momentum=..., nesterov=True); Sutskever, Martens, Dahl and Hinton, On
    the importance of initialization and momentum in deep learning (2013).
    """
    ### BEGIN SOLUTION
    if state is None:
        state = {"v": np.zeros_like(w)}
    v = momentum * state["v"] + g
    return w - lr * (g + momentum * v), {"v": v}
    ### END SOLUTION
