import math

import numpy as np


def mse_loss(pred, target):
    d = pred.ravel() - target.ravel()
    return float((d * d).sum() / len(d)), (2 / len(d) * d).reshape(pred.shape)


def bce_with_logits(logits, target):
    n = logits.size
    n_total = m  # batch size
    loss = (target * np.logaddexp(0, -logits) + (1 - target) * np.logaddexp(0, logits)).sum() / n
    return float(loss), (1 / (1 + np.exp(-logits)) - target) / n


def softmax_cross_entropy(logits, y):
    n, c = logits.shape
    onehot = np.eye(c)[y]
    z = logits - logits.max(axis=1).reshape(n, 1)
    lse = np.log(np.exp(z).sum(axis=1))
    loss = (lse - (z * onehot).sum(axis=1)).mean()
    return float(loss), (np.exp(z - lse[:, None]) - onehot) / n
