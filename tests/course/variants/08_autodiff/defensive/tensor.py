"""Tensor with checks for everything."""
from __future__ import annotations

import numpy as np


def unbroadcast(grad: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    grad = np.asarray(grad)
    shape = tuple(shape)
    assert np.broadcast_shapes(shape, grad.shape) == grad.shape, (grad.shape, shape)
    missing = grad.ndim - len(shape)
    aligned = (1,) * missing + shape
    stretched = tuple(i for i in range(grad.ndim) if aligned[i] == 1 and grad.shape[i] > 1)
    result = grad.sum(axis=stretched, keepdims=True).reshape(shape)
    assert result.shape == shape
    return result


class Tensor:
    __array_ufunc__ = None
    __hash__ = object.__hash__

    def __init__(self, data):
        array = np.asarray(data)
        if array.dtype.kind not in "biuf":
            raise TypeError("a Tensor holds numbers")
        self.data = array.astype(np.float64)
        self.grad = np.zeros_like(self.data)
        self._edges = []

    def _from(self, data, *edges):
        out = Tensor(data)
        out._edges = list(edges)
        return out

    @staticmethod
    def _as(x):
        return x if isinstance(x, Tensor) else Tensor(x)

    def __add__(self, other):
        other = self._as(other)
        return self._from(
            np.add(self.data, other.data),
            (self, lambda g: unbroadcast(g, self.data.shape)),
            (other, lambda g: unbroadcast(g, other.data.shape)),
        )

    def __sub__(self, other):
        other = self._as(other)
        return self._from(
            np.subtract(self.data, other.data),
            (self, lambda g: unbroadcast(g, self.data.shape)),
            (other, lambda g: -unbroadcast(g, other.data.shape)),
        )

    def __mul__(self, other):
        other = self._as(other)
        return self._from(
            np.multiply(self.data, other.data),
            (self, lambda g: unbroadcast(g * other.data, self.data.shape)),
            (other, lambda g: unbroadcast(g * self.data, other.data.shape)),
        )

    def __truediv__(self, other):
        other = self._as(other)
        return self._from(
            np.divide(self.data, other.data),
            (self, lambda g: unbroadcast(g / other.data, self.data.shape)),
            (other, lambda g: unbroadcast(-g * self.data / other.data**2, other.data.shape)),
        )

    def __matmul__(self, other):
        other = self._as(other)
        if self.data.ndim != 2 or other.data.ndim != 2:
            raise ValueError("@ takes two matrices")
        return self._from(
            np.matmul(self.data, other.data),
            (self, lambda g: np.matmul(g, other.data.T)),
            (other, lambda g: np.matmul(self.data.T, g)),
        )

    def __neg__(self):
        return self._from(-self.data, (self, lambda g: -g))

    def __radd__(self, other):
        return self._as(other).__add__(self)

    def __rsub__(self, other):
        return self._as(other).__sub__(self)

    def __rmul__(self, other):
        return self._as(other).__mul__(self)

    def __rtruediv__(self, other):
        return self._as(other).__truediv__(self)

    def __rmatmul__(self, other):
        return self._as(other).__matmul__(self)

    def sum(self, axis=None, keepdims=False):
        def back(g):
            if axis is not None and not keepdims:
                g = np.expand_dims(g, axis)
            out = np.empty(self.data.shape)
            out[...] = g
            return out

        return self._from(self.data.sum(axis=axis, keepdims=keepdims), (self, back))

    def relu(self):
        mask = (self.data > 0).astype(np.float64)
        return self._from(self.data * mask, (self, lambda g: g * mask))

    def exp(self):
        result = np.exp(self.data)
        return self._from(result, (self, lambda g: g * result))

    def log(self):
        if not (self.data > 0).all():
            raise ValueError("log of numbers that are not positive")
        return self._from(np.log(self.data), (self, lambda g: g / self.data))

    def backward(self):
        order, entered, stack = [], set(), [self]
        while stack:
            node = stack[-1]
            entered.add(node)
            new = [p for p, _ in node._edges if p not in entered]
            if new:
                stack.append(new[0])
            else:
                stack.pop()
                order.append(node)
        totals = {node: np.zeros_like(node.data) for node in order}
        totals[self] += 1.0
        for node in reversed(order):
            for parent, back in node._edges:
                totals[parent] += back(totals[node])
        for node, total in totals.items():
            node.grad = node.grad + total
