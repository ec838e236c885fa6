"""Training: the loop that turns a network, a loss and an optimizer into something that works.

    params ──▶ loss and gradients of a mini-batch ──▶ optimizer's step at the schedule's rate ──┐
      ▲                                                                                        │
      └────────────────────────────────────────────────────────────────────────────────────────┘

The first half of this file is given to you: a network (05), three optimizers and three schedules
(06). The second half is yours. Conventions:

- Parameters are a list with a pair (w, b) for each layer, from the input to the output; the hidden
  layers have ReLUs. A list with one pair is a linear classifier.
- No argument is ever modified, and nothing is remembered from one call to the next.
- Random numbers come from the generator that is passed in, and from nowhere else.
- Results are float64.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

Parameters = list[tuple[np.ndarray, np.ndarray]]
Epoch = Sequence[np.ndarray]
"""One pass over the samples: the indices of each mini-batch."""

# Given: a network


def init_mlp(sizes: Sequence[int], rng: np.random.Generator) -> Parameters:
    """Draw He's initial weights, ``N(0, 2 / fan_in)``, and biases of 0.

    Args:
        sizes: the widths of the layers, from the input to the output.
        rng: where the weights come from.

    Returns:
        params, a list with a pair (w, b) for each layer.
    """
    return [
        (rng.normal(0.0, math.sqrt(2.0 / fan_in), (fan_in, fan_out)), np.zeros(fan_out))
        for fan_in, fan_out in pairwise(sizes)
    ]


def mlp_scores(params: Parameters, x: np.ndarray) -> np.ndarray:
    """Send a batch x (N, D) through linear layers with ReLUs between them; scores (N, C)."""
    for w, b in params[:-1]:
        x = np.maximum(x @ w + b, 0.0)
    w, b = params[-1]
    return x @ w + b


def mlp_loss(
    params: Parameters, x: np.ndarray, y: np.ndarray, lam: float = 0.0
) -> tuple[float, Parameters]:
    """Compute the regularized loss of a batch, and its gradients.

    ``loss = mean over n of -log softmax(scores[n])[y[n]] + 0.5 * lam * (sum of all w**2)``, where
    the sum is over the weights of all layers, and no biases.

    Args:
        params: a pair (w, b) for each layer.
        x: inputs, float64 (N, D).
        y: the classes, integers from 0 to C - 1 (N,).
        lam: the strength of the L2 penalty.

    Returns:
        loss, a float, and grads, a list with a pair (dw, db) for each layer.
    """
    inputs = [x]
    for w, b in params[:-1]:
        inputs.append(np.maximum(inputs[-1] @ w + b, 0.0))
    w, b = params[-1]
    scores = inputs[-1] @ w + b
    rows = np.arange(len(y))
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    d = np.exp(log_p)
    d[rows, y] -= 1.0
    d /= len(y)
    grads: Parameters = []
    for (w, _), h in zip(params[::-1], inputs[::-1], strict=True):
        grads.append((h.T @ d + lam * w, d.sum(axis=0)))
        d = (d @ w.T) * (h > 0)
    penalty = 0.5 * lam * sum(float(np.sum(w**2)) for w, _ in params)
    return float(-log_p[rows, y].mean()) + penalty, grads[::-1]


# Given: optimizers. Each makes one step of one array: (w, g, state, lr) -> (w_new, state_new),
# where state is None at the first step. Nothing that is passed in is modified.


def sgd_step(w: np.ndarray, g: np.ndarray, state: Any, lr: float) -> tuple[np.ndarray, Any]:
    """Step down the gradient: ``w <- w - lr * g``. The state stays None."""
    return w - lr * g, state


def momentum_step(w: np.ndarray, g: np.ndarray, state: Any, lr: float) -> tuple[np.ndarray, Any]:
    """Roll with momentum 0.9: ``v <- 0.9 * v + g``, ``w <- w - lr * v``. The state is v."""
    v = g if state is None else 0.9 * state + g
    return w - lr * v, v


def adam_step(w: np.ndarray, g: np.ndarray, state: Any, lr: float) -> tuple[np.ndarray, Any]:
    """Make a step of Adam, with PyTorch's defaults: betas 0.9 and 0.999, eps 1e-8.

    ``t <- t + 1``, ``m <- 0.9 * m + 0.1 * g``, ``v <- 0.999 * v + 0.001 * g**2``, and
    ``w <- w - lr * (m / (1 - 0.9**t)) / (sqrt(v / (1 - 0.999**t)) + eps)``. The state is (t, m, v).
    """
    t, m, v = (0, np.zeros_like(w), np.zeros_like(w)) if state is None else state
    t, m, v = t + 1, 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
    step = (m / (1.0 - 0.9**t)) / (np.sqrt(v / (1.0 - 0.999**t)) + 1e-8)
    return w - lr * step, (t, m, v)


OPTIMIZERS: dict[str, Callable[..., tuple[np.ndarray, Any]]] = {
    "sgd": sgd_step,
    "momentum": momentum_step,
    "adam": adam_step,
}

# Given: schedules. Each is asked for the rate of step t = 0, 1, ..., steps - 1, of `steps` in all.


def constant(t: int, steps: int, lr: float) -> float:
    """Keep the rate: ``lr``."""
    return lr


def step_decay(t: int, steps: int, lr: float) -> float:
    """Halve the rate after each quarter of the steps: ``lr * 0.5**((4 * t) // steps)``."""
    return lr * 0.5 ** ((4 * t) // steps)


def cosine(t: int, steps: int, lr: float) -> float:
    """Let the rate glide to 0: ``lr * (1 + cos(pi * t / steps)) / 2``."""
    return lr * (1.0 + math.cos(math.pi * t / steps)) / 2.0


SCHEDULES: dict[str, Callable[[int, int, float], float]] = {
    "constant": constant,
    "step": step_decay,
    "cosine": cosine,
}

# Given: mini-batches, and something to see while you wait


def shuffled_batches(
    n: int, epochs: int, rng: np.random.Generator, batch_size: int = 32
) -> list[Epoch]:
    """Shuffle the indices of n samples anew for each epoch, and cut them into mini-batches."""
    orders = [rng.permutation(n) for _ in range(epochs)]
    return [[order[i : i + batch_size] for i in range(0, n, batch_size)] for order in orders]


def show_epoch(number: int, losses: Sequence[float]) -> None:
    """Print the mean loss of epoch `number`, counted from 0: what `fit` may be given to `show`."""
    print(f"epoch {number + 1}: mean loss {np.mean(losses):.4f}")


# Yours


def fit(
    params: Parameters,
    x: np.ndarray,
    y: np.ndarray,
    *,
    optimizer: str,
    schedule: str,
    lr: float,
    batches: Sequence[Epoch],
    lam: float = 0.0,
    show: Callable[[int, Sequence[float]], None] | None = None,
) -> tuple[Parameters, np.ndarray]:
    new = []
    for w, b in params:
        new.append([w.copy(), b.copy()])
    number_of_steps = 0
    for epoch in batches:
        for batch in epoch:
            number_of_steps = number_of_steps + 1
    w_states = [None for layer in new]
    b_states = [None for layer in new]
    history = []
    t = 0
    for e in range(len(batches)):
        losses = []
        for k in range(len(batches[e])):
            index = batches[e][k]
            loss, grads = mlp_loss([(w, b) for w, b in new], x[index], y[index], lam)
            history.append(loss)
            losses.append(loss)
            rate = SCHEDULES[schedule](t, number_of_steps, lr)
            for i in range(len(new)):
                dw, db = grads[i]
                new[i][0], w_states[i] = OPTIMIZERS[optimizer](new[i][0], dw, w_states[i], rate)
                new[i][1], b_states[i] = OPTIMIZERS[optimizer](new[i][1], db, b_states[i], rate)
            t = t + 1
        if show is not None:
            show(e, losses)
    result = []
    for w, b in new:
        result.append((w, b))
    return result, np.array(history)


def overfit_small_batch(
    x: np.ndarray, y: np.ndarray, steps: int, rng: np.random.Generator
) -> tuple[Parameters, np.ndarray]:
    params = init_mlp([x.shape[1], 80, int(y.max()) + 1], rng)
    everything = np.arange(len(x))
    return fit(params, x, y, optimizer="momentum", schedule="constant", lr=0.2, batches=[[everything] for _ in range(min(steps, 100))])


def digits(x: np.ndarray, y: np.ndarray, rng: np.random.Generator) -> Parameters:
    """Train a network that reads handwritten digits: test accuracy at least 0.96.

    Everything is yours to choose, but the network is an MLP with ReLUs, as `mlp_scores` computes
    it: the test samples are sent through it, the class with the highest score is the answer, and
    you never see them. Keep samples of your own aside to compare choices by, then train on all.
    It should take a few seconds at most.

    Args:
        x: images, a row each, float64 (N, D) in [0, 1]; of the digits, N = 1437 and D = 64.
        y: their classes, integers from 0 to C - 1 (N,); the largest of them says what C is.
        rng: where all random numbers come from.

    Returns:
        params, a pair (w, b) for each layer.
    """
    sizes = [x.shape[1], 100, int(y.max()) + 1]
    batches = []
    for _ in range(12):
        order = rng.permutation(len(x))
        batches.append(np.array_split(order, max(1, len(x) // 50)))
    return fit(init_mlp(sizes, rng), x, y, optimizer="momentum", schedule="cosine", lr=0.2, batches=batches)[0]
