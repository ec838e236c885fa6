"""Surfaces to descend: a famous valley, and what second derivatives say about a place.

The conventions of descent.py hold: results are float64 (or a float) whatever goes in, no argument
is ever modified, and nothing is remembered between calls.
"""

from __future__ import annotations

import numpy as np


def rosenbrock(x: np.ndarray) -> float:
    """Return Rosenbrock's function: ``sum_i 100 * (x[i+1] - x[i]**2)**2 + (1 - x[i])**2``.

    The sum runs over all neighbours, i = 0 to n - 2. It is 0 at (1, ..., 1) and positive elsewhere:
    a long, curved valley with steep walls and a floor that hardly falls.

    Args:
        x: a point, float64, float32 or integers (n,), n at least 2.

    Returns:
        value, a float.

    Source: Rosenbrock, An automatic method for finding the greatest or least value of a function
    (1960), section 3, for n = 2; the sum over neighbours is SciPy's.
    """
    ### BEGIN SOLUTION
    floats = x.astype(np.float64)  # integers of 8 bits would wrap around
    here, there = floats[:-1], floats[1:]
    return float(np.sum(100.0 * (there - here**2) ** 2 + (1.0 - here) ** 2))
    ### END SOLUTION


def rosenbrock_gradient(x: np.ndarray) -> np.ndarray:
    """Return the gradient of `rosenbrock`.

    All but the first and the last x[i] occur in two terms of the sum: as the x[i] of one, and as
    the x[i+1] of the one before. Both contribute, and contributions add.

    Args:
        x: a point, float64, float32 or integers (n,), n at least 2.

    Returns:
        gradient, float64 (n,).
    """
    ### BEGIN SOLUTION
    floats = x.astype(np.float64)  # integers of 8 bits would wrap around
    here, there = floats[:-1], floats[1:]
    by_there = 200.0 * (there - here**2)
    by_here = -2.0 * here * by_there - 2.0 * (1.0 - here)
    gradient: np.ndarray = np.append(by_here, 0.0) + np.append(0.0, by_there)
    return gradient
    ### END SOLUTION


def max_stable_lr(hessian: np.ndarray) -> float:
    """Return ``2 / lambda_max``: above this rate gradient descent on a quadratic diverges.

    Along an eigenvector of the Hessian with eigenvalue lambda, one step multiplies the distance to
    the minimum by ``1 - lr * lambda``. The largest eigenvalue is the first for which that leaves
    the interval -1 to 1.

    Args:
        hessian: second derivatives, symmetric, float64, float32 or integers (n, n), n at least 1,
            without negative eigenvalues and not all 0.

    Returns:
        lr, a float.

    Source: Goodfellow, Bengio and Courville, Deep Learning (2016), section 4.3.1.
    """
    ### BEGIN SOLUTION
    return float(2.0 / np.linalg.eigvalsh(hessian).max())
    ### END SOLUTION


def classify_critical_point(hessian: np.ndarray) -> str:
    """Say what kind of place it is, where the gradient is zero and this is the Hessian.

    By the signs of its eigenvalues: "minimum" if all are positive, "maximum" if all are negative,
    "saddle" if some are positive and some negative (others may be zero). If there is none of one
    sign, and a zero, second derivatives do not decide: "degenerate".

    An eigenvalue counts as zero if its size is at most 1e-9 times that of the largest in size:
    rounding seldom leaves an exact 0, and a surface measured in other units is still the same.

    Args:
        hessian: second derivatives, symmetric, float64, float32 or integers (n, n), n at least 1.

    Returns:
        kind, a string: "minimum", "maximum", "saddle" or "degenerate".

    Source: Goodfellow, Bengio and Courville, Deep Learning (2016), section 4.3.1.
    """
    ### BEGIN SOLUTION
    eigenvalues = np.linalg.eigvalsh(hessian)  # in ascending order
    lowest, highest = eigenvalues[0], eigenvalues[-1]
    zero = 1e-9 * max(-lowest, highest)
    if lowest > zero:
        kind = "minimum"
    elif highest < -zero:
        kind = "maximum"
    elif lowest < -zero and highest > zero:
        kind = "saddle"
    else:
        kind = "degenerate"
    return kind
    ### END SOLUTION
