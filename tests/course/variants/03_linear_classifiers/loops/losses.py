import math
import numpy as np


def softmax(scores):
    out = np.zeros(scores.shape)
    for n in range(len(scores)):
        top = max(float(s) for s in scores[n])
        powers = [math.exp(float(s) - top) for s in scores[n]]
        for c in range(len(powers)):
            out[n, c] = powers[c] / sum(powers)
    return out


def cross_entropy(logits, y):
    N, C = logits.shape
    loss = 0.0
    dlogits = np.zeros((N, C))
    p = softmax(logits)
    for n in range(N):
        top = max(float(s) for s in logits[n])
        total = 0.0
        for c in range(C):
            total += math.exp(float(logits[n, c]) - top)
        loss += top + math.log(total) - float(logits[n, y[n]])
        for c in range(C):
            dlogits[n, c] = (p[n, c] - (1.0 if c == y[n] else 0.0)) / N
    return loss / N, dlogits


def svm_loss(scores, y, margin=1.0):
    N, C = scores.shape
    loss = 0.0
    dscores = np.zeros((N, C))
    for n in range(N):
        for c in range(C):
            if c == y[n]:
                continue
            gap = scores[n, c] - scores[n, y[n]] + margin
            if gap > 0:
                loss += gap
                dscores[n, c] += 1
                dscores[n, y[n]] -= 1
    return float(loss / N), dscores / N


def squared_loss(pred, target):
    dpred = np.zeros(pred.shape)
    loss = 0.0
    flat_pred, flat_target = pred.ravel(), target.ravel()
    flat = dpred.ravel()
    for i in range(pred.size):
        e = float(flat_pred[i]) - float(flat_target[i])
        loss += e * e
        flat[i] = 2 * e / pred.size
    return loss / pred.size, dpred


def logistic_loss(logits, y):
    N = len(y)
    loss = 0.0
    dlogits = np.zeros(N)
    for n in range(N):
        z = float(logits[n])
        loss += max(z, 0.0) - z * y[n] + math.log1p(math.exp(-abs(z)))
        if z >= 0:
            p = 1 / (1 + math.exp(-z))
        else:
            p = math.exp(z) / (1 + math.exp(z))
        dlogits[n] = (p - y[n]) / N
    return float(loss / N), dlogits
