"""Regularization: penalties on large weights, to be added to a loss.

The conventions of neighbours.py hold. A penalty returns `(loss, gradient)` as a loss does, but it
is no mean: it does not know about samples. It is asked of weights only, never of biases.
"""

from __future__ import annotations

import numpy as np


def l1_penalty(w: np.ndarray, lam: float) -> tuple[float, np.ndarray]:
    """Return ``lam * sum(abs(w))`` and its subgradient ``lam * sign(w)``, with ``sign(0) = 0``.

    Args:
        w: weights of any shape, float64.
        lam: the strength, 0 or more.

    Returns:
        loss, a float, and dw, float64 in the shape of w.

    Source: Goodfellow, Bengio and Courville, Deep Learning (2016), section 7.1.2.
    """
    raise NotImplementedError("l1_penalty")


def l2_penalty(w: np.ndarray, lam: float) -> tuple[float, np.ndarray]:
    """Return ``0.5 * lam * sum(w**2)`` and its gradient ``lam * w``.

    Args:
        w: weights of any shape, float64.
        lam: the strength, 0 or more.

    Returns:
        loss, a float, and dw, float64 in the shape of w.

    Source: Goodfellow, Bengio and Courville, Deep Learning (2016), section 7.1.1.
    """
    raise NotImplementedError("l2_penalty")
