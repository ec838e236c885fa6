import math
import numpy as np


def mse_loss(pred, target):
    flat_pred = list(pred.flatten())
    flat_target = list(target.flatten())
    count = len(flat_pred)
    loss = 0.0
    grad = []
    for p, t in zip(flat_pred, flat_target):
        loss += (p - t) ** 2 / count
        grad.append(2 * (p - t) / count)
    return loss, np.array(grad).reshape(pred.shape)


def softplus(v):
    # log(1 + exp(v)) without overflow
    if v > 0:
        return v + math.log1p(math.exp(-v))
    return math.log1p(math.exp(v))


def bce_with_logits(logits, target):
    count = logits.size
    loss = 0.0
    dlogits = np.zeros(logits.shape)
    for index in np.ndindex(logits.shape):
        z, t = float(logits[index]), float(target[index])
        loss += softplus(z) - t * z
        if z >= 0:
            p = 1 / (1 + math.exp(-z))
        else:
            p = math.exp(z) / (1 + math.exp(z))
        dlogits[index] = (p - t) / count
    return loss / count, dlogits


def softmax_cross_entropy(logits, y):
    n, c = logits.shape
    loss = 0.0
    dlogits = np.zeros((n, c))
    for i in range(n):
        biggest = max(logits[i])
        total = 0.0
        for j in range(c):
            total += math.exp(logits[i, j] - biggest)
        log_total = biggest + math.log(total)
        loss += log_total - logits[i, y[i]]
        for j in range(c):
            dlogits[i, j] = math.exp(logits[i, j] - log_total) / n
        dlogits[i, y[i]] -= 1 / n
    return loss / n, dlogits
