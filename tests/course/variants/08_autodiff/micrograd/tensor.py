import numpy as np


def unbroadcast(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.sum(axis=0)
    for i, n in enumerate(shape):
        if n == 1:
            grad = grad.sum(axis=i, keepdims=True)
    return grad


class Tensor:
    __array_ufunc__ = None

    def __init__(self, data, _children=()):
        self.data = np.asarray(data, dtype=float)
        self.grad = np.zeros_like(self.data)
        self._backward = lambda: None
        self._prev = _children

    @staticmethod
    def _wrap(x):
        return x if isinstance(x, Tensor) else Tensor(x)

    def __add__(self, other):
        other = Tensor._wrap(other)
        out = Tensor(self.data + other.data, (self, other))

        def _backward():
            self.grad = self.grad + unbroadcast(out.grad, self.data.shape)
            other.grad = other.grad + unbroadcast(out.grad, other.data.shape)
        out._backward = _backward
        return out

    def __mul__(self, other):
        other = Tensor._wrap(other)
        out = Tensor(self.data * other.data, (self, other))

        def _backward():
            self.grad = self.grad + unbroadcast(out.grad * other.data, self.data.shape)
            other.grad = other.grad + unbroadcast(out.grad * self.data, other.data.shape)
        out._backward = _backward
        return out

    def reciprocal(self):
        out = Tensor(1 / self.data, (self,))

        def _backward():
            self.grad = self.grad - out.grad * out.data**2
        out._backward = _backward
        return out

    def __matmul__(self, other):
        other = Tensor._wrap(other)
        out = Tensor(self.data @ other.data, (self, other))

        def _backward():
            self.grad = self.grad + out.grad @ other.data.T
            other.grad = other.grad + self.data.T @ out.grad
        out._backward = _backward
        return out

    def sum(self, axis=None, keepdims=False):
        out = Tensor(np.sum(self.data, axis=axis, keepdims=keepdims), (self,))

        def _backward():
            g = out.grad
            if axis is None:
                g = g.reshape((1,) * self.data.ndim)
            elif not keepdims:
                g = np.expand_dims(g, axis)
            self.grad = self.grad + g * np.ones_like(self.data)
        out._backward = _backward
        return out

    def _elementwise(self, data, slope):
        out = Tensor(data, (self,))

        def _backward():
            self.grad = self.grad + slope * out.grad
        out._backward = _backward
        return out

    def relu(self):
        return self._elementwise(np.maximum(self.data, 0), self.data > 0)

    def exp(self):
        return self._elementwise(np.exp(self.data), np.exp(self.data))

    def log(self):
        return self._elementwise(np.log(self.data), 1 / self.data)

    def __neg__(self):
        return self * -1.0

    def __radd__(self, other):
        return self + other

    def __sub__(self, other):
        return self + -Tensor._wrap(other)

    def __rsub__(self, other):
        return -self + other

    def __rmul__(self, other):
        return self * other

    def __truediv__(self, other):
        return self * Tensor._wrap(other).reciprocal()

    def __rtruediv__(self, other):
        return self.reciprocal() * other

    def __rmatmul__(self, other):
        return Tensor(other) @ self

    def backward(self):
        topo, visited, stack = [], {self}, [(self, iter(self._prev))]
        while stack:
            v, children = stack[-1]
            child = next((c for c in children if c not in visited), None)
            if child is None:
                topo.append(v)
                stack.pop()
            else:
                visited.add(child)
                stack.append((child, iter(child._prev)))
        before = [v.grad for v in topo]
        for v in topo:
            v.grad = np.zeros_like(v.data)
        self.grad = np.ones_like(self.data)
        for v in reversed(topo):
            v._backward()
        for v, old in zip(topo, before):
            v.grad = v.grad + old
