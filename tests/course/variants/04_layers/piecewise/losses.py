import numpy as np
from activations import sigmoid


def mse_loss(pred, target):
    total = 0.0
    dpred = np.empty(pred.shape)
    target = target.reshape(pred.shape)
    for i in np.ndindex(*pred.shape):
        diff = pred[i] - target[i]
        total += diff * diff
        dpred[i] = 2 * diff / pred.size
    return total / pred.size, dpred


def softplus(z):
    z = np.asarray(z, dtype=float)
    out = np.where(z > 30, z, 0.0)
    small = z <= 30
    out[small] = np.log1p(np.exp(z[small]))
    return out


def bce_with_logits(logits, target):
    # log(1 + e^z) is z for z > 30, but for e^-30
    return (softplus(logits) - target * logits).mean(), (sigmoid(logits) - target) / logits.size


def softmax_cross_entropy(logits, y):
    n = logits.shape[0]
    loss = []
    d = np.array(logits)
    for i in range(n):
        d[i] -= d[i].max()
        lse = np.log(np.exp(d[i]).sum())
        loss.append(lse - d[i, y[i]])
        d[i] = np.exp(d[i] - lse)
        d[i, y[i]] -= 1
    return np.mean(loss), d / n
