from __future__ import annotations

from typing import Optional

import numpy as np

CRITERIA = ("gini", "entropy")


def _check(y: np.ndarray) -> np.ndarray:
    y = np.asarray(y)
    if y.size == 0:
        raise ValueError("an empty set of labels has no impurity")
    return y


def gini(y: np.ndarray) -> float:
    _, counts = np.unique(_check(y), return_counts=True)
    p = counts.astype(np.float64) / counts.sum()
    return max(0.0, float(1.0 - np.dot(p, p)))


def entropy(y: np.ndarray) -> float:
    _, counts = np.unique(_check(y), return_counts=True)
    p = counts.astype(np.float64) / counts.sum()
    return max(0.0, float(-np.dot(p, np.log2(p)) * np.log(2.0)))


def best_split(x: np.ndarray, y: np.ndarray, criterion: str = "gini") -> tuple[int, float, float]:
    if criterion not in CRITERIA:
        raise ValueError(f"unknown criterion {criterion!r}")
    function = gini if criterion == "gini" else entropy
    x = np.array(x, dtype=np.float64)
    n_samples, n_features = x.shape
    best: Optional[tuple[float, int, float]] = None
    for feature in range(n_features):
        ordered = np.sort(x[:, feature])
        for low, high in zip(ordered[:-1], ordered[1:]):
            if not low < high:
                continue
            threshold = low + (high - low) / 2.0
            mask = x[:, feature] <= threshold
            assert mask.any() and not mask.all()
            weight = np.count_nonzero(mask) / n_samples
            impurity = weight * function(y[mask]) + (1.0 - weight) * function(y[~mask])
            # the tolerance keeps rounding from deciding between equally good splits
            if best is None or impurity < best[0] - 1e-12:
                best = (impurity, feature, threshold)
    if best is None:
        return -1, float("nan"), float("inf")
    return best[1], float(best[2]), float(best[0])


class DecisionTree:
    def __init__(self, max_depth: int, criterion: str) -> None:
        self.max_depth = max_depth
        self.criterion = criterion
        self.feature: Optional[int] = None
        self.threshold: Optional[float] = None
        self.left: Optional[DecisionTree] = None
        self.right: Optional[DecisionTree] = None
        self.label: Optional[int] = None

    def fit(self, x: np.ndarray, y: np.ndarray) -> "DecisionTree":
        labels, counts = np.unique(y, return_counts=True)
        self.label = int(labels[np.argmax(counts)])
        if self.max_depth <= 0 or len(labels) == 1:
            return self
        feature, threshold, _ = best_split(x, y, self.criterion)
        if feature < 0:
            return self
        mask = x[:, feature] <= threshold
        self.feature, self.threshold = feature, threshold
        self.left = DecisionTree(self.max_depth - 1, self.criterion).fit(x[mask], y[mask])
        self.right = DecisionTree(self.max_depth - 1, self.criterion).fit(x[~mask], y[~mask])
        return self

    def predict_one(self, sample: np.ndarray) -> int:
        if self.feature is None:
            return self.label
        branch = self.left if sample[self.feature] <= self.threshold else self.right
        return branch.predict_one(sample)


def fit_tree(x: np.ndarray, y: np.ndarray, max_depth: int, criterion: str = "gini") -> DecisionTree:
    if max_depth < 0:
        raise ValueError("max_depth must not be negative")
    return DecisionTree(max_depth, criterion).fit(np.array(x, dtype=np.float64), np.array(y))


def predict_tree(tree: DecisionTree, x: np.ndarray) -> np.ndarray:
    if not isinstance(tree, DecisionTree):
        raise TypeError("not a tree")
    return np.array([tree.predict_one(sample) for sample in np.asarray(x)], dtype=np.int64)
