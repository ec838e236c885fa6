"""Training by stochastic gradient descent: small steps, each judged by a few samples.

The conventions of neighbours.py hold. Random numbers come from the generator that is passed in, and
from nowhere else: no global seed, no generator of one's own.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from classifier import linear_scores
from losses import cross_entropy, svm_loss
from penalties import l2_penalty

Loss = Callable[[np.ndarray, np.ndarray], tuple[float, np.ndarray]]
LOSSES: dict[str, Loss] = {"softmax": cross_entropy, "svm": svm_loss}
"""The losses by name; each is given scores and labels."""


def minibatches(n: int, batch_size: int, rng: np.random.Generator) -> list[np.ndarray]:
    """Return one epoch's mini-batches: the indices of n samples, shuffled and cut into pieces.

    Every index from 0 to n - 1 is in exactly one batch. All batches have `batch_size` indices but
    the last, which has what is left, and is never empty.

    Args:
        n: the number of samples, at least 1.
        batch_size: indices in a batch, at least 1; it may be more than n.
        rng: where the order comes from.

    Returns:
        batches, a list of arrays of integers.

    Source: Goodfellow, Bengio and Courville, Deep Learning (2016), section 8.1.3.
    """
    ### BEGIN SOLUTION
    order = rng.permutation(n)
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]
    ### END SOLUTION


def train_classifier(
    x: np.ndarray,
    y: np.ndarray,
    *,
    loss: str,
    lam: float,
    lr: float,
    epochs: int,
    batch_size: int,
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Train a linear classifier by stochastic gradient descent, and return it with its history.

    It starts from w = 0 and b = 0. In each epoch it goes once through new `minibatches`, and for
    each of them makes one step ``w - lr * dw``, ``b - lr * db`` down the gradient of this loss: the
    batch's mean cross-entropy or hinge loss, plus ``l2_penalty(w, lam)``. Biases are not penalised.

    Args:
        x: samples, float64 (N, D).
        y: the right classes, integers 0 to C - 1; the largest of them says what C is (N,).
        loss: a name in LOSSES; "svm" has its default margin.
        lam: the strength of the penalty.
        lr: the learning rate.
        epochs: how often to go through all samples.
        batch_size: samples in a mini-batch.
        rng: where the order of the samples comes from.

    Returns:
        w, float64 (D, C); b, float64 (C,); and history, float64 (epochs,): after each epoch, the
        loss of all N samples with the penalty in it.

    Source: Goodfellow, Bengio and Courville, Deep Learning (2016), section 8.3.1.
    """
    ### BEGIN SOLUTION
    loss_of = LOSSES[loss]
    classes = int(y.max()) + 1
    w, b = np.zeros((x.shape[1], classes)), np.zeros(classes)
    history = []
    for _ in range(epochs):
        for batch in minibatches(len(x), batch_size, rng):
            _, dscores = loss_of(linear_scores(x[batch], w, b), y[batch])
            _, dpenalty = l2_penalty(w, lam)
            w = w - lr * (x[batch].T @ dscores + dpenalty)
            b = b - lr * dscores.sum(axis=0)
        data_loss, _ = loss_of(linear_scores(x, w, b), y)
        history.append(data_loss + l2_penalty(w, lam)[0])
    return w, b, np.array(history)
    ### END SOLUTION
