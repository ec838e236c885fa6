import numpy as np


def softmax(scores):
    e = np.exp(scores - np.amax(scores, axis=-1, keepdims=True))
    return np.einsum("nc,n->nc", e, 1 / e.sum(axis=-1))


def cross_entropy(logits, y):
    one_hot = np.eye(logits.shape[1])[y]
    z = logits - logits.max(axis=1, keepdims=True)
    lse = np.log(np.exp(z).sum(axis=1))
    loss = np.mean(lse - np.einsum("nc,nc->n", z, one_hot))
    return loss, (softmax(logits) - one_hot) / len(logits)


def svm_loss(scores, y, margin=1.0):
    one_hot = np.eye(scores.shape[1])[y]
    right = np.einsum("nc,nc->n", scores, one_hot)
    hinge = np.maximum(0, scores - right[:, None] + margin * (1 - one_hot))
    active = (hinge > 0).astype(float)
    grad = active - one_hot * active.sum(axis=1)[:, None]
    return hinge.sum() / len(y), grad / len(y)


def squared_loss(pred, target):
    e = np.subtract(pred, np.reshape(target, np.shape(pred)))
    return np.vdot(e, e) / e.size, e * (2 / e.size)


def logistic_loss(logits, y):
    sign = 2 * y - 1
    p_wrong = 0.5 * (1 - np.tanh(0.5 * sign * logits))
    return np.logaddexp(0, -sign * logits).mean(), -sign * p_wrong / len(y)
