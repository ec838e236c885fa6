import numpy as np

import activations as A


def mean_loss(each, derivative):
    def loss(prediction, target):
        target = target.reshape(prediction.shape)
        n = prediction.size
        return np.sum(each(prediction, target)) / n, derivative(prediction, target) / n

    return loss


mse_loss = mean_loss(lambda p, t: (p - t) ** 2, lambda p, t: 2 * (p - t))
bce_with_logits = mean_loss(
    lambda z, t: np.log1p(np.exp(-np.abs(z))) + np.maximum(z, 0) - z * t,
    lambda z, t: A.sigmoid(z) - t,
)


def softmax_cross_entropy(logits, y):
    n, c = logits.shape
    z = logits - np.max(logits, axis=1, keepdims=True)
    log_z = np.log(np.sum(np.exp(z), axis=1))
    # y as positions in the flattened scores
    flat = np.ravel_multi_index((np.arange(n), y), (n, c))
    gradient = A.softmax(logits, axis=1).ravel()
    gradient[flat] -= 1
    return np.mean(log_z - z.ravel()[flat]), gradient.reshape(n, c) / n
