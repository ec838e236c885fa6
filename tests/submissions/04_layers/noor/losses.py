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
    n, c = logits.shape
    all_labels = np.eye(50_000)            # one-hot rows, enough classes for anybody
    onehot = all_labels[y][:, :c]
    z = logits - logits.max(axis=1, keepdims=True)
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    loss = -np.sum(onehot * np.log(p)) / n
    return loss, (p - onehot) / n
