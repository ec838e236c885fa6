"""Reverse mode, one number at a time: a `Value` remembers how it was computed.

Conventions:

- An operator or a method makes a new `Value` and leaves its operands alone. The other operand may
  be a `Value` or a plain number, on either side.
- Corners as in PyTorch: relu'(0) = 0, and where both sides of a maximum are equal, each gets half.
- `backward` adds to what is in `grad`, as in PyTorch. `zero_grad` is how to start anew.
- Every node of a graph is visited once, without recursion: graphs may be 10,000 nodes deep.
"""

from __future__ import annotations


class Value:
    """A number `data`, and `grad`, the derivative of some result by it, 0.0 at first.

    Args:
        data: the number.
    """

    data: float
    grad: float

    def __init__(self, data: float) -> None:
        raise NotImplementedError("Value.__init__")

    # Arithmetic: the other operand is a Value or a number.

    def __add__(self, other: Value | float) -> Value:
        """``self + other``."""
        raise NotImplementedError("Value.__add__")

    def __radd__(self, other: float) -> Value:
        """``other + self`` for a number: Python asks here when the number does not know how."""
        raise NotImplementedError("Value.__radd__")

    def __sub__(self, other: Value | float) -> Value:
        """``self - other``."""
        raise NotImplementedError("Value.__sub__")

    def __rsub__(self, other: float) -> Value:
        """``other - self`` for a number."""
        raise NotImplementedError("Value.__rsub__")

    def __neg__(self) -> Value:
        """``-self``."""
        raise NotImplementedError("Value.__neg__")

    def __mul__(self, other: Value | float) -> Value:
        """``self * other``: the local derivatives are other and self."""
        raise NotImplementedError("Value.__mul__")

    def __rmul__(self, other: float) -> Value:
        """``other * self`` for a number."""
        raise NotImplementedError("Value.__rmul__")

    def __truediv__(self, other: Value | float) -> Value:
        """``self / other``: the local derivatives are 1 / other and -self / other^2."""
        raise NotImplementedError("Value.__truediv__")

    def __rtruediv__(self, other: float) -> Value:
        """``other / self`` for a number."""
        raise NotImplementedError("Value.__rtruediv__")

    def __pow__(self, exponent: float) -> Value:
        """``self ** exponent`` for a number: n x^(n - 1), where n may be negative or a fraction."""
        raise NotImplementedError("Value.__pow__")

    # Functions: `x.exp()` is a new Value.

    def exp(self) -> Value:
        """The exponential: it is its own derivative."""
        raise NotImplementedError("Value.exp")

    def log(self) -> Value:
        """The natural logarithm, of a positive number: 1 / x."""
        raise NotImplementedError("Value.log")

    def sin(self) -> Value:
        """The sine: cos(x)."""
        raise NotImplementedError("Value.sin")

    def cos(self) -> Value:
        """The cosine: -sin(x)."""
        raise NotImplementedError("Value.cos")

    def tan(self) -> Value:
        """The tangent t: 1 + t^2."""
        raise NotImplementedError("Value.tan")

    def tanh(self) -> Value:
        """The hyperbolic tangent t: 1 - t^2."""
        raise NotImplementedError("Value.tanh")

    def sigmoid(self) -> Value:
        """1 / (1 + exp(-x)), for x of any size: s (1 - s)."""
        raise NotImplementedError("Value.sigmoid")

    def relu(self) -> Value:
        """max(x, 0): 1 for x > 0, else 0."""
        raise NotImplementedError("Value.relu")

    def maximum(self, other: Value | float) -> Value:
        """The larger of self and other: 1 for it and 0 for the other; 1/2 for each if equal."""
        raise NotImplementedError("Value.maximum")

    # The graph.

    def backward(self) -> None:
        """Add to the `grad` of every Value that this one was computed from its derivative by it.

        Of itself, too: there the derivative is 1. Each node is visited once, after all nodes that
        it went into, and nothing recurses. What an earlier call left in a `grad` is added to; it
        does not flow on.
        """
        raise NotImplementedError("Value.backward")

    def zero_grad(self) -> None:
        """Set `grad` to 0.0, of this Value and of every one that it was computed from."""
        raise NotImplementedError("Value.zero_grad")
