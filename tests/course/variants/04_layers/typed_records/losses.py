"""Losses, with types."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from activations import softmax_forward

Array = NDArray[np.float64]
Labels = NDArray[np.int64]


class Loss(NamedTuple):
    value: float
    gradient: Array


def mse_loss(pred: Array, target: Array) -> Loss:
    error: Array = pred - np.asarray(target, dtype=np.float64).reshape(pred.shape)
    return Loss(float(np.average(error**2)), 2.0 / error.size * error)


def bce_with_logits(logits: Array, target: Array) -> Loss:
    terms: Array = np.maximum(logits, 0.0) - logits * target + np.log1p(np.exp(-np.abs(logits)))
    probability: Array = 0.5 * (np.tanh(logits / 2.0) + 1.0)
    return Loss(math.fsum(terms.ravel()) / terms.size, (probability - target) / terms.size)


def softmax_cross_entropy(logits: Array, y: Labels) -> Loss:
    rows: Labels = np.arange(len(y))
    top: Array = logits.max(axis=1, keepdims=True)
    log_sum: Array = top + np.log(np.exp(logits - top).sum(axis=1, keepdims=True))
    loss: Array = log_sum[:, 0] - logits[rows, y]
    gradient: Array = softmax_forward(logits)[0].copy()
    gradient[rows, y] -= 1.0
    gradient /= len(y)
    return Loss(loss.mean().item(), gradient)
