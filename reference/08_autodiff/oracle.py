"""The same derivatives by torch.autograd: the second opinion that every answer is held against.

A check computes with the student's class by a text of ours: ``x * y + x.sin()``, or a function with
loops and branches. The text is Python and names no class, so here it runs on PyTorch's tensors,
which know the same methods; what is right is PyTorch's to say. NumPy arrays and numbers in, float64
arrays and floats out. torch is imported in no other file of this assignment.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import torch


class _Leaf(torch.Tensor):
    """A tensor whose maximum takes a number, too, as `Value.maximum` does; so do its results."""

    def maximum(self, other: Any) -> torch.Tensor:
        return torch.maximum(self, torch.as_tensor(other, dtype=self.dtype))


def _function(source: str) -> Callable[..., Any]:
    """The function that a text of a check's defines."""
    namespace: dict[str, Any] = {}
    exec(source, namespace)  # noqa: S102 - written by whoever wrote the check
    found: Callable[..., Any] = namespace["f"]
    return found


def _constant(array: Any) -> torch.Tensor:
    return torch.tensor(np.array(array, dtype=np.float64, order="C"))


def _leaf(array: Any) -> torch.Tensor:
    leaf: torch.Tensor = _constant(array).as_subclass(_Leaf)
    return leaf.requires_grad_()


def _plain(tensor: torch.Tensor) -> Any:
    """An array, or a float where the shape is ()."""
    array = tensor.detach().as_subclass(torch.Tensor).numpy()
    return array if array.ndim else float(array)


def derivatives(source: str, *numbers: float) -> tuple[float, ...]:
    """Return the value of `f`, which `source` defines, and its derivative by each number."""
    return gradients(source, numbers)


def gradients(source: str, leaves: tuple[Any, ...], constants: tuple[Any, ...] = ()) -> Any:
    """Return what `f` makes of leaves and constants, and the gradient of its sum by each leaf."""
    inputs = [_leaf(leaf) for leaf in leaves]
    out = _function(source)(*inputs, *map(_constant, constants))
    found = torch.autograd.grad(out.sum(), inputs, allow_unused=True, materialize_grads=True)
    return (_plain(out), *map(_plain, found))


def jvp(source: str, x: np.ndarray, v: np.ndarray) -> tuple[Any, Any]:
    """Return `f` of a list of numbers, and its derivative in the direction v, by torch.func.jvp."""
    function = _function(source)

    def stacked(x: torch.Tensor) -> torch.Tensor:
        out = function(list(x))
        if not isinstance(out, list):
            return torch.as_tensor(out, dtype=torch.float64)
        return torch.stack([torch.as_tensor(one, dtype=torch.float64) for one in out])

    with warnings.catch_warnings():  # forward mode loads what PyTorch itself has deprecated
        warnings.simplefilter("ignore", DeprecationWarning)
        found = torch.func.jvp(stacked, (_constant(x),), (_constant(v),))
    return _plain(found[0]), _plain(found[1])


def unbroadcast(grad: np.ndarray, shape: tuple[int, ...]) -> Any:
    """Return what reaches an operand of this shape: the gradient of its broadcast, times grad."""
    operand = torch.zeros(shape, dtype=torch.float64, requires_grad=True)
    stretched = operand.broadcast_to(grad.shape)
    return _plain(torch.autograd.grad(stretched, operand, _constant(grad))[0])
