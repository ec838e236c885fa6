from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np


@dataclass(frozen=True)
class Leaf:
    label: int

    def __call__(self, sample):
        return self.label


@dataclass(frozen=True)
class Cut:
    feature: int
    threshold: float
    left: Leaf | Cut
    right: Leaf | Cut

    def __call__(self, sample):
        return (self.right if sample[self.feature] > self.threshold else self.left)(sample)


def histogram(y):
    return [int(c) for c in np.bincount(y) if c]


def exact_gini(y):
    n = len(y)
    return 1 - sum(Fraction(c, n) ** 2 for c in histogram(y))


def gini(y):
    return float(exact_gini(y))


def entropy(y):
    shares = np.array(histogram(y)) / len(y)
    return float(np.log(1 / shares) @ shares)


def best_split(x, y, criterion="gini"):
    measure = exact_gini if criterion == "gini" else entropy
    best = None
    for feature in reversed(range(x.shape[1])):
        values = np.unique(x[:, feature].astype(float)).tolist()
        for low, high in zip(values[-2::-1], values[:0:-1]):
            threshold = (low + high) / 2
            left = x[:, feature] < threshold
            parts = y[left], y[~left]
            total = sum(len(part) * measure(part) for part in parts)
            # from the last split to the first, so that the first of equals stays
            if best is None or total <= best[0]:
                best = total, feature, threshold
    if best is None:
        return -1, float("nan"), float("inf")
    return best[1], best[2], float(best[0]) / len(y)


def fit_tree(x, y, max_depth, criterion="gini"):
    label = int(np.argmax(np.bincount(y)))
    if max_depth < 1 or (y == y[0]).all() or (x == x[0]).all():
        return Leaf(label)
    feature, threshold, _ = best_split(x, y, criterion)
    left = x[:, feature] <= threshold
    return Cut(
        feature,
        threshold,
        fit_tree(x[left], y[left], max_depth - 1, criterion),
        fit_tree(x[~left], y[~left], max_depth - 1, criterion),
    )


def predict_tree(tree, x):
    return np.array(list(map(tree, x)))
