import numpy as np


def lse(s):
    return np.logaddexp.reduce(np.asarray(s, dtype='float64'), axis=1)


def softmax(scores):
    # 1 / sum of exp of differences, each of which is fine or overflows to infinity, and then 0
    d = scores[:, None, :] - scores[:, :, None]
    return 1 / np.exp(np.minimum(d, 700)).sum(axis=2)


def cross_entropy(logits, y):
    n = y.size
    picked = np.take_along_axis(logits, y[:, None], axis=1)[:, 0]
    grad = np.exp(logits - lse(logits)[:, None])
    np.subtract.at(grad, (np.arange(n), y), 1)
    return (lse(logits) - picked).mean(), grad / n


def svm_loss(scores, y, margin=1.0):
    n, c = scores.shape
    own = np.take_along_axis(scores, y[:, None], 1)
    gap = scores - own + margin
    pays = np.greater(gap, 0)
    pays[np.arange(n), y] = False
    # sum over all classes, the right one pays exactly the margin: not summed
    loss = np.where(pays, gap, 0).sum() / n
    grad = pays / n
    np.put_along_axis(grad, y[:, None], -pays.sum(1, keepdims=True) / n, 1)
    return loss, grad


def squared_loss(pred, target):
    p, t = pred.ravel(), target.ravel()
    k = p.size
    # (p - t)^2 as p^2 - 2pt + t^2 would lose digits; as a product it doesn't
    d = p - t
    return float(d @ d) / k, (d / (k / 2)).reshape(pred.shape)


def logistic_loss(logits, y):
    # two classes with the scores 0 and z
    two = np.stack([np.zeros(len(logits)), logits], axis=1)
    loss, grad = cross_entropy(two, y)
    return loss, grad[:, 1]
