"""A decision tree: questions of the form "is this feature at most that?", asked one after another.

The conventions of neighbours.py hold. A split sends a sample to the left when its feature is at
most the threshold, ``x[:, feature] <= threshold``, and to the right otherwise. The best split is
the one whose two sides are purest; `gini` and `entropy` say how pure a set of labels is.
"""

from __future__ import annotations

from typing import Any

import numpy as np


def gini(y: np.ndarray) -> float:
    """Return the Gini impurity of the labels `y`: ``1 - sum_c p[c]**2``.

    p[c] is the share of label c. It is the chance that two samples, drawn with replacement, have
    different labels; 0 when all labels are the same.

    Args:
        y: labels, integers from 0, at least one (N,).

    Returns:
        impurity, a float.

    Source: Hastie, Tibshirani and Friedman, The Elements of Statistical Learning (2009), 9.2.3.
    """
    raise NotImplementedError("gini")


def entropy(y: np.ndarray) -> float:
    """Return the entropy of the labels `y` in nats: ``-sum_c p[c] * ln(p[c])``.

    A label that does not occur contributes nothing (p ln p goes to 0 with p), so the entropy is 0
    when all labels are the same, and ln C when C labels are equally frequent.

    Args:
        y: labels, integers from 0, at least one (N,).

    Returns:
        impurity, a float.

    Source: Hastie, Tibshirani and Friedman, The Elements of Statistical Learning (2009), 9.2.3.
    """
    raise NotImplementedError("entropy")


def best_split(x: np.ndarray, y: np.ndarray, criterion: str = "gini") -> tuple[int, float, float]:
    """Return the split of the samples whose two sides are purest.

    Candidates are, for each feature, the thresholds midway between neighbouring distinct values. A
    split's impurity is that of its two sides, weighted by their sizes:
    ``(n_left * impurity(y_left) + n_right * impurity(y_right)) / n``. The smallest wins; of equally
    good splits the one with the lowest feature, and then the lowest threshold.

    Args:
        x: samples, float64, float32 or integers (N, D).
        y: their labels, integers from 0 (N,).
        criterion: "gini" or "entropy".

    Returns:
        feature, the index of a column; threshold, a float; and impurity, a float. Where no feature
        has two distinct values nothing can be split: -1, NaN and infinity.

    Source: Hastie, Tibshirani and Friedman, The Elements of Statistical Learning (2009), 9.2.
    """
    raise NotImplementedError("best_split")


def fit_tree(x: np.ndarray, y: np.ndarray, max_depth: int, criterion: str = "gini") -> Any:
    """Return a tree that asks at most `max_depth` questions about a sample.

    Samples are split by `best_split`, and the two sides again, until `max_depth` is reached, or all
    labels are the same, or nothing can be split. A split that makes nothing purer is still made: it
    may prepare one that does. A leaf predicts its most frequent label, of equally frequent ones the
    smallest.

    Args:
        x: samples, float64, float32 or integers (N, D).
        y: their labels, integers from 0 (N,).
        max_depth: how many questions may stand between the root and a leaf; 0 is a single leaf.
        criterion: "gini" or "entropy".

    Returns:
        tree, an object of your choice: nothing but your own `predict_tree` ever looks into it.
    """
    raise NotImplementedError("fit_tree")


def predict_tree(tree: Any, x: np.ndarray) -> np.ndarray:
    """Return the label of the leaf that each sample ends in.

    Args:
        tree: what `fit_tree` returned.
        x: samples, float64, float32 or integers (M, D).

    Returns:
        labels, integers (M,).
    """
    raise NotImplementedError("predict_tree")
