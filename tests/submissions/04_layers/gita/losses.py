"""Losses; the softmax comes from our own activations.py."""

from __future__ import annotations

import numpy as np

import activations
from activations import sigma


def mse_loss(pred, target):
    difference = np.subtract(pred, target.reshape(pred.shape))
    return np.mean(difference**2), difference * (2.0 / difference.size)


def bce_with_logits(logits, target):
    loss = np.average(np.logaddexp(0, logits) - logits * target)
    return loss, (sigma(logits) - target) / np.size(logits)


def softmax_cross_entropy(logits, y):
    rows = np.arange(len(y))
    logsumexp = np.logaddexp.reduce(logits, axis=1)
    loss = np.mean(logsumexp - logits[rows, y])
    dlogits, _ = activations.softmax_forward(logits)
    dlogits = dlogits.copy()
    dlogits[rows, y] -= 1
    return loss, np.divide(dlogits, len(y))
