"""Forward mode: a `Dual` carries a number and its derivative along, through every operation.

Think of data + tangent e, where e is so small that e^2 = 0. The conventions are those of `Value`;
there is no graph, and nothing to go back through.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np


class Dual:
    """A number `data`, and `tangent`: how fast it changes as the inputs move along a direction.

    Args:
        data: the number.
        tangent: its derivative; 0 for a constant.
    """

    data: float
    tangent: float

    def __init__(self, data: float, tangent: float = 0.0) -> None:
        ### BEGIN SOLUTION
        self.data = float(data)
        self.tangent = float(tangent)
        ### END SOLUTION

    ### BEGIN SOLUTION
    def _lift(self, other: Any) -> Dual:
        """The other operand as a Dual: a plain number does not move."""
        return other if isinstance(other, Dual) else type(self)(other)

    def _result(self, data: float, tangent: float) -> Dual:
        return type(self)(data, tangent)

    ### END SOLUTION

    # Arithmetic: the other operand is a Dual or a number.

    def __add__(self, other: Dual | float) -> Dual:
        """``self + other``."""
        ### BEGIN SOLUTION
        other = self._lift(other)
        return self._result(self.data + other.data, self.tangent + other.tangent)
        ### END SOLUTION

    def __radd__(self, other: float) -> Dual:
        """``other + self`` for a number."""
        ### BEGIN SOLUTION
        return self._lift(other) + self
        ### END SOLUTION

    def __sub__(self, other: Dual | float) -> Dual:
        """``self - other``."""
        ### BEGIN SOLUTION
        other = self._lift(other)
        return self._result(self.data - other.data, self.tangent - other.tangent)
        ### END SOLUTION

    def __rsub__(self, other: float) -> Dual:
        """``other - self`` for a number."""
        ### BEGIN SOLUTION
        return self._lift(other) - self
        ### END SOLUTION

    def __neg__(self) -> Dual:
        """``-self``."""
        ### BEGIN SOLUTION
        return self._result(-self.data, -self.tangent)
        ### END SOLUTION

    def __mul__(self, other: Dual | float) -> Dual:
        """``self * other``: by the product rule, (u v)' = u' v + u v'."""
        ### BEGIN SOLUTION
        other = self._lift(other)
        tangent = self.tangent * other.data + self.data * other.tangent
        return self._result(self.data * other.data, tangent)
        ### END SOLUTION

    def __rmul__(self, other: float) -> Dual:
        """``other * self`` for a number."""
        ### BEGIN SOLUTION
        return self._lift(other) * self
        ### END SOLUTION

    def __truediv__(self, other: Dual | float) -> Dual:
        """``self / other``: by the quotient rule, (u / v)' = (u' - (u / v) v') / v."""
        ### BEGIN SOLUTION
        other = self._lift(other)
        quotient = self.data / other.data
        return self._result(quotient, (self.tangent - quotient * other.tangent) / other.data)
        ### END SOLUTION

    def __rtruediv__(self, other: float) -> Dual:
        """``other / self`` for a number."""
        ### BEGIN SOLUTION
        return self._lift(other) / self
        ### END SOLUTION

    def __pow__(self, exponent: float) -> Dual:
        """``self ** exponent`` for a number: (u^n)' = n u^(n - 1) u'."""
        ### BEGIN SOLUTION
        slope = exponent * self.data ** (exponent - 1)
        return self._result(self.data**exponent, slope * self.tangent)
        ### END SOLUTION

    # Functions: by the chain rule, f(u)' = f'(u) u'.

    def exp(self) -> Dual:
        """The exponential."""
        ### BEGIN SOLUTION
        e = math.exp(self.data)
        return self._result(e, e * self.tangent)
        ### END SOLUTION

    def log(self) -> Dual:
        """The natural logarithm, of a positive number."""
        ### BEGIN SOLUTION
        return self._result(math.log(self.data), self.tangent / self.data)
        ### END SOLUTION

    def sin(self) -> Dual:
        """The sine."""
        ### BEGIN SOLUTION
        return self._result(math.sin(self.data), math.cos(self.data) * self.tangent)
        ### END SOLUTION

    def cos(self) -> Dual:
        """The cosine."""
        ### BEGIN SOLUTION
        return self._result(math.cos(self.data), -math.sin(self.data) * self.tangent)
        ### END SOLUTION

    def tanh(self) -> Dual:
        """The hyperbolic tangent."""
        ### BEGIN SOLUTION
        t = math.tanh(self.data)
        return self._result(t, (1 - t * t) * self.tangent)
        ### END SOLUTION

    def relu(self) -> Dual:
        """max(u, 0): the tangent passes where u > 0, and is 0 elsewhere."""
        ### BEGIN SOLUTION
        fires = self.data > 0
        return self._result(self.data * fires, self.tangent * fires)
        ### END SOLUTION


def jvp(
    f: Callable[[list[Any]], Any], x: Sequence[float] | np.ndarray, v: Sequence[float] | np.ndarray
) -> tuple[float | np.ndarray, float | np.ndarray]:
    """Return f(x) and the derivative of f at x in the direction v, in one pass through f.

    The Jacobian of f times v, which is why it is called a Jacobian-vector product.

    Args:
        f: takes a list of n numbers, and returns one number or a list of m; written with
            arithmetic and the methods of `Dual`. What does not depend on x may be a plain number.
        x: n numbers: an array (n,), a list or a tuple, perhaps of integers.
        v: n numbers: the direction.

    Returns:
        Value and derivative: two floats where f returns one number, two arrays (m,) where it
        returns a list.
    """
    ### BEGIN SOLUTION
    out = f([Dual(number, tangent) for number, tangent in zip(x, v, strict=True)])
    listed = out if isinstance(out, list) else [out]
    results = [one if isinstance(one, Dual) else Dual(one) for one in listed]
    data = np.array([one.data for one in results])
    tangents = np.array([one.tangent for one in results])
    return (data, tangents) if listed is out else (data.item(), tangents.item())
    ### END SOLUTION
