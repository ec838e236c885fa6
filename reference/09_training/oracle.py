"""The same functions in PyTorch: the second opinion that every answer is held against.

`fit` here is PyTorch's own loop: autograd, torch.optim and torch.optim.lr_scheduler, from the same
parameters and through the same mini-batches. Of the bug hunt it knows what has one right answer;
dropout is judged by properties. NumPy arrays, numbers, strings and lists of those in, float64
arrays out. Every function is pure. torch is imported in no other file of this assignment.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 (PyTorch's documentation calls it F)
from torch import Tensor
from torch.optim import lr_scheduler

Array = np.ndarray
Parameters = Sequence[tuple[Array, Array]]
MOMENTUM = 0.9


def _tensor(array: Array | float) -> Tensor:
    """Copy any array or number, whatever its dtype and strides, to a float64 leaf."""
    return torch.tensor(np.array(array, dtype=np.float64, order="C"), requires_grad=True)


def _labels(y: Array) -> Tensor:
    return torch.tensor(np.array(y, dtype=np.int64))


def _optimizer(name: str, parameters: list[Tensor], lr: float) -> torch.optim.Optimizer:
    if name == "adam":
        return torch.optim.Adam(parameters, lr=lr)
    return torch.optim.SGD(parameters, lr=lr, momentum=MOMENTUM if name == "momentum" else 0.0)


def _scheduler(
    name: str, optimizer: torch.optim.Optimizer, steps: int
) -> lr_scheduler.LRScheduler | None:
    if name == "cosine":
        return lr_scheduler.CosineAnnealingLR(optimizer, T_max=steps)
    if name == "step":
        quarters = [math.ceil(quarter * steps / 4) for quarter in (1, 2, 3)]
        return lr_scheduler.MultiStepLR(optimizer, milestones=quarters, gamma=0.5)
    return None


def fit(
    params: Parameters,
    x: Array,
    y: Array,
    optimizer: str,
    schedule: str,
    lr: float,
    batches: Sequence[Sequence[Array]],
    lam: float,
) -> tuple[list[tuple[Array, Array]], Array]:
    """Train; params and history."""
    layers = [(_tensor(w), _tensor(b)) for w, b in params]
    leaves = [leaf for layer in layers for leaf in layer]
    stepper = _optimizer(optimizer, leaves, lr)
    scheduler = _scheduler(schedule, stepper, sum(map(len, batches)))
    history = []
    for batch in (batch for epoch in batches for batch in epoch):
        h = torch.tensor(np.asarray(x, dtype=np.float64)[batch])
        for w, b in layers[:-1]:
            h = torch.relu(h @ w + b)
        w, b = layers[-1]
        penalty = sum(((w**2).sum() for w, _ in layers), torch.zeros((), dtype=torch.float64))
        loss = F.cross_entropy(h @ w + b, _labels(y[batch])) + 0.5 * lam * penalty
        stepper.zero_grad()
        torch.autograd.backward(loss)
        stepper.step()
        if scheduler is not None:
            scheduler.step()
        history.append(loss.item())
    return [(w.detach().numpy(), b.detach().numpy()) for w, b in layers], np.array(history)


# The bug hunt


def standardize(x_train: Array, x_test: Array) -> tuple[Array, Array]:
    """Standardize both by the training samples."""
    train, test = _tensor(x_train).detach(), _tensor(x_test).detach()
    std, mean = torch.std_mean(train, dim=0, unbiased=False)
    std = torch.where(std > 0, std, torch.ones_like(std))
    return ((train - mean) / std).numpy(), ((test - mean) / std).numpy()


def linear_backward(x: Array, w: Array, b: Array, dout: Array) -> tuple[Array, Array, Array]:
    """Return dx, dw and db."""
    leaves = [_tensor(x), _tensor(w), _tensor(b)]
    out = leaves[0] @ leaves[1] + leaves[2]
    dx, dw, db = torch.autograd.grad(out, leaves, _tensor(dout).detach())
    return dx.numpy(), dw.numpy(), db.numpy()


def relu_backward(x: Array, dout: Array) -> Array:
    """Return dx."""
    leaf = _tensor(x)
    (dx,) = torch.autograd.grad(torch.relu(leaf), leaf, _tensor(dout).detach())
    return np.asarray(dx.numpy())


def cross_entropy(scores: Array, y: Array) -> tuple[float, Array]:
    """Return the loss and dscores."""
    leaf = _tensor(scores)
    loss = F.cross_entropy(leaf, _labels(y))
    (dscores,) = torch.autograd.grad(loss, leaf)
    return loss.item(), dscores.numpy()


def network_forward(params: dict[str, Array], x: Array) -> Array:
    """Return the scores of the finished network."""
    w1, b1, w2, b2 = (_tensor(params[name]).detach() for name in ("w1", "b1", "w2", "b2"))
    hidden = torch.relu(_tensor(x).detach() @ w1 + b1)
    return np.asarray((hidden @ w2 + b2).numpy())


def sgd_steps(
    params: dict[str, Array], grads: Sequence[dict[str, Array]], lr: float, momentum: float
) -> tuple[Array, ...]:
    """Make a step with each of the gradients; w1, b1, w2 and b2 after them."""
    leaves = {name: _tensor(array) for name, array in params.items()}
    stepper = torch.optim.SGD(list(leaves.values()), lr=lr, momentum=momentum)
    for gradients in grads:
        for name, leaf in leaves.items():
            leaf.grad = _tensor(gradients[name]).detach()
        stepper.step()
    return tuple(leaves[name].detach().numpy() for name in ("w1", "b1", "w2", "b2"))


def train(
    params: dict[str, Array], x: Array, y: Array, epochs: int, lr: float, momentum: float
) -> tuple[Array, ...]:
    """Train on all samples at once, without dropout; w1, b1, w2, b2 and the history."""
    leaves = {name: _tensor(array) for name, array in params.items()}
    stepper = torch.optim.SGD(list(leaves.values()), lr=lr, momentum=momentum)
    history = []
    for _ in range(epochs):
        hidden = torch.relu(_tensor(x).detach() @ leaves["w1"] + leaves["b1"])
        loss = F.cross_entropy(hidden @ leaves["w2"] + leaves["b2"], _labels(y))
        stepper.zero_grad()
        torch.autograd.backward(loss)
        stepper.step()
        history.append(loss.item())
    arrays = [leaves[name].detach().numpy() for name in ("w1", "b1", "w2", "b2")]
    return (*arrays, np.array(history))
