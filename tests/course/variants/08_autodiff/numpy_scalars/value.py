import numpy as np


class Value:
    """Numbers as 0-d NumPy values; gradients by closures that are called with what arrives."""

    def __init__(self, data):
        self.data = np.float64(data)
        self.grad = np.zeros(())
        self.back = []   # (parent, function)

    def _op(self, data, *back):
        v = Value(data)
        v.back = [*back]
        return v

    def __add__(x, y):
        y = val(y)
        return x._op(x.data + y.data, (x, lambda g: g), (y, lambda g: g))

    def __mul__(x, y):
        y = val(y)
        return x._op(x.data * y.data, (x, lambda g: g * y.data), (y, lambda g: g * x.data))

    def __sub__(x, y):
        y = val(y)
        return x._op(x.data - y.data, (x, lambda g: g), (y, lambda g: -g))

    def __truediv__(x, y):
        y = val(y)
        return x._op(x.data / y.data, (x, lambda g: g / y.data), (y, lambda g: -g * x.data / y.data**2))

    def __radd__(x, y): return val(y) + x
    def __rmul__(x, y): return val(y) * x
    def __rsub__(x, y): return val(y) - x
    def __rtruediv__(x, y): return val(y) / x
    def __neg__(x): return 0 - x

    def __pow__(x, n):
        return x._op(x.data ** n, (x, lambda g: g * n * x.data ** (n - 1)))

    def exp(x): return x._op(np.exp(x.data), (x, lambda g: g * np.exp(x.data)))
    def log(x): return x._op(np.log(x.data), (x, lambda g: g / x.data))
    def sin(x): return x._op(np.sin(x.data), (x, lambda g: g * np.cos(x.data)))
    def cos(x): return x._op(np.cos(x.data), (x, lambda g: -g * np.sin(x.data)))
    def tan(x): return x._op(np.tan(x.data), (x, lambda g: g / np.cos(x.data) ** 2))
    def tanh(x): return x._op(np.tanh(x.data), (x, lambda g: g * (1 - np.tanh(x.data) ** 2)))
    def relu(x): return x._op(np.maximum(x.data, 0), (x, lambda g: g * np.heaviside(x.data, 0)))

    def sigmoid(x):
        s = np.exp(-np.logaddexp(0, -x.data))
        return x._op(s, (x, lambda g: g * s * (1 - s)))

    def maximum(x, y):
        y = val(y)
        h = np.heaviside(x.data - y.data, 0.5)
        return x._op(np.maximum(x.data, y.data), (x, lambda g: g * h), (y, lambda g: g * (1 - h)))

    def _levels(self):
        """Longest distance from the end, by relaxation; the nodes by that distance."""
        level, waiting = {self: 0}, [self]
        indegree = {}
        todo, seen = [self], {self}
        while todo:
            for p, _ in todo.pop().back:
                indegree[p] = indegree.get(p, 0) + 1
                if p not in seen:
                    seen.add(p)
                    todo.append(p)
        for node in waiting:
            for p, _ in node.back:
                level[p] = max(level.get(p, 0), level[node] + 1)
                indegree[p] -= 1
                if not indegree[p]:
                    waiting.append(p)
        return waiting

    def backward(self):
        g = {self: np.float64(1)}
        for node in self._levels():
            for p, f in node.back:
                g[p] = g.get(p, 0) + f(g[node])
            node.grad = node.grad + g[node]

    def zero_grad(self):
        for node in self._levels():
            node.grad = np.zeros(())


def val(x):
    return x if isinstance(x, Value) else Value(x)
