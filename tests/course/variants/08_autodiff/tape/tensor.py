import itertools

import numpy as np

_clock = itertools.count()


def unbroadcast(grad, shape):
    padded = (1,) * (grad.ndim - len(shape)) + tuple(shape)
    axes = tuple(i for i, (a, b) in enumerate(zip(grad.shape, padded)) if a != b)
    return np.sum(grad, axis=axes, keepdims=True).reshape(shape) if axes else grad.reshape(shape)


class Tensor:
    __array_ufunc__ = None

    def __init__(self, data, inputs=(), vjps=()):
        self.data = np.array(data, dtype="float64")
        self.grad = np.zeros(self.data.shape)
        self.index = next(_clock)
        self.inputs, self.vjps = inputs, vjps

    def backward(self):
        nodes, waiting = {self.index: self}, [self]
        while waiting:
            for one in waiting.pop().inputs:
                if one.index not in nodes:
                    nodes[one.index] = one
                    waiting.append(one)
        adjoint = {self.index: np.ones(self.data.shape)}
        for index in sorted(nodes, reverse=True):
            g = adjoint.pop(index)
            for one, vjp in zip(nodes[index].inputs, nodes[index].vjps):
                part = unbroadcast(np.asarray(vjp(g)), one.data.shape)
                adjoint[one.index] = adjoint.get(one.index, np.zeros(one.data.shape)) + part
            nodes[index].grad = nodes[index].grad + g

    def __neg__(self): return Tensor(-self.data, (self,), (np.negative,))
    def __add__(self, o): return _add(self, o)
    def __radd__(self, o): return _add(o, self)
    def __sub__(self, o): return _sub(self, o)
    def __rsub__(self, o): return _sub(o, self)
    def __mul__(self, o): return _mul(self, o)
    def __rmul__(self, o): return _mul(o, self)
    def __truediv__(self, o): return _div(self, o)
    def __rtruediv__(self, o): return _div(o, self)
    def __matmul__(self, o): return _matmul(self, o)
    def __rmatmul__(self, o): return _matmul(o, self)

    def relu(self):
        return Tensor(self.data.clip(0), (self,), (lambda g: np.where(self.data > 0, g, 0),))

    def exp(self):
        out = np.exp(self.data)
        return Tensor(out, (self,), (lambda g: g * out,))

    def log(self):
        return Tensor(np.log(self.data), (self,), (lambda g: g / self.data,))

    def sum(self, axis=None, keepdims=False):
        kept = np.sum(self.data, axis, keepdims=True).shape
        return Tensor(np.sum(self.data, axis, keepdims=keepdims), (self,),
                      (lambda g: np.tile(g.reshape(kept), [a // b for a, b in zip(self.data.shape, kept)]),))


def _lift(x):
    return x if isinstance(x, Tensor) else Tensor(x)


def _two(forward, *rules):
    def operation(a, b):
        a, b = _lift(a), _lift(b)
        return Tensor(forward(a.data, b.data), (a, b),
                      [lambda g, rule=rule: rule(g, a.data, b.data) for rule in rules])
    return operation


_add = _two(np.add, lambda g, a, b: g, lambda g, a, b: g)
_sub = _two(np.subtract, lambda g, a, b: g, lambda g, a, b: -g)
_mul = _two(np.multiply, lambda g, a, b: g * b, lambda g, a, b: g * a)
_div = _two(np.divide, lambda g, a, b: g / b, lambda g, a, b: -g * a / (b * b))
_matmul = _two(np.matmul, lambda g, a, b: np.einsum("nm,dm->nd", g, b), lambda g, a, b: np.einsum("nm,nd->dm", g, a))
