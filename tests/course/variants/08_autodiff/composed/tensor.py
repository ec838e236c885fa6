# Few primitives; a broadcast is a node of its own, so that all others have operands of one shape.
import numpy as np
from value import ordered


def unbroadcast(grad, shape):
    if grad.shape == shape:
        return grad.copy()
    if grad.ndim > len(shape):
        return unbroadcast(grad.sum(0), shape)
    i = next(i for i in range(grad.ndim) if grad.shape[i] != shape[i])
    return unbroadcast(grad.sum(i, keepdims=True), shape)


class Tensor:
    __array_priority__ = 1000
    __array_ufunc__ = None

    def __init__(self, data, made_of=()):
        self.data = np.array(data, float)
        self.grad = 0 * self.data
        self.made_of = made_of

    def _stretched(self, shape):
        if self.data.shape == shape:
            return self
        return Tensor(np.broadcast_to(self.data, shape), [(self, lambda g: unbroadcast(g, self.data.shape))])

    def _pair(self, other):
        other = other if isinstance(other, Tensor) else Tensor(other)
        shape = np.broadcast_shapes(self.data.shape, other.data.shape)
        return self._stretched(shape), other._stretched(shape)

    def __add__(self, other):
        a, b = self._pair(other)
        return Tensor(a.data + b.data, [(a, lambda g: g), (b, lambda g: g)])

    def __mul__(self, other):
        a, b = self._pair(other)
        return Tensor(a.data * b.data, [(a, lambda g: b.data * g), (b, lambda g: a.data * g)])

    def _inverse(self):
        return Tensor(1 / self.data, [(self, lambda g: -g / self.data**2)])

    def __matmul__(self, other):
        a, b = self, other if isinstance(other, Tensor) else Tensor(other)
        return Tensor(a.data.dot(b.data), [(a, lambda g: np.dot(g, b.data.T)), (b, lambda g: np.dot(g.T, a.data).T)])

    def __rmatmul__(self, other):
        return Tensor(other) @ self

    def sum(self, axis=None, keepdims=False):
        axes = tuple(range(self.data.ndim)) if axis is None else (axis % self.data.ndim,)
        short = tuple(1 if i in axes else n for i, n in enumerate(self.data.shape))
        return Tensor(self.data.sum(axes, keepdims=keepdims), [(self, lambda g: np.zeros(self.data.shape) + np.reshape(g, short))])

    def exp(self):
        y = np.exp(self.data)
        return Tensor(y, [(self, lambda g: y * g)])

    def log(self):
        return Tensor(np.log(self.data), [(self, lambda g: g / self.data)])

    def relu(self):
        return self * (self.data > 0)

    def __neg__(self): return self * -1
    def __sub__(self, other): return self + (other if isinstance(other, Tensor) else Tensor(other)) * -1
    def __rsub__(self, other): return -(self - other)
    def __truediv__(self, other): return self * (other if isinstance(other, Tensor) else Tensor(other))._inverse()
    def __rtruediv__(self, other): return self._inverse() * other
    __radd__ = __add__
    __rmul__ = __mul__

    def backward(self):
        amount = {self: np.ones_like(self.data)}
        for node in ordered(self):
            for parent, pull in node.made_of:
                amount[parent] = pull(amount[node]) + (amount[parent] if parent in amount else 0)
        for node, total in amount.items():
            node.grad = node.grad + total
