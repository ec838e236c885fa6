"""A tape: every node has a number, and children have larger numbers than their parents."""
import heapq
import itertools
import math

_clock = itertools.count()


class Value:
    __slots__ = ("data", "grad", "index", "inputs", "slopes")

    def __init__(self, data, inputs=(), slopes=()):
        self.data = float(data)
        self.grad = 0.0
        self.index = next(_clock)
        self.inputs = inputs
        self.slopes = slopes

    def _walk(self):
        """Nodes from the latest to the earliest; each once."""
        heap, known = [(-self.index, self)], {self.index}
        while heap:
            _, node = heapq.heappop(heap)
            yield node
            for one in node.inputs:
                if one.index not in known:
                    known.add(one.index)
                    heapq.heappush(heap, (-one.index, one))

    def backward(self):
        adjoint = {self.index: 1.0}
        for node in self._walk():
            flowing = adjoint.pop(node.index)
            node.grad += flowing
            for one, slope in zip(node.inputs, node.slopes):
                adjoint[one.index] = adjoint.get(one.index, 0.0) + slope * flowing

    def zero_grad(self):
        for node in self._walk():
            node.grad = 0.0

    def __neg__(self): return Value(-self.data, (self,), (-1.0,))
    def __pow__(self, n): return Value(self.data**n, (self,), (n * self.data**(n - 1),))
    def exp(self): return Value(math.exp(self.data), (self,), (math.exp(self.data),))
    def log(self): return Value(math.log(self.data), (self,), (1 / self.data,))
    def sin(self): return Value(math.sin(self.data), (self,), (math.cos(self.data),))
    def cos(self): return Value(math.cos(self.data), (self,), (-math.sin(self.data),))
    def tan(self): return Value(math.tan(self.data), (self,), (1 + math.tan(self.data)**2,))
    def tanh(self): return Value(math.tanh(self.data), (self,), (1 - math.tanh(self.data)**2,))
    def relu(self): return Value(self.data * (self.data > 0), (self,), (1.0 * (self.data > 0),))

    def sigmoid(self):
        s = (1 + math.tanh(self.data / 2)) / 2
        return Value(s, (self,), (s * (1 - s),))

    def maximum(self, other):
        other = _node(other)
        left = ((self.data > other.data) + (self.data >= other.data)) / 2
        return Value(max(self.data, other.data), (self, other), (left, 1 - left))


def _node(x):
    return x if isinstance(x, Value) else Value(x)


def _binary(compute, slopes):
    def plain(a, b):
        a, b = _node(a), _node(b)
        return Value(compute(a.data, b.data), (a, b), slopes(a.data, b.data))

    return plain, lambda a, b: plain(b, a)


Value.__add__, Value.__radd__ = _binary(lambda a, b: a + b, lambda a, b: (1.0, 1.0))
Value.__sub__, Value.__rsub__ = _binary(lambda a, b: a - b, lambda a, b: (1.0, -1.0))
Value.__mul__, Value.__rmul__ = _binary(lambda a, b: a * b, lambda a, b: (b, a))
Value.__truediv__, Value.__rtruediv__ = _binary(lambda a, b: a / b, lambda a, b: (1 / b, -a / b**2))
