import numpy as np


def mse_loss(pred, target):
    diff = pred - target.reshape(pred.shape)
    loss = np.mean(diff ** 2)
    dpred = 2 * diff / diff.size
    return loss, dpred


def bce_with_logits(logits, target):
    z, t = logits, target
    loss = np.mean(np.maximum(z, 0) - z * t + np.log(1 + np.exp(-np.abs(z))))
    p = 0.5 * (1 + np.tanh(z / 2))
    return loss, (p - t) / z.size


def softmax_cross_entropy(logits, y):
    N = logits.shape[0]
    z = logits - np.max(logits, axis=1, keepdims=True)
    logp = z - np.log(np.sum(np.exp(z), axis=1, keepdims=True))
    loss = -np.sum(logp[np.arange(N), y]) / N
    dlogits = np.exp(logp)
    dlogits[np.arange(N), y] -= 1
    dlogits /= N
    return loss, dlogits
