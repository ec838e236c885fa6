"""One neuron and the delta rule: how the squared loss reaches the weights, and where it stalls.

The conventions of neighbours.py hold.
"""

from __future__ import annotations

import numpy as np
from losses import squared_loss


def delta_rule(
    x: np.ndarray, t: np.ndarray, w: np.ndarray, b: float, *, activation: str
) -> tuple[float, np.ndarray, float]:
    """Return the squared loss of one neuron, and its gradients by weights and bias.

    The neuron computes ``z = x @ w + b`` and answers ``s = z`` ("linear") or ``s = sigmoid(z)``
    ("sigmoid"). The loss is that of `squared_loss`, ``mean((s - t)**2)``. By the chain rule each
    sample's error passes the neuron's slope on its way back: 1, or ``s * (1 - s)``. Inputs that
    make z as large as +-1000 must give finite, right values.

    Args:
        x: samples, float64 (N, D).
        t: targets, float64 or integers (N,).
        w: weights, float64 (D,).
        b: the bias, a float.
        activation: "linear" or "sigmoid".

    Returns:
        loss, a float; dw, float64 (D,); and db, a float.

    Source: Widrow and Hoff, Adaptive switching circuits (1960).
    """
    ### BEGIN SOLUTION
    z = x @ w + b
    if activation == "sigmoid":
        s = np.exp(-np.logaddexp(0.0, -z))
        slope = s * (1.0 - s)
    else:
        s, slope = z, np.ones(len(z))
    loss, ds = squared_loss(s, t)
    dz = ds * slope
    return loss, x.T @ dz, float(dz.sum())
    ### END SOLUTION
