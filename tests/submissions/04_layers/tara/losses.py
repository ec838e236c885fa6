import numpy as np


def mse_loss(pred, target):
    diff = pred - target.reshape(pred.shape)
    loss = np.mean(diff ** 2)
    dpred = 2 * diff / diff.size
    return loss, dpred


def bce_with_logits(logits, target):
    p = np.exp(logits) / (1 + np.exp(logits))
    loss = -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))
    return loss, (p - target) / logits.size


def softmax_cross_entropy(logits, y):
    N = logits.shape[0]
    p = np.exp(logits) / np.sum(np.exp(logits), axis=1, keepdims=True)
    loss = -np.mean(np.log(p[np.arange(N), y]))
    dlogits = p.copy()
    dlogits[np.arange(N), y] -= 1
    return loss, dlogits / N
