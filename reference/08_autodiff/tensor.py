"""Reverse mode on arrays: a `Tensor` is a `Value` whose data are an array.

What is new is that shapes may differ: NumPy stretches ("broadcasts") the smaller operand, so in the
graph each of its elements reaches the result on several paths, and backward has to add over them.
That sum is `unbroadcast`, and a gradient always has the shape of what it is the gradient of.

The conventions are those of `Value`; the other operand may be a `Tensor`, an array or a number.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from value import topological_order

Array = np.ndarray

### BEGIN SOLUTION
Pull = Callable[[Array], Array]
"""From the gradient of a result to that of one of its parents."""
### END SOLUTION


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
    ### BEGIN SOLUTION
    in_front = tuple(range(grad.ndim - len(shape)))
    grad = grad.sum(axis=in_front)
    repeated = tuple(axis for axis, size in enumerate(shape) if size == 1)
    return grad.sum(axis=repeated, keepdims=True)
    ### END SOLUTION


class Tensor:
    """An array `data`, and `grad`, of the same shape, zeros at first; both float64.

    Args:
        data: an array, a list or a number; integers become floats.
    """

    __array_ufunc__ = None  # NumPy leaves array * tensor to __rmul__, and does not loop over it

    data: Array
    grad: Array

    def __init__(self, data: Any) -> None:
        ### BEGIN SOLUTION
        self.data = np.array(data, dtype=np.float64)
        self.grad = np.zeros(self.data.shape)
        # What it was computed from: each with a function from this gradient to its gradient.
        self._parents: tuple[tuple[Tensor, Pull], ...] = ()
        ### END SOLUTION

    ### BEGIN SOLUTION
    def _result(self, data: Array, *parents: tuple[Tensor, Pull]) -> Tensor:
        """A new node of this kind, computed from `parents`."""
        result = type(self)(data)
        result._parents = parents
        return result

    def _lift(self, other: Any) -> Tensor:
        """The other operand as a node: an array or a number becomes a leaf."""
        return other if isinstance(other, Tensor) else type(self)(other)

    ### END SOLUTION

    # Element by element, with broadcasting: the other operand is a Tensor, an array or a number.

    def __add__(self, other: Any) -> Tensor:
        """``self + other``."""
        ### BEGIN SOLUTION
        other = self._lift(other)
        return self._result(self.data + other.data, (self, lambda g: g), (other, lambda g: g))
        ### END SOLUTION

    def __radd__(self, other: Any) -> Tensor:
        """``other + self`` for an array or a number."""
        ### BEGIN SOLUTION
        return self._lift(other) + self
        ### END SOLUTION

    def __sub__(self, other: Any) -> Tensor:
        """``self - other``."""
        ### BEGIN SOLUTION
        other = self._lift(other)
        return self._result(self.data - other.data, (self, lambda g: g), (other, lambda g: -g))
        ### END SOLUTION

    def __rsub__(self, other: Any) -> Tensor:
        """``other - self`` for an array or a number."""
        ### BEGIN SOLUTION
        return self._lift(other) - self
        ### END SOLUTION

    def __neg__(self) -> Tensor:
        """``-self``."""
        ### BEGIN SOLUTION
        return self._result(-self.data, (self, lambda g: -g))
        ### END SOLUTION

    def __mul__(self, other: Any) -> Tensor:
        """``self * other``, element by element."""
        ### BEGIN SOLUTION
        other = self._lift(other)
        return self._result(
            self.data * other.data,
            (self, lambda g: g * other.data),
            (other, lambda g: g * self.data),
        )
        ### END SOLUTION

    def __rmul__(self, other: Any) -> Tensor:
        """``other * self`` for an array or a number."""
        ### BEGIN SOLUTION
        return self._lift(other) * self
        ### END SOLUTION

    def __truediv__(self, other: Any) -> Tensor:
        """``self / other``, element by element."""
        ### BEGIN SOLUTION
        other = self._lift(other)
        quotient = self.data / other.data
        return self._result(
            quotient,
            (self, lambda g: g / other.data),
            (other, lambda g: -g * quotient / other.data),
        )
        ### END SOLUTION

    def __rtruediv__(self, other: Any) -> Tensor:
        """``other / self`` for an array or a number."""
        ### BEGIN SOLUTION
        return self._lift(other) / self
        ### END SOLUTION

    def relu(self) -> Tensor:
        """max(x, 0) of every element."""
        ### BEGIN SOLUTION
        fires = self.data > 0
        return self._result(np.where(fires, self.data, 0.0), (self, lambda g: g * fires))
        ### END SOLUTION

    def exp(self) -> Tensor:
        """The exponential of every element."""
        ### BEGIN SOLUTION
        e = np.exp(self.data)
        return self._result(e, (self, lambda g: g * e))
        ### END SOLUTION

    def log(self) -> Tensor:
        """The natural logarithm of every element."""
        ### BEGIN SOLUTION
        return self._result(np.log(self.data), (self, lambda g: g / self.data))
        ### END SOLUTION

    # What changes the shape.

    def __matmul__(self, other: Any) -> Tensor:
        """``self @ other``, two matrices: (N, D) @ (D, M) is (N, M)."""
        ### BEGIN SOLUTION
        other = self._lift(other)
        return self._result(
            self.data @ other.data,
            (self, lambda g: g @ other.data.T),
            (other, lambda g: self.data.T @ g),
        )
        ### END SOLUTION

    def __rmatmul__(self, other: Any) -> Tensor:
        """``other @ self`` for an array."""
        ### BEGIN SOLUTION
        return self._lift(other) @ self
        ### END SOLUTION

    def sum(self, axis: int | None = None, keepdims: bool = False) -> Tensor:
        """The sum of all elements (`axis` None), or along one axis, which keepdims leaves as 1.

        Args:
            axis: one axis, which may be counted from the end: -1 is the last.
            keepdims: as in NumPy.
        """
        ### BEGIN SOLUTION

        def spread(g: Array) -> Array:
            if axis is not None and not keepdims:
                g = np.expand_dims(g, axis)
            return np.broadcast_to(g, self.data.shape)

        return self._result(self.data.sum(axis=axis, keepdims=keepdims), (self, spread))
        ### END SOLUTION

    # The graph.

    def backward(self) -> None:
        """Add to the `grad` of every Tensor that this one was computed from the gradient by it.

        The gradient of the sum of all its elements: of a loss, which has one, the gradient of the
        loss. Otherwise as `Value.backward`: each node is visited once, and nothing recurses.
        """
        ### BEGIN SOLUTION
        passing = {self: np.ones(self.data.shape)}
        for node in reversed(topological_order(self)):
            for parent, pull in node._parents:
                share = unbroadcast(pull(passing[node]), parent.data.shape)
                # A sum, and not +=: `share` may be the very array that another parent got.
                passing[parent] = passing[parent] + share if parent in passing else share
        for node, gradient in passing.items():
            node.grad = node.grad + gradient
        ### END SOLUTION
