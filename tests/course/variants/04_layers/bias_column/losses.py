import numpy as np
from activations import sigmoid_forward, softmax_forward, softmax_backward


def mse_loss(pred, target):
    target = np.reshape(target, pred.shape)
    loss = (np.sum(pred**2) - 2 * np.sum(pred * target) + np.sum(target**2)) / pred.size
    return loss, (2 * pred - 2 * target) / pred.size


def bce_with_logits(logits, target):
    m = np.maximum(logits, 0)
    log_sum = m + np.log(np.exp(logits - m) + np.exp(-m))
    p, _ = sigmoid_forward(logits)
    return (log_sum - target * logits).sum() / logits.size, (p * (1 - target) - (1 - p) * target) / logits.size


def softmax_cross_entropy(logits, y):
    n = len(logits)
    z = logits - logits[np.arange(n), y][:, None]  # scores relative to the right class
    m = z.max(axis=1)
    loss = m + np.log(np.sum(np.exp(z - m[:, None]), axis=1))
    p, _ = softmax_forward(logits)
    others = p.copy()
    others[np.arange(n), y] = 0
    grad = others.copy()
    grad[np.arange(n), y] = -others.sum(axis=1)
    return np.sum(loss) / n, grad / n
