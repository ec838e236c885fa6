"""Dual numbers as an immutable record."""
from __future__ import annotations

import math
from dataclasses import dataclass
from numbers import Real
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Dual:
    data: float
    tangent: float = 0.0

    @staticmethod
    def _of(x: Any) -> Dual:
        if isinstance(x, Dual):
            return x
        if isinstance(x, Real):
            return Dual(float(x))
        raise TypeError(f"neither a Dual nor a number: {type(x).__name__}")

    def __add__(self, other: Any) -> Dual:
        other = self._of(other)
        return Dual(self.data + other.data, self.tangent + other.tangent)

    def __sub__(self, other: Any) -> Dual:
        other = self._of(other)
        return Dual(self.data - other.data, self.tangent - other.tangent)

    def __mul__(self, other: Any) -> Dual:
        other = self._of(other)
        return Dual(self.data * other.data, math.fsum([self.tangent * other.data, self.data * other.tangent]))

    def __truediv__(self, other: Any) -> Dual:
        other = self._of(other)
        return Dual(
            self.data / other.data,
            self.tangent / other.data - self.data * other.tangent / other.data**2,
        )

    def __radd__(self, other: Any) -> Dual:
        return self._of(other).__add__(self)

    def __rsub__(self, other: Any) -> Dual:
        return self._of(other).__sub__(self)

    def __rmul__(self, other: Any) -> Dual:
        return self._of(other).__mul__(self)

    def __rtruediv__(self, other: Any) -> Dual:
        return self._of(other).__truediv__(self)

    def __neg__(self) -> Dual:
        return Dual(-self.data, -self.tangent)

    def __pow__(self, n: float) -> Dual:
        return Dual(1.0) if n == 0 else Dual(self.data**n, n * self.data ** (n - 1) * self.tangent)

    def _map(self, value: float, slope: float) -> Dual:
        return Dual(value, slope * self.tangent)

    def exp(self) -> Dual:
        return self._map(math.exp(self.data), math.exp(self.data))

    def log(self) -> Dual:
        return self._map(math.log(self.data), 1 / self.data)

    def sin(self) -> Dual:
        return self._map(math.sin(self.data), math.cos(self.data))

    def cos(self) -> Dual:
        return self._map(math.cos(self.data), -math.sin(self.data))

    def tanh(self) -> Dual:
        return self._map(math.tanh(self.data), 1 - math.tanh(self.data) ** 2)

    def relu(self) -> Dual:
        return Dual(max(0.0, self.data), self.tangent if self.data > 0 else 0.0)


def jvp(f, x, v):
    if len(x) != len(v):
        raise ValueError("x and v must be equally long")
    result = f([Dual(float(a), float(b)) for a, b in zip(x, v)])
    if isinstance(result, (list, tuple)):
        duals = [Dual._of(one) for one in result]
        return np.array([d.data for d in duals], dtype=float), np.array([d.tangent for d in duals], dtype=float)
    dual = Dual._of(result)
    return dual.data, dual.tangent
