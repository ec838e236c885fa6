import numpy as np


def mse_loss(pred, target):
    d = pred.ravel() - target.ravel()
    return d @ d / len(d), (2 * d / len(d)).reshape(pred.shape)


def bce_with_logits(logits, target):
    loss = np.logaddexp(logits, 0) * (1 - target) + np.logaddexp(-logits, 0) * target
    p = 0.5 * np.tanh(0.5 * logits) + 0.5
    return loss.mean(), (p - target) / p.size


def softmax_cross_entropy(logits, y):
    lse = np.logaddexp.reduce(logits, axis=-1)
    loss = np.mean(lse - np.take_along_axis(logits, y[:, np.newaxis], axis=-1).squeeze(-1))
    p = np.exp(logits - lse[:, np.newaxis])
    grad = np.where(np.arange(logits.shape[1]) == y[:, np.newaxis], p - 1, p)
    return loss, grad / logits.shape[0]
