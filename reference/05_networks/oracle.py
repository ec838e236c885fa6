"""The same functions in PyTorch: the second opinion that every answer is held against.

Gradients are torch.autograd's, so no derivative in this file was worked out by hand; a network is a
chain of torch.nn's layers. Initializers are not asked for: what they draw is judged by its moments.
NumPy arrays (or numbers) in, float64 NumPy arrays or floats out. Every function is pure. torch is
imported in no other file of this assignment.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 (PyTorch's documentation calls it F)
from torch import Tensor, nn

Parameters = Sequence[tuple[np.ndarray, np.ndarray]]
Pairs = list[tuple[np.ndarray, np.ndarray]]

ACTIVATIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "relu": F.relu,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
}


def _tensor(array: np.ndarray | float) -> Tensor:
    """Copy any array or number, whatever its dtype and strides, to a float64 leaf."""
    return torch.tensor(np.array(array, dtype=np.float64, order="C"), requires_grad=True)


def _pairs(tensors: Sequence[Tensor]) -> Pairs:
    """A list of (w, b) from w, b, w, b, ..."""
    arrays = [t.detach().numpy() for t in tensors]
    return list(zip(arrays[::2], arrays[1::2], strict=True))


def _scores(leaves: Sequence[Tensor], x: Tensor, activation: str) -> Tensor:
    """Send x through the layers w, b, w, b, ...; torch holds its weights transposed."""
    for i in range(0, len(leaves), 2):
        if i:
            x = ACTIVATIONS[activation](x)
        x = F.linear(x, leaves[i].T, leaves[i + 1])
    return x


def _leaves(params: Parameters) -> list[Tensor]:
    return [_tensor(array) for pair in params for array in pair]


def threshold_unit(x: np.ndarray, w: np.ndarray, b: float) -> np.ndarray:
    """Return out (N,): torch's step function, with the value 0 at 0."""
    z = _tensor(x) @ _tensor(w) + b
    out: np.ndarray = torch.heaviside(z.detach(), torch.zeros((), dtype=z.dtype)).numpy()
    return out


def relu_bump(x: np.ndarray, left: float, right: float, height: float) -> np.ndarray:
    """Return y in the shape of x: NumPy's linear interpolation between the three corners.

    No ReLU in it, and nothing of torch's: it has no interpolation through given points.
    """
    corners = [left, (left + right) / 2, right]
    return np.interp(np.asarray(x, dtype=np.float64), corners, [0.0, height, 0.0])


def dead_units(h: np.ndarray) -> np.ndarray:
    """Return mask (H,)."""
    largest = _tensor(h).detach().max(dim=0).values
    mask: np.ndarray = (largest <= 0).numpy()
    return mask


def count_parameters(sizes: Sequence[int]) -> int:
    """Return how many elements the parameters of torch's own layers have."""
    layers = [nn.Linear(a, b) for a, b in pairwise(sizes)]
    return sum(p.numel() for p in nn.Sequential(*layers).parameters())


def collapse_linear(
    w1: np.ndarray, b1: np.ndarray, w2: np.ndarray, b2: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return w and b, by what two layers make of no input, and of every unit vector."""
    leaves = _leaves([(w1, b1), (w2, b2)])

    def both(x: Tensor) -> Tensor:
        return F.linear(F.linear(x, leaves[0].T, leaves[1]), leaves[2].T, leaves[3])

    count = len(leaves[0])
    b = both(torch.zeros(count, dtype=torch.float64)).detach()
    w = both(torch.eye(count, dtype=torch.float64)).detach() - b
    return w.numpy(), b.numpy()


def two_layer_scores(params: Parameters, x: np.ndarray) -> np.ndarray:
    """Return scores (N, C)."""
    return mlp_forward(params, x, "relu")


def two_layer_loss(
    params: Parameters, x: np.ndarray, y: np.ndarray, lam: float
) -> tuple[float, Pairs]:
    """Return loss and grads."""
    return mlp_loss(params, x, y, "relu", lam)


def mlp_forward(params: Parameters, x: np.ndarray, activation: str) -> np.ndarray:
    """Return scores (N, C)."""
    scores: np.ndarray = _scores(_leaves(params), _tensor(x), activation).detach().numpy()
    return scores


def mlp_backward(
    params: Parameters, x: np.ndarray, activation: str, dscores: np.ndarray
) -> tuple[Pairs, np.ndarray]:
    """Return grads and dx."""
    leaves, inputs = _leaves(params), _tensor(x)
    scores = _scores(leaves, inputs, activation)
    *grads, dx = torch.autograd.grad(scores, [*leaves, inputs], _tensor(dscores))
    return _pairs(grads), dx.numpy()


def mlp_loss(
    params: Parameters, x: np.ndarray, y: np.ndarray, activation: str, lam: float
) -> tuple[float, Pairs]:
    """Return loss and grads."""
    leaves = _leaves(params)
    labels = torch.tensor(np.array(y, dtype=np.int64))
    loss = F.cross_entropy(_scores(leaves, _tensor(x), activation), labels)
    loss = loss + 0.5 * lam * sum(w.square().sum() for w in leaves[::2])
    return loss.item(), _pairs(torch.autograd.grad(loss, leaves))


def gradient_norms(params: Parameters, x: np.ndarray, y: np.ndarray, activation: str) -> np.ndarray:
    """Return norms (L,)."""
    _, grads = mlp_loss(params, x, y, activation, 0.0)
    return np.array([torch.linalg.vector_norm(torch.tensor(dw)).item() for dw, _ in grads])
