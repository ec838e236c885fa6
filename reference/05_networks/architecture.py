"""What can be said about a network before it has seen any data: its size, and what depth needs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np


def count_parameters(sizes: Sequence[int]) -> int:
    """Count the weights and biases of a fully connected network.

    Args:
        sizes: the widths of its layers from the input to the output: ``[784, 100, 10]`` has 784
            inputs, one hidden layer of 100 units, and 10 outputs. At least one width.

    Returns:
        How many numbers are learned, an int: every layer has weights and biases.
    """
    ### BEGIN SOLUTION
    return sum((n_in + 1) * n_out for n_in, n_out in pairwise(sizes))
    ### END SOLUTION


def collapse_linear(
    w1: np.ndarray, b1: np.ndarray, w2: np.ndarray, b2: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Replace two linear layers, with no activation between them, by one.

    For every x, ``x @ w + b`` is ``(x @ w1 + b1) @ w2 + b2``.

    Args:
        w1: weights of the first layer, float64 or integers (D, H).
        b1: its biases (H,).
        w2: weights of the second layer (H, M).
        b2: its biases (M,).

    Returns:
        w (D, M) and b (M,).
    """
    ### BEGIN SOLUTION
    return w1 @ w2, b1 @ w2 + b2
    ### END SOLUTION
