"""Value with types, checks and errors for everything."""
from __future__ import annotations

import math
import numbers
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import wraps
from typing import Callable, Union

Operand = Union["Value", float]


def _binary(method: Callable[[Value, Value], Value]) -> Callable[[Value, Operand], Value]:
    @wraps(method)
    def checked(self: Value, other: Operand) -> Value:
        if isinstance(other, numbers.Real) and not isinstance(other, Value):
            other = Value(float(other))
        if not isinstance(other, Value):
            return NotImplemented
        return method(self, other)

    return checked


@dataclass(eq=False)
class Value:
    data: float
    grad: float = field(default=0.0, init=False)
    _edges: list[tuple[Value, float]] = field(default_factory=list, init=False, repr=False)

    def __post_init__(self) -> None:
        if not isinstance(self.data, numbers.Real):
            raise TypeError(f"a Value holds a number, not {type(self.data).__name__}")
        self.data = float(self.data)

    @classmethod
    def _from(cls, data: float, edges: Iterable[tuple[Value, float]]) -> Value:
        out = cls(data)
        out._edges.extend(edges)
        return out

    @_binary
    def __add__(self, other):
        return self._from(self.data + other.data, [(self, 1.0), (other, 1.0)])

    @_binary
    def __radd__(self, other):
        return other.__add__(self)

    @_binary
    def __sub__(self, other):
        return self._from(self.data - other.data, [(self, 1.0), (other, -1.0)])

    @_binary
    def __rsub__(self, other):
        return other.__sub__(self)

    @_binary
    def __mul__(self, other):
        if other is self:
            return self._from(self.data**2, [(self, 2 * self.data)])
        return self._from(self.data * other.data, [(self, other.data), (other, self.data)])

    @_binary
    def __rmul__(self, other):
        return other.__mul__(self)

    @_binary
    def __truediv__(self, other):
        if other.data == 0:
            raise ZeroDivisionError("division of a Value by 0")
        return self._from(
            self.data / other.data, [(self, 1 / other.data), (other, -self.data / (other.data * other.data))]
        )

    @_binary
    def __rtruediv__(self, other):
        return other.__truediv__(self)

    def __neg__(self) -> Value:
        return self._from(-self.data, [(self, -1.0)])

    def __pow__(self, exponent: float) -> Value:
        if not isinstance(exponent, numbers.Real):
            raise TypeError("the exponent must be a number")
        if exponent == 0:
            return self._from(1.0, [])
        return self._from(math.pow(self.data, exponent), [(self, exponent * math.pow(self.data, exponent - 1))])

    def exp(self) -> Value:
        result = math.exp(self.data)
        return self._from(result, [(self, result)])

    def log(self) -> Value:
        if self.data <= 0:
            raise ValueError("log of a number that is not positive")
        return self._from(math.log(self.data), [(self, 1.0 / self.data)])

    def sin(self) -> Value:
        return self._from(math.sin(self.data), [(self, math.cos(self.data))])

    def cos(self) -> Value:
        return self._from(math.cos(self.data), [(self, -math.sin(self.data))])

    def tan(self) -> Value:
        return self._from(math.tan(self.data), [(self, 1.0 / math.cos(self.data) ** 2)])

    def tanh(self) -> Value:
        result = math.tanh(self.data)
        return self._from(result, [(self, (1.0 - result) * (1.0 + result))])

    def sigmoid(self) -> Value:
        try:
            result = 1.0 / (1.0 + math.exp(-self.data))
        except OverflowError:
            result = 0.0
        return self._from(result, [(self, result * (1.0 - result))])

    def relu(self) -> Value:
        return self._from(self.data, [(self, 1.0)]) if self.data > 0 else self._from(0.0, [(self, 0.0)])

    @_binary
    def maximum(self, other):
        if self.data > other.data:
            return self._from(self.data, [(self, 1.0)])
        if self.data < other.data:
            return self._from(other.data, [(other, 1.0)])
        return self._from(self.data, [(self, 0.5), (other, 0.5)])

    def _history(self) -> list[Value]:
        """Depth first with iterators on a stack; parents first."""
        done: list[Value] = []
        entered = {id(self)}
        stack = [(self, iter(self._edges))]
        while stack:
            node, edges = stack[-1]
            for parent, _ in edges:
                if id(parent) not in entered:
                    entered.add(id(parent))
                    stack.append((parent, iter(parent._edges)))
                    break
            else:
                stack.pop()
                done.append(node)
        return done

    def backward(self) -> None:
        history = self._history()
        position = {id(node): i for i, node in enumerate(history)}
        flow = [0.0] * len(history)
        flow[-1] = 1.0
        for i in reversed(range(len(history))):
            for parent, slope in history[i]._edges:
                flow[position[id(parent)]] += flow[i] * slope
        for node, amount in zip(history, flow):
            node.grad = node.grad + amount

    def zero_grad(self) -> None:
        for node in self._history():
            node.grad = 0.0
