"""The linear classifier: a score for each class, and the class with the highest score.

The conventions of neighbours.py hold. Its parameters are `w` (D, C), one column a class, and `b`
(C,).
"""

from __future__ import annotations

import numpy as np


def linear_scores(x: np.ndarray, w: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return each sample's score for each class: ``x @ w + b``.

    Args:
        x: samples, float64, float32 or integers (N, D).
        w: weights, float64 or float32 (D, C).
        b: biases, float64 or float32 (C,).

    Returns:
        scores, float64 (N, C).
    """
    ### BEGIN SOLUTION
    return x @ w + b
    ### END SOLUTION


def predict(x: np.ndarray, w: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return the class with the highest score; of equal scores, the smallest class.

    Args:
        x: samples, float64, float32 or integers (N, D).
        w: weights, float64 or float32 (D, C).
        b: biases, float64 or float32 (C,).

    Returns:
        labels, integers 0 to C - 1 (N,).
    """
    ### BEGIN SOLUTION
    return linear_scores(x, w, b).argmax(axis=1)
    ### END SOLUTION


def accuracy(predicted: np.ndarray, y: np.ndarray) -> float:
    """Return the share of samples whose label was predicted rightly.

    Args:
        predicted: predicted labels, integers (N,).
        y: right labels, integers (N,).

    Returns:
        share, a float, 0 to 1.
    """
    ### BEGIN SOLUTION
    return float(np.mean(predicted == y))
    ### END SOLUTION
