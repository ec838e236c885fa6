from __future__ import annotations

import numpy as np


def _as_points(points: np.ndarray, name: str) -> np.ndarray:
    points = np.array(points, dtype=np.float64)  # always a copy
    if points.ndim != 2:
        raise ValueError(f"{name} must have two axes, but has {points.ndim}")
    return points


def pairwise_distances(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    a, b = _as_points(a, "a"), _as_points(b, "b")
    if a.shape[1] != b.shape[1]:
        raise ValueError("a and b have different numbers of features")
    distances = np.empty((a.shape[0], b.shape[0]))
    for j, point in enumerate(b):
        distances[:, j] = np.sqrt(np.square(a - point).sum(axis=1))
    assert np.all(distances >= 0)
    return distances


def knn_predict(x_train: np.ndarray, y_train: np.ndarray, x: np.ndarray, k: int) -> np.ndarray:
    if not 1 <= k <= len(x_train):
        raise ValueError("k must be between 1 and the number of training samples")
    distances = pairwise_distances(x, x_train)
    predictions = np.empty(len(x), dtype=np.int64)
    for i, row in enumerate(distances):
        votes = y_train[np.argsort(row, kind="stable")[:k]]
        labels, counts = np.unique(votes, return_counts=True)
        winners = labels[counts == counts.max()]
        predictions[i] = winners.min()
    return predictions
