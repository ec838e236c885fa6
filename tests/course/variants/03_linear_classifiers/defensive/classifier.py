from __future__ import annotations

import numpy as np


def linear_scores(x: np.ndarray, w: np.ndarray, b: np.ndarray) -> np.ndarray:
    if x.shape[1] != w.shape[0]:
        raise ValueError(f"x has {x.shape[1]} features, w has {w.shape[0]}")
    if w.shape[1] != b.shape[0]:
        raise ValueError(f"w has {w.shape[1]} classes, b has {b.shape[0]}")
    scores = np.dot(x.astype(np.float64), w.astype(np.float64))
    scores += b
    return scores


def predict(x: np.ndarray, w: np.ndarray, b: np.ndarray) -> np.ndarray:
    scores = linear_scores(x, w, b)
    best = scores.max(axis=1, keepdims=True)
    # of equal scores the first: the position of the first True
    return (scores == best).argmax(axis=1).astype(np.int64)


def accuracy(predicted: np.ndarray, y: np.ndarray) -> float:
    predicted, y = np.asarray(predicted), np.asarray(y)
    if predicted.shape != y.shape:
        raise ValueError("as many predictions as labels, please")
    if y.size == 0:
        return 0.0
    return float(sum(int(p) == int(t) for p, t in zip(predicted, y)) / y.size)
