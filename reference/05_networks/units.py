"""Single units, and what a few of them can do together.

Conventions of this assignment, for every function in it:

- Shapes: x is (N, D), one row a sample; w is (D, M), b is (M,), and a layer computes ``x @ w + b``.
- Results are float64, also where an input holds integers.
- No argument is ever modified, and nothing is remembered between calls.
- What is random is drawn from the generator `rng` that is passed in, and from nothing else.
"""

from __future__ import annotations

import numpy as np


def threshold_unit(x: np.ndarray, w: np.ndarray, b: float) -> np.ndarray:
    """Fire or not: ``out[n] = 1 where sum_d x[n, d] * w[d] + b > 0, else 0``, so 0 at exactly 0.

    Args:
        x: inputs, float64 or integers (N, D).
        w: weights (D,).
        b: the bias, one number; -b is the threshold that the weighted sum has to exceed.

    Returns:
        out (N,), float64, of zeros and ones.

    Source: McCulloch and Pitts, A logical calculus of the ideas immanent in nervous activity
    (1943).
    """
    ### BEGIN SOLUTION
    return (x @ w + b > 0).astype(np.float64)
    ### END SOLUTION


def and_weights() -> tuple[np.ndarray, float]:
    """Return weights with which one threshold unit computes AND of two inputs that are 0 or 1.

    Returns:
        w (2,) and b, a number. Any that are right will do.
    """
    ### BEGIN SOLUTION
    return np.ones(2), -1.5
    ### END SOLUTION


def or_weights() -> tuple[np.ndarray, float]:
    """Return weights with which one threshold unit computes OR of two inputs that are 0 or 1.

    Returns:
        w (2,) and b, a number. Any that are right will do.
    """
    ### BEGIN SOLUTION
    return np.ones(2), -0.5
    ### END SOLUTION


def xor_weights() -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
    """Return weights with which two layers of threshold units compute XOR of two inputs.

    The hidden layer has two units: ``h = 1 where x @ w1 + b1 > 0, else 0``, whose unit j has column
    j of w1. The output is one unit upon them: ``1 where h @ w2 + b2 > 0, else 0``.

    Returns:
        w1 (2, 2), b1 (2,), w2 (2,) and b2, a number. Any that are right will do.

    Source: Goodfellow, Bengio and Courville, Deep Learning (2016), section 6.1.
    """
    ### BEGIN SOLUTION
    (w_or, b_or), (w_and, b_and) = or_weights(), and_weights()
    w1, b1 = np.column_stack([w_or, w_and]), np.array([b_or, b_and])
    return w1, b1, np.array([1.0, -1.0]), -0.5  # OR, but not AND
    ### END SOLUTION


def relu_bump(x: np.ndarray, left: float, right: float, height: float) -> np.ndarray:
    """Build a triangle from three ReLUs.

    y is 0 up to `left`, rises in a straight line to `height` at the middle of `left` and `right`,
    falls in a straight line to 0 at `right`, and stays there. Each ReLU bends the line once.

    Args:
        x: inputs of any shape, float64 or integers.
        left: where the triangle begins.
        right: where it ends; larger than left.
        height: of its corner, of either sign.

    Returns:
        y, float64 in the shape of x.
    """
    ### BEGIN SOLUTION
    middle = (left + right) / 2
    slope = height / (middle - left)
    rise = np.maximum(x - left, 0.0)
    turn = np.maximum(x - middle, 0.0)
    stop = np.maximum(x - right, 0.0)
    return slope * (rise - 2 * turn + stop)
    ### END SOLUTION


def dead_units(h: np.ndarray) -> np.ndarray:
    """Find the hidden units that fire for no sample of a batch.

    A unit fires for a sample where its output is positive.

    Args:
        h: outputs of a hidden layer of ReLUs, not negative, float64 or integers (N, H).

    Returns:
        mask (H,), of booleans: True where a unit is dead.
    """
    ### BEGIN SOLUTION
    return ~np.any(h, axis=0)  # what is not 0 is positive
    ### END SOLUTION
