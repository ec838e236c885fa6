"""The same functions in PyTorch: what every grader here that imports torch holds answers against.

NumPy arrays in, float64 NumPy arrays or floats out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 (PyTorch's documentation calls it F)
from torch import Tensor


def _leaf(array: np.ndarray) -> Tensor:
    return torch.tensor(array, dtype=torch.float64, requires_grad=True)


def _pull(
    function: Callable[..., Tensor], dout: np.ndarray, *arrays: np.ndarray
) -> tuple[np.ndarray, ...]:
    leaves = [_leaf(array) for array in arrays]
    gradients = torch.autograd.grad(function(*leaves), leaves, torch.tensor(dout))
    return tuple(gradient.numpy() for gradient in gradients)


def _linear(x: Tensor, w: Tensor, b: Tensor) -> Tensor:
    return F.linear(x, w.T, b)


def linear_forward(x: np.ndarray, w: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return out (N, M)."""
    return _linear(*map(torch.tensor, (x, w, b))).numpy()


def linear_backward(
    x: np.ndarray, w: np.ndarray, b: np.ndarray, dout: np.ndarray
) -> tuple[np.ndarray, ...]:
    """Return dx, dw and db."""
    return _pull(_linear, dout, x, w, b)


def relu_forward(x: np.ndarray) -> np.ndarray:
    """Return out, in the shape of x."""
    return F.relu(torch.tensor(x)).numpy()


def relu_backward(x: np.ndarray, dout: np.ndarray) -> np.ndarray:
    """Return dx."""
    return _pull(F.relu, dout, x)[0]


def sigmoid_forward(x: np.ndarray) -> np.ndarray:
    """Return out, in the shape of x."""
    return torch.sigmoid(torch.tensor(x)).numpy()


def softmax_cross_entropy(logits: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
    """Return the mean loss and its gradient."""
    leaf = _leaf(logits)
    loss = F.cross_entropy(leaf, torch.tensor(y))
    (gradient,) = torch.autograd.grad(loss, leaf)
    return loss.item(), gradient.numpy()


def _steps(
    optimizer: type[torch.optim.Optimizer], w: np.ndarray, gradients: np.ndarray, **options: Any
) -> np.ndarray:
    parameter = torch.nn.Parameter(torch.tensor(w))
    stepper = optimizer([parameter], **options)
    steps = []
    for g in gradients:
        parameter.grad = torch.tensor(g)
        stepper.step()
        steps.append(parameter.detach().numpy().copy())
    return np.stack(steps)


def sgd_step(w: np.ndarray, gradients: np.ndarray) -> np.ndarray:
    """Return w after each step, with a rate of 0.1 and a weight decay of 0.3."""
    return _steps(torch.optim.SGD, w, gradients, lr=0.1, weight_decay=0.3)


def adam_step(w: np.ndarray, gradients: np.ndarray) -> np.ndarray:
    """Return w after each step, with a rate of 0.1."""
    return _steps(torch.optim.Adam, w, gradients, lr=0.1)
