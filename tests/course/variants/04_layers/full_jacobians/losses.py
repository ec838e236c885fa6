import numpy as np
from activations import sig, softmax_forward, softmax_jacobian


def mse_loss(pred, target):
    diff = pred - target.reshape(pred.shape)
    n = diff.size
    loss_by_square = np.full((1, n), 1 / n)
    square_by_pred = np.diag(2 * diff.ravel())
    return np.mean(np.square(diff)), (loss_by_square @ square_by_pred).reshape(pred.shape)


def bce_with_logits(logits, target):
    loss = np.logaddexp(0, logits) - target * logits
    return loss.mean(), (sig(logits) - target) / loss.size


def softmax_cross_entropy(logits, y):
    n, c = logits.shape
    m = logits.max(axis=1)
    lse = m + np.log(np.sum(np.exp(logits - m[:, None]), axis=1))
    loss = np.mean(lse - logits[range(n), y])
    grads = []
    for row, label in zip(logits, y):
        # d lse / d row is the softmax, which is row `label` of e_j - p with the sign turned
        p = softmax_forward(row[None, :])[0][0]
        e = np.zeros(c)
        e[label] = 1
        grads.append((p - e) / n)
    return loss, np.vstack(grads)
