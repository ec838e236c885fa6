"""The smallest network that is more than a linear classifier, with its loss, in one piece.

    x ──▶ x @ w1 + b1 ──▶ ReLU ──▶ h @ w2 + b2 ──▶ scores ──▶ softmax cross-entropy ──▶ loss

A network's parameters are a list with a pair (w, b) for each layer, from the input to the output;
its gradients are a list of the same form.
"""

from __future__ import annotations

import numpy as np

Layers = list[tuple[np.ndarray, np.ndarray]]


def two_layer_scores(params: Layers, x: np.ndarray) -> np.ndarray:
    """Compute ``scores = relu(x @ w1 + b1) @ w2 + b2``: no activation after the last layer.

    Args:
        params: ``[(w1, b1), (w2, b2)]``, of the shapes (D, H), (H,), (H, C) and (C,).
        x: inputs, float64 or integers (N, D).

    Returns:
        scores (N, C): one row a sample, one column a class.
    """
    ### BEGIN SOLUTION
    (w1, b1), (w2, b2) = params
    return np.maximum(x @ w1 + b1, 0.0) @ w2 + b2
    ### END SOLUTION


def two_layer_loss(
    params: Layers, x: np.ndarray, y: np.ndarray, lam: float
) -> tuple[float, Layers]:
    """Compute the regularized loss of the two-layer network, and its gradients.

    ``loss = mean over n of -log softmax(scores[n])[y[n]] + 0.5 * lam * (sum(w1**2) + sum(w2**2))``.
    Weights are regularized, biases are not. The derivative of relu at exactly 0 is 0. Scores of
    +-1000 must give finite, right values.

    Args:
        params: ``[(w1, b1), (w2, b2)]``, as for `two_layer_scores`.
        x: inputs, float64 or integers (N, D).
        y: the classes, integers from 0 to C - 1 (N,).
        lam: the strength of the L2 penalty.

    Returns:
        loss, a float, and grads, ``[(dw1, db1), (dw2, db2)]`` in the shapes of params.

    Source: Goodfellow, Bengio and Courville, Deep Learning (2016), section 6.5 and algorithm 6.4.
    """
    ### BEGIN SOLUTION
    (w1, b1), (w2, b2) = params
    n = len(x)

    z = x @ w1 + b1
    hidden = np.maximum(z, 0.0)
    scores = hidden @ w2 + b2
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    penalty = 0.5 * lam * (np.sum(w1**2) + np.sum(w2**2))
    loss = -log_p[np.arange(n), y].mean() + penalty

    dscores = np.exp(log_p)
    dscores[np.arange(n), y] -= 1.0
    dscores = dscores / n
    dz = (dscores @ w2.T) * (z > 0)
    layer1 = x.T @ dz + lam * w1, dz.sum(axis=0)
    layer2 = hidden.T @ dscores + lam * w2, dscores.sum(axis=0)
    return float(loss), [layer1, layer2]
    ### END SOLUTION
