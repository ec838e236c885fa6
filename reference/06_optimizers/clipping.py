"""Clipping: gradients that are too large are cut down before the step.

Both functions take the gradients of all parameters together, a list of arrays of any shapes, and
return a new list of as many arrays, float64 in the same shapes and order, and the norm before
clipping: ``norm = sqrt(sum of the squares of all elements of all arrays)``, one float. That norm is
worth keeping a record of. No argument is ever modified.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

### BEGIN SOLUTION


def _global_norm(grads: Sequence[np.ndarray]) -> float:
    """The length of all gradients, laid end to end as one vector."""
    return float(np.linalg.norm([np.linalg.norm(g) for g in grads]))


### END SOLUTION


def clip_by_value(grads: Sequence[np.ndarray], c: float) -> tuple[list[np.ndarray], float]:
    """Limit every element to the interval from -c to c, each by itself.

    Args:
        grads: gradients, a list of arrays of any shapes, float64, float32 or integers.
        c: the largest size that an element may have, above 0.

    Returns:
        grads, a list of arrays in the same shapes, and norm, a float: the norm of all gradients
        together before clipping.

    Source: torch.nn.utils.clip_grad_value_.
    """
    ### BEGIN SOLUTION
    return [np.clip(g, -c, c) for g in grads], _global_norm(grads)
    ### END SOLUTION


def clip_by_global_norm(grads: Sequence[np.ndarray], c: float) -> tuple[list[np.ndarray], float]:
    """Scale all gradients by one factor, so that their norm together is at most c.

    The factor is::

        factor = min(1, c / (norm + 1e-6))

    All arrays share the one factor, so the direction of the step stays what it was. Gradients whose
    norm is below c are left as they are.

    Args:
        grads: gradients, a list of arrays of any shapes, float64, float32 or integers.
        c: the largest norm that all gradients together may have, above 0.

    Returns:
        grads, a list of arrays in the same shapes, and norm, a float: the norm of all gradients
        together before clipping.

    Source: torch.nn.utils.clip_grad_norm_; Pascanu, Mikolov and Bengio, On the difficulty of
    training recurrent neural networks (2013).
    """
    ### BEGIN SOLUTION
    norm = _global_norm(grads)
    factor = min(1.0, c / (norm + 1e-6))
    return [factor * g for g in grads], norm
    ### END SOLUTION
