"""Nearest neighbours: a classifier without parameters, whose training is to remember everything.

Conventions of this assignment, for every function in it:

- Samples are rows: `x` is (N, D), one row a sample and one column a feature. Labels `y` are (N,),
  whole numbers from 0.
- Samples may be float64, float32 or integers, also the unsigned bytes that images are made of, in
  which 3 - 5 is 254. Results are float64, and labels are integers.
- No argument is ever modified, and nothing is remembered between calls.
"""

from __future__ import annotations

import numpy as np


def pairwise_distances(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return the Euclidean distance of every row of `a` to every row of `b`.

    ``distances[i, j] = sqrt(sum_d (a[i, d] - b[j, d])**2)``. A row's distance to itself is 0, up to
    rounding, and never NaN.

    Args:
        a: points, float64, float32 or integers (Na, D).
        b: points, float64, float32 or integers (Nb, D).

    Returns:
        distances, float64 (Na, Nb).
    """
    raise NotImplementedError("pairwise_distances")


def knn_predict(x_train: np.ndarray, y_train: np.ndarray, x: np.ndarray, k: int) -> np.ndarray:
    """Return the label that is most frequent among the `k` nearest training samples.

    Labels that are equally frequent: the smallest wins. Which of two equally distant samples is the
    nearer one is left open.

    Args:
        x_train: training samples, float64, float32 or integers (N, D).
        y_train: their labels, integers from 0, not necessarily all of them (N,).
        x: samples to classify, as x_train (M, D).
        k: how many neighbours vote, 1 to N.

    Returns:
        labels, integers (M,).

    Source: Goodfellow, Bengio and Courville, Deep Learning (2016), section 5.7.3.
    """
    raise NotImplementedError("knn_predict")
