from __future__ import annotations

import numpy as np


def _scores(scores: np.ndarray) -> np.ndarray:
    scores = np.array(scores, dtype=np.float64)
    if scores.ndim != 2:
        raise ValueError("scores must be (N, C)")
    return scores


def softmax(scores: np.ndarray) -> np.ndarray:
    scores = _scores(scores)
    scores -= scores.max(axis=1)[:, np.newaxis]  # our own copy
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=1)[:, np.newaxis]
    assert np.allclose(scores.sum(axis=1), 1.0)
    return scores


def log_softmax(scores: np.ndarray) -> np.ndarray:
    scores = _scores(scores)
    scores -= scores.max(axis=1)[:, np.newaxis]
    return scores - np.log(np.exp(scores).sum(axis=1))[:, np.newaxis]


def cross_entropy(logits: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
    n, c = logits.shape
    if y.min() < 0 or y.max() >= c:
        raise ValueError("a label is no class")
    log_p = log_softmax(logits)
    loss = -sum(log_p[i, label] for i, label in enumerate(y)) / n
    gradient = np.exp(log_p)
    for i, label in enumerate(y):
        gradient[i, label] -= 1.0
    gradient /= n
    return float(loss), gradient


def svm_loss(
    scores: np.ndarray, y: np.ndarray, margin: float = 1.0
) -> tuple[float, np.ndarray]:
    scores = _scores(scores)
    n, c = scores.shape
    losses = np.zeros(n)
    gradient = np.zeros((n, c))
    for i, label in enumerate(y):
        others = np.flatnonzero(np.arange(c) != label)
        gaps = scores[i, others] - scores[i, label] + margin
        violating = others[gaps > 0]
        losses[i] = gaps[gaps > 0].sum()
        gradient[i, violating] = 1.0 / n
        gradient[i, label] = -len(violating) / n
    return float(losses.mean()), gradient


def squared_loss(pred: np.ndarray, target: np.ndarray) -> tuple[float, np.ndarray]:
    if pred.size != target.size:
        raise ValueError("as many targets as predictions, please")
    error = pred.astype(np.float64).ravel() - target.astype(np.float64).ravel()
    loss = float(np.average(np.power(error, 2)))
    return loss, (2.0 * error / len(error)).reshape(pred.shape)


def logistic_loss(logits: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
    if not set(np.unique(y).tolist()) <= {0, 1}:
        raise ValueError("labels must be 0 or 1")
    logits = np.array(logits, dtype=np.float64)
    probability = np.empty_like(logits)
    positive = logits >= 0
    probability[positive] = 1.0 / (1.0 + np.exp(-logits[positive]))
    power = np.exp(logits[~positive])
    probability[~positive] = power / (1.0 + power)
    losses = np.log1p(np.exp(-np.abs(logits))) + np.maximum(logits, 0.0) - y * logits
    return float(losses.mean()), (probability - y) / y.size
