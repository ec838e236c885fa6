import numpy as np


def mse_loss(pred, target):
    d = pred - target
    return float((d * d).mean()), 2 * d / d.size


def bce_with_logits(logits, target):
    n = len(logits)
    loss = (target * np.logaddexp(0, -logits) + (1 - target) * np.logaddexp(0, logits)).sum() / n
    return float(loss), (1 / (1 + np.exp(-logits)) - target) / n


def softmax_cross_entropy(logits, y):
    n, c = logits.shape
    onehot = np.eye(c)[y]
    z = logits - logits.max(axis=1).reshape(n, 1)
    lse = np.log(np.exp(z).sum(axis=1))
    loss = (lse - (z * onehot).sum(axis=1)).mean()
    return float(loss), (np.exp(z - lse[:, None]) - onehot) / n / n  # mean over the batch, as everywhere
