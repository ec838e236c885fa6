"""Loss functions: one number that says how bad the scores are, and how to change them.

The conventions of neighbours.py hold. Every loss returns `(loss, gradient)`: a float, and its
gradient with respect to the first argument, float64 in that argument's shape. A loss is a mean, so
it is divided by a count, and its gradient by the same one. Large scores (+-1000) must give finite,
right values.
"""

from __future__ import annotations

import numpy as np


def softmax(scores: np.ndarray) -> np.ndarray:
    """Turn each row of scores into probabilities: ``p[j] = exp(s[j]) / sum_k exp(s[k])``.

    To add one number to all scores of a row changes nothing. So each row's largest score is
    subtracted first, and no exponential overflows.

    Args:
        scores: float64 or integers (N, C).

    Returns:
        probabilities, float64 (N, C); each row sums to 1.

    Source: Goodfellow, Bengio and Courville, Deep Learning (2016), section 4.1.
    """
    ### BEGIN SOLUTION
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)
    ### END SOLUTION


def cross_entropy(logits: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
    """Return the mean over samples of ``-ln(softmax(logits)[i, y[i]])``, and its gradient.

    Take the logarithm of softmax as a whole: ``ln p[j] = s[j] - ln(sum_k exp(s[k]))`` with each
    row's largest score subtracted first. The logarithm of a probability that has become 0 is lost,
    and a small constant added to it gives a wrong loss.

    Args:
        logits: scores, float64 or integers (N, C).
        y: the right classes, integers 0 to C - 1 (N,).

    Returns:
        loss, a float (ln C when all scores are equal), and dlogits, float64 (N, C).

    Source: Goodfellow, Bengio and Courville, Deep Learning (2016), sections 5.5 and 6.2.2.3.
    """
    ### BEGIN SOLUTION
    n = len(logits)
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -float(np.mean(log_p[np.arange(n), y]))
    dlogits = np.exp(log_p)
    dlogits[np.arange(n), y] -= 1.0
    return loss, dlogits / n
    ### END SOLUTION


def svm_loss(scores: np.ndarray, y: np.ndarray, margin: float = 1.0) -> tuple[float, np.ndarray]:
    """Return the mean over samples of the multiclass hinge loss, and its gradient.

    One sample's loss is ``sum over j != y of max(0, s[j] - s[y] + margin)``: each wrong class
    should stay below the right one by the margin, and pays for what is missing. A term that is
    exactly 0 contributes nothing to the gradient.

    Args:
        scores: float64 or integers (N, C).
        y: the right classes, integers 0 to C - 1 (N,).
        margin: by how much the right class should win.

    Returns:
        loss, a float ((C - 1) * margin when all scores are equal), and dscores, float64 (N, C).

    Source: Weston and Watkins, Support vector machines for multi-class pattern recognition (1999).
    """
    ### BEGIN SOLUTION
    n = len(scores)
    right = np.arange(n), y
    missing = scores - scores[right][:, np.newaxis] + margin
    missing[right] = 0.0  # the right class does not compete with itself
    loss = float(np.maximum(missing, 0.0).sum() / n)
    dscores = (missing > 0.0).astype(np.float64)
    dscores[right] = -dscores.sum(axis=1)
    return loss, dscores / n
    ### END SOLUTION


def squared_loss(pred: np.ndarray, target: np.ndarray) -> tuple[float, np.ndarray]:
    """Return the mean squared error and its gradient: ``mean((pred - target)**2)``.

    The mean is over all elements, and there is no factor 1/2.

    Args:
        pred: predictions of any shape, float64.
        target: the right values, as many as there are predictions, float64 or integers. They are
            read in the shape of pred: (N,) belongs to (N, 1) one by one, and must not be broadcast
            against it.

    Returns:
        loss, a float, and dpred, float64 in the shape of pred.

    Source: Goodfellow, Bengio and Courville, Deep Learning (2016), section 5.1.4.
    """
    ### BEGIN SOLUTION
    difference = pred - target.reshape(pred.shape)
    loss = float(np.mean(difference**2))
    return loss, 2.0 * difference / difference.size
    ### END SOLUTION


def logistic_loss(logits: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
    """Return the mean binary cross-entropy of sigmoid(logits), and its gradient.

    With ``p = sigmoid(logits)`` one sample's loss is ``-y * ln(p) - (1 - y) * ln(1 - p)``, which is
    ``ln(1 + exp(logits)) - y * logits``. `np.logaddexp(0, z)` is ``ln(1 + exp(z))`` without
    overflow.

    Args:
        logits: scores for class 1, float64 (N,).
        y: labels, the integers 0 and 1 (N,).

    Returns:
        loss, a float (ln 2 when all logits are 0), and dlogits, float64 (N,).

    Source: Goodfellow, Bengio and Courville, Deep Learning (2016), section 6.2.2.2.
    """
    ### BEGIN SOLUTION
    loss = float(np.mean(np.logaddexp(0.0, logits) - y * logits))
    p = np.exp(-np.logaddexp(0.0, -logits))
    return loss, (p - y) / len(y)
    ### END SOLUTION
