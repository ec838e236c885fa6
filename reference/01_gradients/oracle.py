"""The same derivatives by torch.autograd: the second opinion that every answer is held against.

A check passes functions of its own to the student's code. Here they are known by name, written once
more in PyTorch: ``gradient("waves", x)`` is the exact gradient of what the check calls "waves". No
derivative in this file was worked out by hand. NumPy arrays (or numbers) in, float64 NumPy arrays
or floats out. torch is imported in no other file of this assignment.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor

Function = Callable[[Tensor], Tensor]


def _tensor(array: np.ndarray | float) -> Tensor:
    """Copy any array or number, whatever its dtype and strides, to a float64 leaf."""
    return torch.tensor(np.array(array, dtype=np.float64, order="C"), requires_grad=True)


def _derivative(function: Function, x: np.ndarray | float) -> np.ndarray:
    """Return the derivatives of ``sum(function(x))``: elementwise ones, or the gradient."""
    leaf = _tensor(x)
    gradient: np.ndarray = torch.autograd.grad(function(leaf).sum(), leaf)[0].numpy()
    return gradient


def _count(x: Tensor) -> Tensor:
    """Return 1, 2, ... in the shape of x, so that no two elements play the same part."""
    return torch.arange(1.0, x.numel() + 1, dtype=torch.float64).reshape(x.shape)


CURVES: dict[str, Function] = {
    "cubic": lambda x: x**3 - 2 * x,
    "sine": torch.sin,
    "exponential": torch.exp,
    "square": torch.square,
    "half square": lambda x: x**2 / 2,
    "constant": lambda x: 0 * x + 3.0,
    "ripple": lambda x: torch.sin(1000 * x) / 1000 + x,
}
"""Functions of one number, or of each element of an array."""


def _waves(x: Tensor) -> Tensor:
    """Return a sum of sines, coupled by the square of the sum of all elements."""
    return (_count(x) * torch.sin(x)).sum() + x.sum() ** 2 / 4


FIELDS: dict[str, Function] = {
    "waves": _waves,
    "waves of 2 x": lambda x: _waves(2 * x),
}
"""Functions of an array that return one number."""

MAPS: dict[str, Function] = {
    "polar": lambda x: torch.stack([x[0] * torch.cos(x[1]), x[0] * torch.sin(x[1]), x[0] ** 2]),
    "mixed": lambda x: torch.stack(
        [x[0] * x[1] + x[3] ** 2, torch.sin(x[2]) * x[3], torch.exp(x[1])]
    ),
    "height": lambda x: torch.stack([torch.sin(x[0]) * x[1] + x[2] ** 2]),
    "curve": lambda x: torch.stack([torch.sin(x[0]), torch.cos(x[0]), x[0] ** 2, x[0]]),
}
"""Functions of a vector that return a vector."""

OUTER: dict[str, Function] = {
    "blend": lambda u: (_count(u) * u**2).sum() + u.prod(),
}
"""Functions of several numbers, here one vector, that return one number."""


def derivative(name: str, x: float) -> float:
    """Return the derivative of the curve of this name."""
    return float(_derivative(CURVES[name], x))


def tangent_line(name: str, c: float) -> tuple[float, float]:
    """Return slope and intercept."""
    slope = derivative(name, c)
    return slope, CURVES[name](_tensor(c)).item() - slope * c


def chain(names: tuple[str, ...], x: np.ndarray | float) -> np.ndarray:
    """Return the derivative of the composition of these curves, outermost first."""

    def composition(x: Tensor) -> Tensor:
        for name in reversed(names):
            x = CURVES[name](x)
        return x

    return _derivative(composition, x)


def total_derivative(outer: str, parts: tuple[str, ...], x: float) -> float:
    """Return the derivative of ``outer(parts[0](x), parts[1](x), ...)``."""
    along = _derivative(lambda x: OUTER[outer](torch.stack([CURVES[p](x) for p in parts])), x)
    return float(along)


def gradient(name: str, x: np.ndarray) -> np.ndarray:
    """Return the gradient of the field of this name, in the shape of x."""
    return _derivative(FIELDS[name], x)


def jacobian(name: str, x: np.ndarray) -> np.ndarray:
    """Return the Jacobian (m, n) of the map of this name."""
    matrix: np.ndarray = torch.func.jacrev(MAPS[name])(_tensor(x)).detach().numpy()
    return matrix


def d_sin(x: np.ndarray | float) -> np.ndarray:
    """Return the derivative of the sine."""
    return _derivative(torch.sin, x)


def d_cos(x: np.ndarray | float) -> np.ndarray:
    """Return the derivative of the cosine."""
    return _derivative(torch.cos, x)


def d_tan(x: np.ndarray | float) -> np.ndarray:
    """Return the derivative of the tangent."""
    return _derivative(torch.tan, x)


def d_cot(x: np.ndarray | float) -> np.ndarray:
    """Return the derivative of the cotangent."""
    return _derivative(lambda x: torch.cos(x) / torch.sin(x), x)


def d_sec(x: np.ndarray | float) -> np.ndarray:
    """Return the derivative of the secant."""
    return _derivative(lambda x: 1 / torch.cos(x), x)


def d_csc(x: np.ndarray | float) -> np.ndarray:
    """Return the derivative of the cosecant."""
    return _derivative(lambda x: 1 / torch.sin(x), x)
