"""A decision tree: questions of the form "is this feature at most that?", asked one after another.

The conventions of neighbours.py hold. A split sends a sample to the left when its feature is at
most the threshold, ``x[:, feature] <= threshold``, and to the right otherwise. The best split is
the one whose two sides are purest; `gini` and `entropy` say how pure a set of labels is.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np


### BEGIN SOLUTION
def _shares(y: np.ndarray) -> np.ndarray:
    """The share of each label that occurs in `y`; none of them is 0."""
    _, counts = np.unique(y, return_counts=True)
    return counts / len(y)


### END SOLUTION


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
    ### BEGIN SOLUTION
    return float(1.0 - np.sum(_shares(y) ** 2))
    ### END SOLUTION


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
    ### BEGIN SOLUTION
    p = _shares(y)
    return float(np.sum(p * np.log(1.0 / p)))
    ### END SOLUTION


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
    ### BEGIN SOLUTION
    impurity = {"gini": gini, "entropy": entropy}[criterion]
    best = -1, np.nan, np.inf
    for feature in range(x.shape[1]):
        values = np.unique(x[:, feature]).astype(np.float64)  # sorted, each once
        for threshold in (values[:-1] + values[1:]) / 2.0:
            left = x[:, feature] <= threshold
            n_left, n_right = left.sum(), (~left).sum()
            total = n_left * impurity(y[left]) + n_right * impurity(y[~left])
            if total / len(y) < best[2]:
                best = feature, float(threshold), float(total / len(y))
    return best
    ### END SOLUTION


### BEGIN SOLUTION
class Node(NamedTuple):
    """A question and what follows each answer: another node, or a label."""

    feature: int
    threshold: float
    left: Any
    right: Any


### END SOLUTION


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
    ### BEGIN SOLUTION
    leaf = int(np.bincount(y).argmax())
    if max_depth == 0 or gini(y) == 0.0:
        return leaf
    feature, threshold, _ = best_split(x, y, criterion)
    if feature < 0:
        return leaf
    left = x[:, feature] <= threshold
    return Node(
        feature,
        threshold,
        fit_tree(x[left], y[left], max_depth - 1, criterion),
        fit_tree(x[~left], y[~left], max_depth - 1, criterion),
    )
    ### END SOLUTION


def predict_tree(tree: Any, x: np.ndarray) -> np.ndarray:
    """Return the label of the leaf that each sample ends in.

    Args:
        tree: what `fit_tree` returned.
        x: samples, float64, float32 or integers (M, D).

    Returns:
        labels, integers (M,).
    """
    ### BEGIN SOLUTION
    labels = []
    for sample in x:
        node = tree
        while isinstance(node, Node):
            node = node.left if sample[node.feature] <= node.threshold else node.right
        labels.append(node)
    return np.array(labels)
    ### END SOLUTION
