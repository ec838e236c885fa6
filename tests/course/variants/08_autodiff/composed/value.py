# Few primitives; everything else is made of them.
from math import cos, e, exp, log, sin, sqrt


def ordered(end):
    """All nodes, the end first, each before what it was made of (Kahn's algorithm)."""
    uses, stack, found = {end: 0}, [end], [end]
    while stack:
        for parent, _ in stack.pop().made_of:
            if parent not in uses:
                uses[parent] = 0
                stack.append(parent)
                found.append(parent)
    for node in found:
        for parent, _ in node.made_of:
            uses[parent] += 1
    ready = [end]
    while ready:
        node = ready.pop()
        yield node
        for parent, _ in node.made_of:
            uses[parent] -= 1
            if uses[parent] == 0:
                ready.append(parent)


class Value:
    def __init__(self, data, made_of=()):
        self.data, self.grad, self.made_of = 1.0 * data, 0.0, made_of

    # primitives
    def __add__(self, other):
        other = wrap(other)
        return Value(self.data + other.data, [(self, 1), (other, 1)])

    def __mul__(self, other):
        other = wrap(other)
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def __pow__(self, n):
        return Value(self.data ** n, [(self, n * self.data ** (n - 1))])

    def exp(self):
        y = exp(self.data)
        return Value(y, [(self, y)])

    def log(self):
        return Value(log(self.data), [(self, 1 / self.data)])

    def sin(self):
        return Value(sin(self.data), [(self, cos(self.data))])

    def cos(self):
        return Value(cos(self.data), [(self, -sin(self.data))])

    def _abs(self):
        sign = (self.data > 0) - (self.data < 0)
        return Value(abs(self.data), [(self, sign)])

    def relu(self):
        return self * (1 if self.data > 0 else 0)

    # made of these
    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + wrap(other) * -1

    def __rsub__(self, other):
        return wrap(other) - self

    def __truediv__(self, other):
        return self * wrap(other) ** -1

    def __rtruediv__(self, other):
        return wrap(other) * self ** -1

    __radd__, __rmul__ = __add__, __mul__

    def tan(self):
        return self.sin() / self.cos()

    def tanh(self):
        return 2 * (2 * self).sigmoid() - 1

    def sigmoid(self):
        if self.data < 0:
            return 1 - (-self).sigmoid()
        return 1 / (1 + (-self).exp())

    def maximum(self, other):
        other = wrap(other)
        return (self + other + (self - other)._abs()) / 2

    def backward(self):
        amount = {self: 1.0}
        for node in ordered(self):
            for parent, slope in node.made_of:
                amount[parent] = amount.get(parent, 0) + amount[node] * slope
        for node in amount:
            node.grad += amount[node]

    def zero_grad(self):
        for node in ordered(self):
            node.grad = 0.0


def wrap(x):
    return x if type(x) is Value else Value(x)
