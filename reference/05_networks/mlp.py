"""The multilayer perceptron: linear layers of any number, with an activation between them.

    x ──▶ linear ──▶ activation ──▶ linear ──▶ activation ──▶ ... ──▶ linear ──▶ scores

The same two steps are repeated, so a loop over the parameters does it. Parameters are a list with a
pair (w, b) for each layer, from the input to the output; gradients are a list of the same form.
After the last linear layer there is no activation: what follows is the loss. With one pair in the
list there is no hidden layer, and the network is a linear classifier.

`activation` is the name of the hidden layers' function, "relu", "sigmoid" or "tanh".
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from initializers import glorot_normal, he_normal

Parameters = list[tuple[np.ndarray, np.ndarray]]


### BEGIN SOLUTION
# The function, and its derivative computed from its output h.
_ACTIVATIONS: dict[str, Any] = {
    "relu": (lambda z: np.maximum(z, 0.0), lambda h: h > 0),
    "sigmoid": (lambda z: np.exp(-np.logaddexp(0.0, -z)), lambda h: h * (1.0 - h)),
    "tanh": (np.tanh, lambda h: 1.0 - h**2),
}


def _cross_entropy(scores: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
    """Compute the mean softmax cross-entropy and its gradient."""
    rows = np.arange(len(scores))
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dscores = np.exp(log_p)
    dscores[rows, y] -= 1.0
    return -log_p[rows, y].mean(), dscores / len(scores)


### END SOLUTION


def init_mlp(
    sizes: Sequence[int], rng: np.random.Generator, activation: str = "relu"
) -> Parameters:
    """Draw the parameters of a network to start from.

    Weights of all layers are drawn by your `he_normal` where the activation is "relu", and by your
    `glorot_normal` where it is "sigmoid" or "tanh". Biases are 0.

    Args:
        sizes: the widths of the layers from the input to the output, at least two.
        rng: where all randomness comes from.
        activation: of the hidden layers.

    Returns:
        params, a list with a pair (w, b) for each layer, of the shapes (sizes[i], sizes[i + 1]) and
        (sizes[i + 1],).
    """
    ### BEGIN SOLUTION
    draw = {"relu": he_normal, "sigmoid": glorot_normal, "tanh": glorot_normal}[activation]
    return [(draw(fan_in, fan_out, rng), np.zeros(fan_out)) for fan_in, fan_out in pairwise(sizes)]
    ### END SOLUTION


def mlp_forward(
    params: Parameters, x: np.ndarray, activation: str = "relu"
) -> tuple[np.ndarray, Any]:
    """Send a batch through the network.

    Args:
        params: a pair (w, b) for each layer.
        x: inputs, float64 or integers (N, D).
        activation: of the hidden layers.

    Returns:
        scores (N, C), and the cache for `mlp_backward`.
    """
    ### BEGIN SOLUTION
    activate, _ = _ACTIVATIONS[activation]
    inputs = [x]  # of every layer
    for w, b in params[:-1]:
        inputs.append(activate(inputs[-1] @ w + b))
    w, b = params[-1]
    return inputs[-1] @ w + b, (params, inputs, activation)
    ### END SOLUTION


def mlp_backward(dscores: np.ndarray, cache: Any) -> tuple[Parameters, np.ndarray]:
    """Pull `dscores` back through the network, from its end to its beginning.

    Through a linear layer ``dw = inputs.T @ d``, ``db`` is the sum of d over the samples, and
    ``d @ w.T`` goes on to the activation before it, with the derivative of which it is multiplied.
    No division by N. The derivative of relu at exactly 0 is 0.

    Args:
        dscores: gradient of the loss with respect to the scores, float64 (N, C).
        cache: what `mlp_forward` returned as its second result.

    Returns:
        grads, a list with a pair (dw, db) for each layer, from the input to the output as in
        params, and dx (N, D).
    """
    ### BEGIN SOLUTION
    params, inputs, activation = cache
    _, slope = _ACTIVATIONS[activation]
    grads: Parameters = []
    d = dscores
    for i in reversed(range(len(params))):
        w, _ = params[i]
        grads.append((inputs[i].T @ d, d.sum(axis=0)))
        dinputs = d @ w.T
        d = dinputs * slope(inputs[i]) if i else dinputs  # x came through no activation
    return grads[::-1], d
    ### END SOLUTION


def mlp_loss(
    params: Parameters, x: np.ndarray, y: np.ndarray, activation: str = "relu", lam: float = 0.0
) -> tuple[float, Parameters]:
    """Compute the regularized loss of the network, and its gradients, from your parts.

    ``loss = mean over n of -log softmax(scores[n])[y[n]] + 0.5 * lam * (sum of all w**2)``, where
    the sum is over the weights of all layers, and no biases. Scores of +-1000 must give finite,
    right values.

    Args:
        params: a pair (w, b) for each layer.
        x: inputs, float64 or integers (N, D).
        y: the classes, integers from 0 to C - 1 (N,).
        activation: of the hidden layers.
        lam: the strength of the L2 penalty.

    Returns:
        loss, a float, and grads, a list with a pair (dw, db) for each layer.
    """
    ### BEGIN SOLUTION
    scores, cache = mlp_forward(params, x, activation)
    loss, dscores = _cross_entropy(scores, y)
    grads, _ = mlp_backward(dscores, cache)
    for i, (w, _) in enumerate(params):
        dw, db = grads[i]
        loss = loss + 0.5 * lam * np.sum(w**2)
        grads[i] = dw + lam * w, db
    return float(loss), grads
    ### END SOLUTION


def gradient_norms(
    params: Parameters, x: np.ndarray, y: np.ndarray, activation: str = "relu"
) -> np.ndarray:
    """Measure how much of the gradient reaches each layer.

    Args:
        params: a pair (w, b) for each layer.
        x: inputs, float64 or integers (N, D).
        y: the classes, integers from 0 to C - 1 (N,).
        activation: of the hidden layers.

    Returns:
        norms, float64 (L,), for L layers from the input to the output: the Euclidean norm
        ``sqrt(sum(dw**2))`` of each layer's weight gradient, for the loss without a penalty.
    """
    ### BEGIN SOLUTION
    _, grads = mlp_loss(params, x, y, activation)
    return np.array([np.sqrt(np.sum(dw**2)) for dw, _ in grads])
    ### END SOLUTION
