import math

import numpy as np

from activations import sigmoid, softmax_row


def mse_loss(pred, target):
    errors = [p - t for p, t in zip(pred.flat, target.flat)]
    count = len(errors)
    gradient = np.array([2 * e / count for e in errors]).reshape(pred.shape)
    return sum(e * e for e in errors) / count, gradient


@np.vectorize
def bce(z, t):
    return max(z, 0.0) - t * z + math.log1p(math.exp(-abs(z)))


def bce_with_logits(logits, target):
    return bce(logits, target).mean(), (sigmoid(logits) - target) / logits.size


def softmax_cross_entropy(logits, y):
    losses, rows = [], []
    for row, label in zip(logits.tolist(), y.tolist()):
        top = max(row)
        losses.append(top + math.log(sum(math.exp(v - top) for v in row)) - row[label])
        rows.append(softmax_row(row) - np.eye(len(row))[label])
    return sum(losses) / len(losses), np.array(rows) / len(rows)
