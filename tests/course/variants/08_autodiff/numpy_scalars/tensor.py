import numpy as np


def unbroadcast(grad, shape):
    # broadcasting is linear: its transpose is found by adding every element where it came from
    where = np.broadcast_to(np.arange(np.prod(shape, dtype=int)).reshape(shape), grad.shape)
    return np.bincount(where.ravel(), grad.ravel(), np.prod(shape, dtype=int)).reshape(shape)


class Tensor:
    __array_ufunc__ = None

    def __init__(self, data, back=()):
        self.data = np.asarray(data) * 1.0
        self.grad = np.zeros(np.shape(self.data))
        self.back = back

    def _shape(self):
        return np.shape(self.data)

    def __add__(x, y):
        y = ten(y)
        return Tensor(x.data + y.data, [(x, lambda g: g), (y, lambda g: g)])

    def __sub__(x, y):
        y = ten(y)
        return Tensor(x.data - y.data, [(x, lambda g: g), (y, lambda g: -g)])

    def __mul__(x, y):
        y = ten(y)
        return Tensor(x.data * y.data, [(x, lambda g: g * y.data), (y, lambda g: g * x.data)])

    def __truediv__(x, y):
        y = ten(y)
        return Tensor(x.data / y.data, [(x, lambda g: g / y.data), (y, lambda g: g * -x.data * y.data ** -2.0)])

    def __matmul__(x, y):
        y = ten(y)
        return Tensor(x.data @ y.data, [(x, lambda g: (y.data @ g.T).T), (y, lambda g: (g.T @ x.data).T)])

    def __radd__(x, y): return ten(y) + x
    def __rsub__(x, y): return ten(y) - x
    def __rmul__(x, y): return ten(y) * x
    def __rtruediv__(x, y): return ten(y) / x
    def __rmatmul__(x, y): return ten(y) @ x
    def __neg__(x): return Tensor(-x.data, [(x, np.negative)])
    def exp(x): return Tensor(np.exp(x.data), [(x, lambda g: g * np.exp(x.data))])
    def log(x): return Tensor(np.log(x.data), [(x, lambda g: g / x.data)])
    def relu(x): return Tensor(np.maximum(x.data, 0), [(x, lambda g: g * np.heaviside(x.data, 0))])

    def sum(x, axis=None, keepdims=False):
        shape = x.data.sum(axis=axis, keepdims=True).shape
        return Tensor(x.data.sum(axis=axis, keepdims=keepdims), [(x, lambda g: g.reshape(shape) + 0 * x.data)])

    def backward(self):
        order, state, stack = [], {}, [self]
        while stack:
            node = stack.pop()
            if state.get(node) == "open":
                state[node] = "closed"
                order.append(node)
            elif node not in state:
                state[node] = "open"
                stack.append(node)
                stack.extend(p for p, _ in node.back if p not in state)
        g = {node: np.zeros(node._shape()) for node in order}
        g[self] = np.ones(self._shape())
        for node in order[::-1]:
            for p, f in node.back:
                g[p] = g[p] + unbroadcast(f(g[node]), p._shape())
            node.grad = node.grad + g[node]


def ten(x):
    return x if isinstance(x, Tensor) else Tensor(x)
