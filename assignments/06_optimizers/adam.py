"""Adam and its relatives: momentum and a rate for every parameter, together.

The conventions are those of momentum.py: ``NAME_step(w, g, state, *, lr, ...)`` returns `(w_new,
state)`, the state is None at first and then your own, and no argument is ever modified.

t counts the steps of this array of parameters, and is 1 in the first. It belongs into the state.
"""

from __future__ import annotations

from typing import Any

import numpy as np


def adam_step(
    w: np.ndarray,
    g: np.ndarray,
    state: Any,
    *,
    lr: float = 1e-3,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
    weight_decay: float = 0.0,
) -> tuple[np.ndarray, Any]:
    """Divide a moving average of gradients by the root of one of their squares.

    With m = v = 0 before the first step::

        d = g + weight_decay * w
        m = beta1 * m + (1 - beta1) * d
        v = beta2 * v + (1 - beta2) * d**2
        m_hat = m / (1 - beta1**t)
        v_hat = v / (1 - beta2**t)
        w_new = w - lr * m_hat / (sqrt(v_hat) + eps)

    m and v, not m_hat and v_hat, are what the next step goes on with.

    Args:
        w: parameters of any shape, float64, float32 or integers.
        g: gradient of the loss with respect to w, in the same shape.
        state: None at the first step, then what the last one returned.
        lr: the rate.
        beta1: what is left of the average of gradients after one step, 0 to 1.
        beta2: what is left of the average of squares after one step, 0 to 1.
        eps: keeps the quotient finite; outside the square root.
        weight_decay: L2: joins the gradient, before the averages.

    Returns:
        w_new, float64 in the shape of w, and the new state.

    Source: torch.optim.Adam; Kingma and Ba, Adam: a method for stochastic optimization (2015).
    """
    raise NotImplementedError("adam_step")


def adamw_step(
    w: np.ndarray,
    g: np.ndarray,
    state: Any,
    *,
    lr: float = 1e-3,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
    weight_decay: float = 0.01,
) -> tuple[np.ndarray, Any]:
    """Make Adam's step without weight decay, and shrink w beside it.

    In symbols::

        m, v, m_hat, v_hat as in Adam, from g alone
        w_new = (1 - lr * weight_decay) * w - lr * m_hat / (sqrt(v_hat) + eps)

    The decay is decoupled from the averages: w shrinks by the same share whatever its gradients
    were, and also where they are 0.

    Args:
        w: parameters of any shape, float64, float32 or integers.
        g: gradient of the loss with respect to w, in the same shape.
        state: None at the first step, then what the last one returned.
        lr: the rate, of the step and of the decay.
        beta1: what is left of the average of gradients after one step, 0 to 1.
        beta2: what is left of the average of squares after one step, 0 to 1.
        eps: keeps the quotient finite; outside the square root.
        weight_decay: the share of w that a step with lr = 1 would take away.

    Returns:
        w_new, float64 in the shape of w, and the new state.

    Source: torch.optim.AdamW; Loshchilov and Hutter, Decoupled weight decay regularization (2019).
    """
    raise NotImplementedError("adamw_step")


def adamax_step(
    w: np.ndarray,
    g: np.ndarray,
    state: Any,
    *,
    lr: float = 2e-3,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
) -> tuple[np.ndarray, Any]:
    """Divide by the largest gradient of late, an infinity norm, where Adam has a root.

    With m = u = 0 before the first step::

        m = beta1 * m + (1 - beta1) * g
        u = maximum(beta2 * u, abs(g) + eps)
        w_new = w - lr / (1 - beta1**t) * m / u

    u is a maximum and no average: it has no factor 1 - beta2, and no bias to correct.

    Args:
        w: parameters of any shape, float64, float32 or integers.
        g: gradient of the loss with respect to w, in the same shape.
        state: None at the first step, then what the last one returned.
        lr: the rate.
        beta1: what is left of the average of gradients after one step, 0 to 1.
        beta2: what is left of the largest gradient after one step, 0 to 1.
        eps: keeps the quotient finite; added to abs(g), inside the maximum.

    Returns:
        w_new, float64 in the shape of w, and the new state.

    Source: torch.optim.Adamax; Kingma and Ba, Adam: a method for stochastic optimization (2015),
    section 7.1.
    """
    raise NotImplementedError("adamax_step")


def nadam_step(
    w: np.ndarray,
    g: np.ndarray,
    state: Any,
    *,
    lr: float = 2e-3,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
    momentum_decay: float = 4e-3,
) -> tuple[np.ndarray, Any]:
    """Make Adam's step with Nesterov's look ahead, and a momentum that warms up.

    With m = v = 0 before the first step::

        mu(t) = beta1 * (1 - 0.5 * 0.96**(t * momentum_decay))
        p = mu(1) * mu(2) * ... * mu(t)

        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        m_hat = mu(t + 1) * m / (1 - p * mu(t + 1)) + (1 - mu(t)) * g / (1 - p)
        v_hat = v / (1 - beta2**t)
        w_new = w - lr * m_hat / (sqrt(v_hat) + eps)

    mu(t) begins near beta1 / 2 and tends to beta1; p takes the place of Adam's beta1**t. m itself
    is averaged with beta1.

    Args:
        w: parameters of any shape, float64, float32 or integers.
        g: gradient of the loss with respect to w, in the same shape.
        state: None at the first step, then what the last one returned.
        lr: the rate.
        beta1: what is left of the average of gradients after one step, 0 to 1.
        beta2: what is left of the average of squares after one step, 0 to 1.
        eps: keeps the quotient finite; outside the square root.
        momentum_decay: how fast mu(t) tends to beta1; 0 leaves it at beta1 / 2.

    Returns:
        w_new, float64 in the shape of w, and the new state.

    Source: torch.optim.NAdam; Dozat, Incorporating Nesterov momentum into Adam (2016).
    """
    raise NotImplementedError("nadam_step")
