from __future__ import annotations

import numpy as np

from classifier import linear_scores
from losses import cross_entropy, svm_loss
from penalties import l2_penalty

LOSSES = {"softmax": cross_entropy, "svm": svm_loss}


def minibatches(n: int, batch_size: int, rng: np.random.Generator) -> list[np.ndarray]:
    if n < 1 or batch_size < 1:
        raise ValueError("n and batch_size must be positive")
    indices = np.arange(n, dtype=np.int64)
    rng.shuffle(indices)
    batches = []
    start = 0
    while start < n:
        stop = min(start + batch_size, n)
        batches.append(indices[start:stop].copy())
        start = stop
    assert sum(len(batch) for batch in batches) == n
    return batches


def _objective(x, y, w, b, loss, lam):
    data, dscores = LOSSES[loss](linear_scores(x, w, b), y)
    penalty, dpenalty = l2_penalty(w, lam)
    return data + penalty, np.dot(x.T, dscores) + dpenalty, np.sum(dscores, axis=0)


def train_classifier(
    x: np.ndarray,
    y: np.ndarray,
    *,
    loss: str,
    lam: float,
    lr: float,
    epochs: int,
    batch_size: int,
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    if loss not in LOSSES:
        raise ValueError(f"unknown loss {loss!r}")
    x = np.array(x, dtype=np.float64)
    y = np.array(y, dtype=np.int64)
    n_classes = len(np.zeros(int(np.max(y)) + 1))
    w = np.zeros((x.shape[1], n_classes))
    b = np.zeros(n_classes)
    history: list[float] = []
    for _ in range(epochs):
        for batch in minibatches(x.shape[0], batch_size, rng):
            _, dw, db = _objective(x[batch], y[batch], w, b, loss, lam)
            w -= lr * dw
            b -= lr * db
        total, _, _ = _objective(x, y, w, b, loss, lam)
        history.append(total)
    return w, b, np.array(history, dtype=np.float64)
