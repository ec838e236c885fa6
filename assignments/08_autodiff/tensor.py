"""Reverse mode on arrays: a `Tensor` is a `Value` whose data are an array.

What is new is that shapes may differ: NumPy stretches ("broadcasts") the smaller operand, so in the
graph each of its elements reaches the result on several paths, and backward has to add over them.
That sum is `unbroadcast`, and a gradient always has the shape of what it is the gradient of.

The conventions are those of `Value`; the other operand may be a `Tensor`, an array or a number.
"""

from __future__ import annotations

from typing import Any

import numpy as np

Array = np.ndarray


def unbroadcast(grad: Array, shape: tuple[int, ...]) -> Array:
    """Return the sum of `grad` over the axes along which an array of `shape` was stretched to it.

        grad (2, 3, 4), shape (3, 1)  ->  sum over axis 0, and over axis 2, which is kept

    NumPy aligns shapes at their last axes: it puts missing axes in front, and repeats axes of size
    1. The sum undoes both.

    Args:
        grad: a gradient, in the shape of a result.
        shape: that of an operand, which can be broadcast to that of `grad`.

    Returns:
        An array of `shape`; `grad` is not modified.
    """
    raise NotImplementedError("unbroadcast")


class Tensor:
    """An array `data`, and `grad`, of the same shape, zeros at first; both float64.

    Args:
        data: an array, a list or a number; integers become floats.
    """

    __array_ufunc__ = None  # NumPy leaves array * tensor to __rmul__, and does not loop over it

    data: Array
    grad: Array

    def __init__(self, data: Any) -> None:
        raise NotImplementedError("Tensor.__init__")

    # Element by element, with broadcasting: the other operand is a Tensor, an array or a number.

    def __add__(self, other: Any) -> Tensor:
        """``self + other``."""
        raise NotImplementedError("Tensor.__add__")

    def __radd__(self, other: Any) -> Tensor:
        """``other + self`` for an array or a number."""
        raise NotImplementedError("Tensor.__radd__")

    def __sub__(self, other: Any) -> Tensor:
        """``self - other``."""
        raise NotImplementedError("Tensor.__sub__")

    def __rsub__(self, other: Any) -> Tensor:
        """``other - self`` for an array or a number."""
        raise NotImplementedError("Tensor.__rsub__")

    def __neg__(self) -> Tensor:
        """``-self``."""
        raise NotImplementedError("Tensor.__neg__")

    def __mul__(self, other: Any) -> Tensor:
        """``self * other``, element by element."""
        raise NotImplementedError("Tensor.__mul__")

    def __rmul__(self, other: Any) -> Tensor:
        """``other * self`` for an array or a number."""
        raise NotImplementedError("Tensor.__rmul__")

    def __truediv__(self, other: Any) -> Tensor:
        """``self / other``, element by element."""
        raise NotImplementedError("Tensor.__truediv__")

    def __rtruediv__(self, other: Any) -> Tensor:
        """``other / self`` for an array or a number."""
        raise NotImplementedError("Tensor.__rtruediv__")

    def relu(self) -> Tensor:
        """max(x, 0) of every element."""
        raise NotImplementedError("Tensor.relu")

    def exp(self) -> Tensor:
        """The exponential of every element."""
        raise NotImplementedError("Tensor.exp")

    def log(self) -> Tensor:
        """The natural logarithm of every element."""
        raise NotImplementedError("Tensor.log")

    # What changes the shape.

    def __matmul__(self, other: Any) -> Tensor:
        """``self @ other``, two matrices: (N, D) @ (D, M) is (N, M)."""
        raise NotImplementedError("Tensor.__matmul__")

    def __rmatmul__(self, other: Any) -> Tensor:
        """``other @ self`` for an array."""
        raise NotImplementedError("Tensor.__rmatmul__")

    def sum(self, axis: int | None = None, keepdims: bool = False) -> Tensor:
        """The sum of all elements (`axis` None), or along one axis, which keepdims leaves as 1.

        Args:
            axis: one axis, which may be counted from the end: -1 is the last.
            keepdims: as in NumPy.
        """
        raise NotImplementedError("Tensor.sum")

    # The graph.

    def backward(self) -> None:
        """Add to the `grad` of every Tensor that this one was computed from the gradient by it.

        The gradient of the sum of all its elements: of a loss, which has one, the gradient of the
        loss. Otherwise as `Value.backward`: each node is visited once, and nothing recurses.
        """
        raise NotImplementedError("Tensor.backward")
