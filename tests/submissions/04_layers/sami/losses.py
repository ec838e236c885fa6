import numpy as np


def mse_loss(pred, target):
    d = pred.ravel() - target.ravel()
    return float((d * d).sum() / len(d)), (2 / len(d) * d).reshape(pred.shape)


def bce_with_logits(logits, target):
    n = logits.size
    loss = (target * np.logaddexp(0, -logits) + (1 - target) * np.logaddexp(0, logits)).sum() / n
    return float(loss), (1 / (1 + np.exp(-logits)) - target) / n


def softmax_cross_entropy(logits, y):
    n = len(y)
    e = np.exp(logits - logits.max(axis=0))
    p = e / e.sum(axis=0)
    loss = -np.log(p[np.arange(n), y]).mean()
    dlogits = p.copy()
    dlogits[np.arange(n), y] -= 1
    return loss, dlogits / n
