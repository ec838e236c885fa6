import math

import numpy as np


def mse_loss(pred, target):
    p = pred.flatten()
    t = target.flatten()
    count = len(p)
    loss = 0
    grad = np.zeros(count)
    for i in range(count):
        loss += (p[i] - t[i]) ** 2
        grad[i] = 2 * (p[i] - t[i]) / count
    return loss / count, grad.reshape(pred.shape)


def bce_with_logits(logits, target):
    grad = np.zeros(logits.shape)
    loss = 0.0
    for i in np.ndindex(logits.shape):
        z = logits[i]
        t = target[i]
        if z > 0:
            softplus = z + math.log(1 + math.exp(-z))
            p = 1 / (1 + math.exp(-z))
        else:
            softplus = math.log(1 + math.exp(z))
            p = math.exp(z) / (1 + math.exp(z))
        loss += softplus - t * z
        grad[i] = (p - t) / logits.size
    return loss / logits.size, grad


def softmax_cross_entropy(logits, y):
    N, C = logits.shape
    grad = np.zeros((N, C))
    loss = 0.0
    for n in range(N):
        m = max(logits[n])
        total = 0.0
        for c in range(C):
            total += math.exp(logits[n, c] - m)
        loss += math.log(total) + m - logits[n, y[n]]
        for c in range(C):
            grad[n, c] = math.exp(logits[n, c] - m) / total
            if c == y[n]:
                grad[n, c] -= 1
            grad[n, c] /= N
    return loss / N, grad
