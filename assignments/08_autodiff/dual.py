"""Forward mode: a `Dual` carries a number and its derivative along, through every operation.

Think of data + tangent e, where e is so small that e^2 = 0. The conventions are those of `Value`;
there is no graph, and nothing to go back through.
"""

from __future__ import annotations

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
        raise NotImplementedError("Dual.__init__")

    # Arithmetic: the other operand is a Dual or a number.

    def __add__(self, other: Dual | float) -> Dual:
        """``self + other``."""
        raise NotImplementedError("Dual.__add__")

    def __radd__(self, other: float) -> Dual:
        """``other + self`` for a number."""
        raise NotImplementedError("Dual.__radd__")

    def __sub__(self, other: Dual | float) -> Dual:
        """``self - other``."""
        raise NotImplementedError("Dual.__sub__")

    def __rsub__(self, other: float) -> Dual:
        """``other - self`` for a number."""
        raise NotImplementedError("Dual.__rsub__")

    def __neg__(self) -> Dual:
        """``-self``."""
        raise NotImplementedError("Dual.__neg__")

    def __mul__(self, other: Dual | float) -> Dual:
        """``self * other``: by the product rule, (u v)' = u' v + u v'."""
        raise NotImplementedError("Dual.__mul__")

    def __rmul__(self, other: float) -> Dual:
        """``other * self`` for a number."""
        raise NotImplementedError("Dual.__rmul__")

    def __truediv__(self, other: Dual | float) -> Dual:
        """``self / other``: by the quotient rule, (u / v)' = (u' - (u / v) v') / v."""
        raise NotImplementedError("Dual.__truediv__")

    def __rtruediv__(self, other: float) -> Dual:
        """``other / self`` for a number."""
        raise NotImplementedError("Dual.__rtruediv__")

    def __pow__(self, exponent: float) -> Dual:
        """``self ** exponent`` for a number: (u^n)' = n u^(n - 1) u'."""
        raise NotImplementedError("Dual.__pow__")

    # Functions: by the chain rule, f(u)' = f'(u) u'.

    def exp(self) -> Dual:
        """The exponential."""
        raise NotImplementedError("Dual.exp")

    def log(self) -> Dual:
        """The natural logarithm, of a positive number."""
        raise NotImplementedError("Dual.log")

    def sin(self) -> Dual:
        """The sine."""
        raise NotImplementedError("Dual.sin")

    def cos(self) -> Dual:
        """The cosine."""
        raise NotImplementedError("Dual.cos")

    def tanh(self) -> Dual:
        """The hyperbolic tangent."""
        raise NotImplementedError("Dual.tanh")

    def relu(self) -> Dual:
        """max(u, 0): the tangent passes where u > 0, and is 0 elsewhere."""
        raise NotImplementedError("Dual.relu")


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
    raise NotImplementedError("jvp")
