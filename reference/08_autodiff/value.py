"""Reverse mode, one number at a time: a `Value` remembers how it was computed.

Conventions:

- An operator or a method makes a new `Value` and leaves its operands alone. The other operand may
  be a `Value` or a plain number, on either side.
- Corners as in PyTorch: relu'(0) = 0, and where both sides of a maximum are equal, each gets half.
- `backward` adds to what is in `grad`, as in PyTorch. `zero_grad` is how to start anew.
- Every node of a graph is visited once, without recursion: graphs may be 10,000 nodes deep.
"""

from __future__ import annotations

import math
from typing import Any

### BEGIN SOLUTION
Number = int | float


def topological_order(end: Any) -> list[Any]:
    """Return every node that `end` was computed from, parents before children; `end` is last."""
    order, seen, waiting = [], set(), [(end, False)]
    while waiting:
        node, parents_are_done = waiting.pop()
        if parents_are_done:
            order.append(node)
        elif node not in seen:
            seen.add(node)
            waiting.append((node, True))
            waiting += [(parent, False) for parent, _ in node._parents]
    return order


### END SOLUTION


class Value:
    """A number `data`, and `grad`, the derivative of some result by it, 0.0 at first.

    Args:
        data: the number.
    """

    data: float
    grad: float

    def __init__(self, data: float) -> None:
        ### BEGIN SOLUTION
        self.data = float(data)
        self.grad = 0.0
        # What it was computed from: each with the local derivative, that of `data` by it.
        self._parents: tuple[tuple[Value, float], ...] = ()
        ### END SOLUTION

    ### BEGIN SOLUTION
    def _result(self, data: float, *parents: tuple[Value, float]) -> Value:
        """A new node of this kind, computed from `parents`."""
        result = type(self)(data)
        result._parents = parents
        return result

    def _lift(self, other: Value | Number) -> Value:
        """The other operand as a node: a plain number becomes a leaf."""
        return other if isinstance(other, Value) else type(self)(other)

    ### END SOLUTION

    # Arithmetic: the other operand is a Value or a number.

    def __add__(self, other: Value | float) -> Value:
        """``self + other``."""
        ### BEGIN SOLUTION
        other = self._lift(other)
        return self._result(self.data + other.data, (self, 1.0), (other, 1.0))
        ### END SOLUTION

    def __radd__(self, other: float) -> Value:
        """``other + self`` for a number: Python asks here when the number does not know how."""
        ### BEGIN SOLUTION
        return self._lift(other) + self
        ### END SOLUTION

    def __sub__(self, other: Value | float) -> Value:
        """``self - other``."""
        ### BEGIN SOLUTION
        other = self._lift(other)
        return self._result(self.data - other.data, (self, 1.0), (other, -1.0))
        ### END SOLUTION

    def __rsub__(self, other: float) -> Value:
        """``other - self`` for a number."""
        ### BEGIN SOLUTION
        return self._lift(other) - self
        ### END SOLUTION

    def __neg__(self) -> Value:
        """``-self``."""
        ### BEGIN SOLUTION
        return self._result(-self.data, (self, -1.0))
        ### END SOLUTION

    def __mul__(self, other: Value | float) -> Value:
        """``self * other``: the local derivatives are other and self."""
        ### BEGIN SOLUTION
        other = self._lift(other)
        return self._result(self.data * other.data, (self, other.data), (other, self.data))
        ### END SOLUTION

    def __rmul__(self, other: float) -> Value:
        """``other * self`` for a number."""
        ### BEGIN SOLUTION
        return self._lift(other) * self
        ### END SOLUTION

    def __truediv__(self, other: Value | float) -> Value:
        """``self / other``: the local derivatives are 1 / other and -self / other^2."""
        ### BEGIN SOLUTION
        other = self._lift(other)
        quotient = self.data / other.data
        return self._result(quotient, (self, 1 / other.data), (other, -quotient / other.data))
        ### END SOLUTION

    def __rtruediv__(self, other: float) -> Value:
        """``other / self`` for a number."""
        ### BEGIN SOLUTION
        return self._lift(other) / self
        ### END SOLUTION

    def __pow__(self, exponent: float) -> Value:
        """``self ** exponent`` for a number: n x^(n - 1), where n may be negative or a fraction."""
        ### BEGIN SOLUTION
        slope = exponent * self.data ** (exponent - 1)
        return self._result(self.data**exponent, (self, slope))
        ### END SOLUTION

    # Functions: `x.exp()` is a new Value.

    def exp(self) -> Value:
        """The exponential: it is its own derivative."""
        ### BEGIN SOLUTION
        e = math.exp(self.data)
        return self._result(e, (self, e))
        ### END SOLUTION

    def log(self) -> Value:
        """The natural logarithm, of a positive number: 1 / x."""
        ### BEGIN SOLUTION
        return self._result(math.log(self.data), (self, 1 / self.data))
        ### END SOLUTION

    def sin(self) -> Value:
        """The sine: cos(x)."""
        ### BEGIN SOLUTION
        return self._result(math.sin(self.data), (self, math.cos(self.data)))
        ### END SOLUTION

    def cos(self) -> Value:
        """The cosine: -sin(x)."""
        ### BEGIN SOLUTION
        return self._result(math.cos(self.data), (self, -math.sin(self.data)))
        ### END SOLUTION

    def tan(self) -> Value:
        """The tangent t: 1 + t^2."""
        ### BEGIN SOLUTION
        t = math.tan(self.data)
        return self._result(t, (self, 1 + t * t))
        ### END SOLUTION

    def tanh(self) -> Value:
        """The hyperbolic tangent t: 1 - t^2."""
        ### BEGIN SOLUTION
        t = math.tanh(self.data)
        return self._result(t, (self, 1 - t * t))
        ### END SOLUTION

    def sigmoid(self) -> Value:
        """1 / (1 + exp(-x)), for x of any size: s (1 - s)."""
        ### BEGIN SOLUTION
        e = math.exp(-abs(self.data))  # never overflows
        s = 1 / (1 + e) if self.data >= 0 else e / (1 + e)
        return self._result(s, (self, s * (1 - s)))
        ### END SOLUTION

    def relu(self) -> Value:
        """max(x, 0): 1 for x > 0, else 0."""
        ### BEGIN SOLUTION
        fires = self.data > 0
        return self._result(self.data if fires else 0.0, (self, float(fires)))
        ### END SOLUTION

    def maximum(self, other: Value | float) -> Value:
        """The larger of self and other: 1 for it and 0 for the other; 1/2 for each if equal."""
        ### BEGIN SOLUTION
        other = self._lift(other)
        share = ((self.data > other.data) + (self.data >= other.data)) / 2  # 1, 1/2 or 0
        return self._result(max(self.data, other.data), (self, share), (other, 1 - share))
        ### END SOLUTION

    # The graph.

    def backward(self) -> None:
        """Add to the `grad` of every Value that this one was computed from its derivative by it.

        Of itself, too: there the derivative is 1. Each node is visited once, after all nodes that
        it went into, and nothing recurses. What an earlier call left in a `grad` is added to; it
        does not flow on.
        """
        ### BEGIN SOLUTION
        passing = {self: 1.0}  # not in `grad`, where earlier calls have left theirs
        for node in reversed(topological_order(self)):
            for parent, local in node._parents:
                passing[parent] = passing.get(parent, 0.0) + local * passing[node]
        for node, derivative in passing.items():
            node.grad += derivative
        ### END SOLUTION

    def zero_grad(self) -> None:
        """Set `grad` to 0.0, of this Value and of every one that it was computed from."""
        ### BEGIN SOLUTION
        for node in topological_order(self):
            node.grad = 0.0
        ### END SOLUTION
