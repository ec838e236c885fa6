"""Loss functions: one number that says how wrong the network is, and where it should go.

Every loss returns `(loss, gradient)`: a float, and its gradient with respect to the first argument,
float64 in that argument's shape. The conventions of linear.py hold: no argument is ever modified,
and nothing is remembered between calls.

Here, and only here, is the mean taken: so the loss is divided by a count, and its gradient by the
same one. Large arguments (+-1000) must give finite, right values.
"""

from __future__ import annotations

import numpy as np


def mse_loss(pred: np.ndarray, target: np.ndarray) -> tuple[float, np.ndarray]:
    """Return the mean squared error and its gradient: ``mean((pred - target)**2)``.

    The mean is over all elements, not only over samples, and there is no factor 1/2.

    Args:
        pred: predictions of any shape, float64.
        target: the right values, as many as there are predictions, float64 or integers. They are
            read in the shape of pred: (N,) belongs to (N, 1) one by one, and must not be broadcast
            against it.

    Returns:
        loss, a float, and dpred, float64 in the shape of pred.

    Source: Goodfellow, Bengio and Courville, Deep Learning (2016), section 5.1.4.
    """
    diff = pred - target.reshape(pred.shape)
    loss = np.mean(diff ** 2)
    dpred = 2 * diff / diff.size
    return loss, dpred


def bce_with_logits(logits: np.ndarray, target: np.ndarray) -> tuple[float, np.ndarray]:
    """Return the binary cross-entropy of sigmoid(logits), and its gradient.

    With ``p = sigmoid(logits)`` it is ``mean(-target * log(p) - (1 - target) * log(1 - p))`` over
    all elements. Sigmoid and logarithm together are ``log(1 + exp(logits)) - target * logits``,
    which needs neither p nor a small constant inside the logarithm; `np.logaddexp(0, z)` is
    ``log(1 + exp(z))`` without overflow.

    Args:
        logits: scores of any shape, float64.
        target: the probability, 0 to 1, that the answer is yes, in the shape of logits, float64 or
            integers.

    Returns:
        loss, a float, and dlogits, float64 in the shape of logits.

    Source: Goodfellow, Bengio and Courville, Deep Learning (2016), section 6.2.2.2.
    """
    z, t = logits, target
    loss = np.mean(np.maximum(z, 0) - z * t + np.log(1 + np.exp(-np.abs(z))))
    p = 0.5 * (1 + np.tanh(z / 2))
    return loss, (p - t) / z.size


def softmax_cross_entropy(logits: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
    """Return the mean over samples of ``-log(softmax(logits)[i, y[i]])``, and its gradient.

    Take the logarithm of softmax as a whole: ``log p[j] = x[j] - log(sum_k exp(x[k]))`` with each
    row's largest score subtracted first. The logarithm of a probability that has become 0 is lost,
    and a small constant added to it gives a wrong loss.

    Args:
        logits: scores, float64 (N, C).
        y: the right classes, integers 0 to C - 1 (N,).

    Returns:
        loss, a float (ln C when all scores are equal), and dlogits, float64 (N, C), which contains
        the 1/N of the mean.

    Source: Goodfellow, Bengio and Courville, Deep Learning (2016), section 6.2.2.3.
    """
    N = logits.shape[0]
    z = logits - np.max(logits, axis=1, keepdims=True)
    logp = z - np.log(np.sum(np.exp(z), axis=1, keepdims=True))
    loss = -np.sum(logp[np.arange(N), y]) / N
    dlogits = np.exp(logp)
    dlogits[np.arange(N), y] -= 1
    dlogits /= N
    return loss, dlogits
