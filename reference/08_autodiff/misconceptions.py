"""Wrong solutions that students write, each with the hint it earns.

Every class or function here replaces one of the assignment. Its docstring ends the sentence "looks
like:" that a student reads; `hint` says where to look next; `row` is the label in our catalogue of
mistakes, None for one foreseen by us. The decorator's arguments are literals: they are read without
running this. The reference modules are imported by their bare names, as a submission's own are.

A class here is the reference with one method changed; what it computes are objects of its own kind.
This module is long because it is a list; its sections are the exercises in their order.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
from dual import Dual, jvp
from tensor import Tensor, unbroadcast
from value import Value, topological_order

from autograder import instead_of

Array = np.ndarray


# Value: the walk


@instead_of(
    "Value",
    hint="A Value that is used twice gets a gradient from each use: add, with +=.",
    row="AU1",
)
class GradientOverwritten(Value):
    """The gradient is set with =, so of several paths only the last one counts."""

    def backward(self) -> None:
        passing = {self: 1.0}
        for node in reversed(topological_order(self)):
            for parent, local in node._parents:
                passing[parent] = local * passing[node]
        for node, derivative in passing.items():
            node.grad += derivative


@instead_of(
    "Value",
    hint="In grad.setdefault and the like, the first path wins and the others are lost: add.",
    row="AU1",
)
class FirstPathOnly(Value):
    """Of several paths only the first one counts."""

    def backward(self) -> None:
        passing = {self: 1.0}
        for node in reversed(topological_order(self)):
            for parent, local in node._parents:
                passing.setdefault(parent, local * passing[node])
        for node, derivative in passing.items():
            node.grad += derivative


@instead_of(
    "Value",
    hint="A node may hand its gradient on when all of it has arrived: sort the graph first.",
    row="AU2",
)
class DepthFirst(Value):
    """Nodes hand their gradient on as soon as they are reached, before all of it has arrived."""

    def backward(self) -> None:
        passing: dict[Value, float] = {self: 1.0}
        seen, waiting = set(), [*passing]
        while waiting:
            node = waiting.pop()
            if node in seen:
                continue
            seen.add(node)
            for parent, local in node._parents:
                passing[parent] = passing.get(parent, 0.0) + local * passing[node]
                waiting.append(parent)
        for node, derivative in passing.items():
            node.grad += derivative


@instead_of(
    "Value",
    hint="Level by level is no order: a node on level 1 can also be on level 3. Sort by parents.",
    row="AU2",
)
class LevelByLevel(Value):
    """The graph is walked level by level, so a node with a short and a long way is too early."""

    def backward(self) -> None:
        passing: dict[Value, float] = {self: 1.0}
        seen, waiting = {*passing}, [*passing]
        for node in waiting:
            for parent, local in node._parents:
                passing[parent] = passing.get(parent, 0.0) + local * passing[node]
                if parent not in seen:
                    seen.add(parent)
                    waiting.append(parent)
        for node, derivative in passing.items():
            node.grad += derivative


@instead_of(
    "Value",
    hint="Parents come before children in a topological order, and backward starts at the end.",
    row="AU2",
)
class OrderNotReversed(Value):
    """The order begins with the leaves, and is not reversed."""

    def backward(self) -> None:
        self.grad += 1.0
        for node in topological_order(self):
            for parent, local in node._parents:
                parent.grad += local * node.grad


@instead_of(
    "Value",
    hint="Keep a set of the nodes that you have been to; with a sorted graph, each is met once.",
    row="AU3",
)
class EveryPathWalked(Value):
    """Every path is walked on its own: right, but 60 doublings have 2^60 paths."""

    def backward(self) -> None:
        waiting: list[tuple[Value, float]] = [(self, 1.0)]
        while waiting:
            node, derivative = waiting.pop()
            node.grad += derivative
            for parent, local in node._parents:
                waiting.append((parent, local * derivative))

    def zero_grad(self) -> None:
        waiting: list[Value] = [self]
        while waiting:
            node = waiting.pop()
            node.grad = 0.0
            for parent, _ in node._parents:
                waiting.append(parent)


@instead_of(
    "Value",
    hint="The set of nodes seen so far serves zero_grad as well.",
    row="AU3",
)
class EveryPathReset(Value):
    """zero_grad walks every path on its own: 60 doublings have 2^60."""

    def zero_grad(self) -> None:
        waiting: list[Value] = [self]
        while waiting:
            node = waiting.pop()
            node.grad = 0.0
            for parent, _ in node._parents:
                waiting.append(parent)


def _sorted_recursively(node: Any, seen: set[Any], order: list[Any]) -> list[Any]:
    if node not in seen:
        seen.add(node)
        for parent, _ in node._parents:
            _sorted_recursively(parent, seen, order)
        order.append(node)
    return order


@instead_of(
    "Value",
    hint="A stack of your own, a list with append and pop, may be as deep as memory lasts.",
    row="AU4",
)
class SortedByRecursion(Value):
    """The graph is sorted by recursion, and Python's stack ends at a depth of about 1000."""

    def backward(self) -> None:
        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(50_000)  # as many do: it only moves the end
        _sorted_recursively(self, set(), [])
        sys.setrecursionlimit(limit)
        super().backward()


@instead_of(
    "Value",
    hint="Let zero_grad use the same walk as backward, without recursion.",
    row="AU4",
)
class ResetByRecursion(Value):
    """zero_grad recurses, and Python's stack ends at a depth of about 1000."""

    def zero_grad(self) -> None:
        for node in _sorted_recursively(self, set(), []):
            node.grad = 0.0


# Value: what stays between calls


@instead_of(
    "Value",
    hint="Two calls of backward add up. Only zero_grad sets gradients to 0.",
    row="AU7",
)
class BackwardStartsAnew(Value):
    """backward sets all gradients to 0 first, so a second call does not add up."""

    def backward(self) -> None:
        self.zero_grad()
        super().backward()


@instead_of(
    "Value",
    hint="Begin each pass with gradients of its own, and add them to `grad` at the end.",
    row="AU7",
)
class OldGradientsFlowOn(Value):
    """What an earlier call left in a node on the way flows on with the second, once more."""

    def backward(self) -> None:
        self.grad = 1.0
        for node in reversed(topological_order(self)):
            for parent, local in node._parents:
                parent.grad += local * node.grad


@instead_of(
    "Value",
    hint="Begin each pass with gradients of its own, the 1 as well; add them to `grad` at the end.",
    row="AU7",
)
class OldGradientsFlowOnFromTheEnd(Value):
    """Everything is added in `grad`, the 1 of the result too, and old gradients flow on."""

    def backward(self) -> None:
        self.grad += 1.0
        for node in reversed(topological_order(self)):
            for parent, local in node._parents:
                parent.grad += local * node.grad


@instead_of(
    "Value",
    hint="After out.zero_grad() the gradients of x and y are wanted to be 0 as well.",
    row="AU7",
)
class OnlyOwnGradientReset(Value):
    """zero_grad resets its own gradient only, not those of what it was computed from."""

    def zero_grad(self) -> None:
        self.grad = 0.0


@instead_of(
    "Value",
    hint="Start at self, not at its parents.",
    row="AU7",
)
class OwnGradientNotReset(Value):
    """zero_grad resets what it was computed from, and leaves its own gradient."""

    def zero_grad(self) -> None:
        for node in topological_order(self)[:-1]:
            node.grad = 0.0


@instead_of("Value", hint="Is your zero_grad more than `pass`? Set grad = 0.0 everywhere.")
class NothingReset(Value):
    """zero_grad does nothing."""

    def zero_grad(self) -> None:
        pass


@instead_of(
    "Value",
    hint="grad belongs to every node, not only to those that you made yourself.",
)
class OnlyLeavesKeepGradients(Value):
    """Only leaves get their gradient; the Values on the way stay at 0."""

    def backward(self) -> None:
        super().backward()
        for node in topological_order(self):
            if node._parents:
                node.grad = 0.0


def _passed(end: Any) -> dict[Any, float]:
    """Every node that `end` was computed from, and end, with the derivative of end by it."""
    passing = {end: 1.0}
    for node in reversed(topological_order(end)):
        for parent, local in node._parents:
            passing[parent] = passing.get(parent, 0.0) + local * passing[node]
    return passing


@instead_of(
    "Value",
    hint="Two calls of backward add up in every node. What must not flow on is kept apart.",
    row="AU7",
)
class OnlyLeavesAddUp(Value):
    """A second backward adds to the leaves; in the Values on the way it overwrites."""

    def backward(self) -> None:
        for node, derivative in _passed(self).items():
            node.grad = derivative if node._parents else node.grad + derivative


@instead_of(
    "Value",
    hint="A second call adds a 1 to the result's own gradient, too: += and not =.",
    row="AU7",
)
class OwnGradientOverwritten(Value):
    """The result's own gradient is set to 1, also where an earlier call had left something."""

    def backward(self) -> None:
        super().backward()
        self.grad = 1.0


@instead_of("Value", hint="x.backward() of a leaf has one derivative to add: that by itself, 1.")
class NothingWithoutParents(Value):
    """backward of a Value that was not computed from others does nothing."""

    def backward(self) -> None:
        if self._parents:
            super().backward()


@instead_of(
    "Value",
    hint="zero_grad goes to what the result was computed from, and to nothing else.",
)
class EverythingReset(Value):
    """zero_grad resets every Value there is, not only what this one was computed from."""

    _made: list[Any] = []  # noqa: RUF012 - the mistake: one list for all graphs

    def __init__(self, data: float) -> None:
        super().__init__(data)
        self._made.append(self)

    def zero_grad(self) -> None:
        for node in self._made:
            node.grad = 0.0


@instead_of("Value", hint="Set grad = 0.0 in every node of the graph: those on the way have one.")
class OnlyEndsReset(Value):
    """zero_grad resets the leaves and the result, and not the Values on the way."""

    def zero_grad(self) -> None:
        for node in topological_order(self):
            if node is self or not node._parents:
                node.grad = 0.0


@instead_of(
    "Value", hint="The walk begins with the derivative of the result by itself. What is it?"
)
class EndNotSeeded(Value):
    """The result's own gradient is never set to 1, so only zeros flow."""

    def backward(self) -> None:
        for node in reversed(topological_order(self)):
            for parent, local in node._parents:
                parent.grad += local * node.grad


@instead_of("Value", hint="The derivative of the result by itself is 1, whatever its value.")
class SeededWithItsValue(Value):
    """The walk begins with the result's value in the place of 1."""

    def backward(self) -> None:
        passing = {self: self.data}
        for node in reversed(topological_order(self)):
            for parent, local in node._parents:
                passing[parent] = passing.get(parent, 0.0) + local * passing[node]
        for node, derivative in passing.items():
            node.grad += derivative


@instead_of(
    "Value",
    hint="Upstream times local: is the node's own gradient in what you hand on?",
)
class UpstreamForgotten(Value):
    """Parents get the local derivative alone: the gradient from above is not multiplied in."""

    def backward(self) -> None:
        passing = {self: 1.0}
        for node in reversed(topological_order(self)):
            for parent, local in node._parents:
                passing[parent] = passing.get(parent, 0.0) + local
        for node, derivative in passing.items():
            node.grad += derivative


@instead_of("Value", hint="One step is not enough: go on until the leaves.")
class OneStepBack(Value):
    """The gradient goes one step back, to what the result was directly computed from."""

    def backward(self) -> None:
        self.grad += 1.0
        for parent, local in self._parents:
            parent.grad += local


@instead_of(
    "Value",
    hint="x + y is a new Value. Does one of your operators, or an __iadd__, write into self?",
    row="AU10",
)
class ChangedInPlace(Value):
    """z += y changes the Value itself, which others still need as it was."""

    def __iadd__(self, other: Any) -> Value:  # type: ignore[misc]
        self.data += self._lift(other).data
        return self


@instead_of(
    "Value",
    hint="What stands in the class is shared by all graphs: keep what belongs to a node in it.",
)
class OneTapeForAll(Value):
    """backward begins at whatever was computed last, in any graph."""

    _latest: Any = None

    def _result(self, data: float, *parents: tuple[Value, float]) -> Value:
        result = super()._result(data, *parents)
        type(self)._latest = result
        return result

    def backward(self) -> None:
        end = type(self)._latest or self
        Value.backward(end)


# Value: arithmetic


@instead_of(
    "Value",
    hint="2.5 + x asks the number first, which gives up; then Python calls x.__radd__(2.5).",
    row="AU8",
)
class NoReflectedOperators(Value):
    """The operators with a number on the left, __radd__ and its like, are missing."""

    __radd__ = __rsub__ = __rmul__ = __rtruediv__ = None  # type: ignore[assignment]


@instead_of(
    "Value",
    hint="Is the other operand perhaps a plain number, without .data? Make it a Value first.",
)
class OnlyValuesTaken(Value):
    """The other operand must be a Value: x + 2.5 is not understood."""

    def _lift(self, other: Any) -> Any:
        return other


@instead_of(
    "Value",
    hint="2.5 - x is not x - 2.5. In __rsub__, other stands on the left.",
    row="AU8",
)
class ReflectedDifferenceSwapped(Value):
    """2.5 - x is computed as x - 2.5."""

    def __rsub__(self, other: float) -> Value:
        return self - other


@instead_of(
    "Value",
    hint="2.5 / x is not x / 2.5. In __rtruediv__, other stands on the left.",
    row="AU8",
)
class ReflectedQuotientSwapped(Value):
    """2.5 / x is computed as x / 2.5."""

    def __rtruediv__(self, other: float) -> Value:
        return self / other


@instead_of(
    "Value",
    hint="__rsub__ = __sub__ works for sums and products, where the order does not matter.",
    row="AU8",
)
class ReflectedSwappedBoth(Value):
    """2.5 - x is computed as x - 2.5, and 2.5 / x as x / 2.5."""

    def __rsub__(self, other: float) -> Value:
        return self - other

    def __rtruediv__(self, other: float) -> Value:
        return self / other


@instead_of("Value", hint="x - y falls as y grows: which sign has its derivative by y?", row="AU8")
class DifferenceLikeASum(Value):
    """The derivative of x - y by y is 1, not -1."""

    def __sub__(self, other: Any) -> Value:
        other = self._lift(other)
        return self._result(self.data - other.data, (self, 1.0), (other, 1.0))


@instead_of("Value", hint="-x falls as x grows.")
class NegationWithoutSign(Value):
    """The derivative of -x is 1, not -1."""

    def __neg__(self) -> Value:
        return self._result(-self.data, (self, 1.0))


@instead_of(
    "Value", hint="By how much does x * y change when x grows a little? By y times as much."
)
class ProductKeepsItsOwn(Value):
    """The derivative of x * y by x is x, and by y it is y: they are swapped."""

    def __mul__(self, other: Any) -> Value:
        other = self._lift(other)
        return self._result(self.data * other.data, (self, self.data), (other, other.data))


@instead_of("Value", hint="1 / y falls as y grows, for y > 0: which sign has its derivative?")
class QuotientWithoutSign(Value):
    """The derivative of x / y by y is x / y^2, without the minus."""

    def __truediv__(self, other: Any) -> Value:
        other = self._lift(other)
        slope = self.data / other.data**2
        return self._result(self.data / other.data, (self, 1 / other.data), (other, slope))


@instead_of("Value", hint="Write x / y as x y^(-1), and derive by y: the exponent becomes -2.")
class QuotientWithoutSquare(Value):
    """The derivative of x / y by y is -x / y: the divisor is not squared."""

    def __truediv__(self, other: Any) -> Value:
        other = self._lift(other)
        quotient = self.data / other.data
        return self._result(quotient, (self, 1 / other.data), (other, -quotient))


@instead_of("Value", hint="Of x / y, how does y get its gradient?")
class DivisorIsConstant(Value):
    """The derivative of x / y by y is missing: the divisor is taken for a constant."""

    def __truediv__(self, other: Any) -> Value:
        other = self._lift(other)
        return self._result(self.data / other.data, (self, 1 / other.data))


@instead_of("Value", hint="The power goes down by one: n x^(n - 1).", row="AU9")
class PowerNotLowered(Value):
    """The derivative of x^n is n x^n: the exponent is not lowered."""

    def __pow__(self, exponent: float) -> Value:
        power = self.data**exponent
        return self._result(power, (self, exponent * power))


@instead_of("Value", hint="n x^(n - 1): where is the n in front?", row="AU9")
class PowerWithoutFactor(Value):
    """The derivative of x^n is x^(n - 1): the factor n is missing."""

    def __pow__(self, exponent: float) -> Value:
        return self._result(self.data**exponent, (self, self.data ** (exponent - 1)))


@instead_of(
    "Value",
    hint="d/dn x^n = x^n log x is for a variable exponent. Here x varies: n x^(n - 1).",
    row="AU9",
)
class PowerByItsExponent(Value):
    """The derivative of x^n is taken by n: x^n log |x|."""

    def __pow__(self, exponent: float) -> Value:
        power = self.data**exponent
        slope = power * math.log(abs(self.data)) if self.data else 0.0
        return self._result(power, (self, slope))


@instead_of(
    "Value",
    hint="exp(n log x) is a power of positive x only. x ** 3 is defined for every x.",
    row="AU9",
)
class PowerByLogarithm(Value):
    """x^n is computed as exp(n log x), which fails for x <= 0."""

    def __pow__(self, exponent: float) -> Value:
        return (self.log() * exponent).exp()


# Value: functions


@instead_of("Value", hint="Between exp(x) and its derivative there is no difference at all.")
class ExponentialIsItsArgument(Value):
    """The derivative of exp(x) is x exp(x - 1), as if it were a power."""

    def exp(self) -> Value:
        slope = self.data * math.exp(self.data - 1)
        return self._result(math.exp(self.data), (self, slope))


@instead_of("Value", hint="The derivative of log x is 1 / x: of its argument, not of its value.")
class LogarithmOfItsResult(Value):
    """The derivative of log x is 1 / log x: the value stands where x belongs."""

    def log(self) -> Value:
        value = math.log(self.data)
        return self._result(value, (self, 1 / value))


@instead_of("Value", hint="log is the natural logarithm, the inverse of exp: math.log(x).")
class LogarithmToBaseTen(Value):
    """log is the logarithm to base 10."""

    def log(self) -> Value:
        return self._result(math.log10(self.data), (self, 1 / (self.data * math.log(10))))


@instead_of("Value", hint="From 0 to pi the cosine falls.", row="CA1")
class CosineWithoutSign(Value):
    """The derivative of the cosine is sin(x), without the minus."""

    def cos(self) -> Value:
        return self._result(math.cos(self.data), (self, math.sin(self.data)))


@instead_of("Value", hint="At 0 the sine rises: its derivative there is 1.", row="CA1")
class SineWithASign(Value):
    """The derivative of the sine is -cos(x), with a minus too many."""

    def sin(self) -> Value:
        return self._result(math.sin(self.data), (self, -math.cos(self.data)))


@instead_of("Value", hint="sin / cos, by the quotient rule: 1 / cos^2.", row="CA2")
class TangentWithoutSquare(Value):
    """The derivative of the tangent is 1 / cos(x): the square is missing."""

    def tan(self) -> Value:
        return self._result(math.tan(self.data), (self, 1 / math.cos(self.data)))


@instead_of("Value", hint="s (1 - s), where s is the sigmoid of x and not x.", row="AC8")
class SigmoidOfItsResult(Value):
    """The derivative of the sigmoid is x (1 - x), with x in the place of the sigmoid."""

    def sigmoid(self) -> Value:
        return self._result(super().sigmoid().data, (self, self.data * (1 - self.data)))


@instead_of(
    "Value", hint="You have the sigmoid already: s (1 - s), without another one.", row="AC7"
)
class SigmoidTwice(Value):
    """The derivative of the sigmoid is s (1 - s) with the sigmoid of the sigmoid for s."""

    def sigmoid(self) -> Value:
        once = super().sigmoid().data
        twice = 1 / (1 + math.exp(-once))
        return self._result(once, (self, twice * (1 - twice)))


@instead_of(
    "Value",
    hint="exp of a large number overflows. exp(-|x|) never does: which two forms does that give?",
    row="AC9",
)
class SigmoidOverflows(Value):
    """The sigmoid is 1 / (1 + exp(-x)), whose exponential overflows for x = -1000."""

    def sigmoid(self) -> Value:
        s = 1 / (1 + math.exp(-self.data))
        return self._result(s, (self, s * (1 - s)))


@instead_of("Value", hint="math.tanh knows what to do with large numbers.", row="AC10")
class TanhOverflows(Value):
    """The hyperbolic tangent is made of exponentials, which overflow for x = 1000."""

    def tanh(self) -> Value:
        up, down = math.exp(self.data), math.exp(-self.data)
        t = (up - down) / (up + down)
        return self._result(t, (self, 1 - t * t))


@instead_of("Value", hint="1 - t^2, where t is already the tanh of x.", row="AC11")
class TanhTwice(Value):
    """The derivative of tanh is 1 - tanh(tanh(x))^2: tanh is taken once too often."""

    def tanh(self) -> Value:
        once = math.tanh(self.data)
        return self._result(once, (self, 1 - math.tanh(once) ** 2))


@instead_of("Value", hint="1 - t^2: the square is missing.")
class TanhWithoutSquare(Value):
    """The derivative of tanh is 1 - tanh(x)."""

    def tanh(self) -> Value:
        t = math.tanh(self.data)
        return self._result(t, (self, 1 - t))


@instead_of("Value", hint="At 0 relu has a corner; we take 0 there, as PyTorch does.", row="AC1")
class ReluPassesAtZero(Value):
    """At x = 0 the derivative of relu is 1."""

    def relu(self) -> Value:
        return self._result(max(self.data, 0.0), (self, float(self.data >= 0)))


@instead_of("Value", hint="Where relu cuts, nothing comes through backward either.")
class ReluAlwaysPasses(Value):
    """relu passes the gradient everywhere, also where it cuts."""

    def relu(self) -> Value:
        return self._result(max(self.data, 0.0), (self, 1.0))


@instead_of("Value", hint="Where both sides are equal, neither wins: half of the gradient each.")
class TieGoesToTheLeft(Value):
    """Where both sides of a maximum are equal, the left one gets all of the gradient."""

    def maximum(self, other: Any) -> Value:
        other = self._lift(other)
        left = float(self.data >= other.data)
        return self._result(max(self.data, other.data), (self, left), (other, 1 - left))


@instead_of("Value", hint="Where both sides are equal, neither wins: half of the gradient each.")
class TieGoesToTheRight(Value):
    """Where both sides of a maximum are equal, the right one gets all of the gradient."""

    def maximum(self, other: Any) -> Value:
        other = self._lift(other)
        left = float(self.data > other.data)
        return self._result(max(self.data, other.data), (self, left), (other, 1 - left))


@instead_of("Value", hint="Half each: both together get as much as came in, not twice as much.")
class TieGoesToBoth(Value):
    """Where both sides of a maximum are equal, each gets all of the gradient."""

    def maximum(self, other: Any) -> Value:
        other = self._lift(other)
        left, right = float(self.data >= other.data), float(self.data <= other.data)
        return self._result(max(self.data, other.data), (self, left), (other, right))


@instead_of("Value", hint="Where both sides are equal, the maximum still moves with them.")
class TieGoesToNobody(Value):
    """Where both sides of a maximum are equal, neither gets any gradient."""

    def maximum(self, other: Any) -> Value:
        other = self._lift(other)
        left, right = float(self.data > other.data), float(self.data < other.data)
        return self._result(max(self.data, other.data), (self, left), (other, right))


@instead_of("Value", hint="The smaller side can move a little and the maximum stays: it gets 0.")
class MaximumSharesAlways(Value):
    """Both sides of a maximum get half of the gradient, whichever is larger."""

    def maximum(self, other: Any) -> Value:
        other = self._lift(other)
        return self._result(max(self.data, other.data), (self, 0.5), (other, 0.5))


@instead_of("Value", hint="The right side is a node as well: where does its gradient go?")
class MaximumFeedsTheLeftOnly(Value):
    """The right side of a maximum never gets a gradient."""

    def maximum(self, other: Any) -> Value:
        other = self._lift(other)
        share = 0.5 if self.data == other.data else float(self.data > other.data)
        return self._result(max(self.data, other.data), (self, share))


@instead_of("Value", hint="Which of the two does math's max keep?")
class MaximumIsTheMinimum(Value):
    """maximum returns the smaller of both."""

    def maximum(self, other: Any) -> Value:
        return -(-self)._maximum(-self._lift(other))  # type: ignore[attr-defined]

    def _maximum(self, other: Value) -> Value:
        return super().maximum(other)


# Dual


@instead_of("Dual", hint="(u v)' = u' v + u v'.")
class TangentsMultiplied(Dual):
    """The tangent of a product is the product of the tangents."""

    def __mul__(self, other: Any) -> Dual:
        other = self._lift(other)
        return self._result(self.data * other.data, self.tangent * other.tangent)


@instead_of("Dual", hint="The product rule has two terms: u' v, and u v'.", row="CA4")
class OneTermOfTheProduct(Dual):
    """The tangent of a product is u' v alone: the term u v' is missing."""

    def __mul__(self, other: Any) -> Dual:
        other = self._lift(other)
        return self._result(self.data * other.data, self.tangent * other.data)


@instead_of("Dual", hint="Which factor belongs to which tangent? (u v)' = u' v + u v'.")
class ProductKeepsItsOwnTangent(Dual):
    """The tangent of a product is u u' + v v': each tangent is multiplied by its own number."""

    def __mul__(self, other: Any) -> Dual:
        other = self._lift(other)
        tangent = self.tangent * self.data + other.data * other.tangent
        return self._result(self.data * other.data, tangent)


@instead_of("Dual", hint="e^2 is 0: u' v' e^2 has no place in the tangent.")
class SecondOrderTermKept(Dual):
    """The tangent of a product has the term u' v' as well, which is of second order."""

    def __mul__(self, other: Any) -> Dual:
        other = self._lift(other)
        tangent = self.tangent * other.data + self.data * other.tangent
        product = self.tangent * other.tangent
        return self._result(self.data * other.data, tangent + product)


@instead_of("Dual", hint="In (u / v)' = (u' v - u v') / v^2 there is a minus.")
class QuotientAdded(Dual):
    """The quotient rule has a plus in the place of its minus."""

    def __truediv__(self, other: Any) -> Dual:
        other = self._lift(other)
        above = self.tangent * other.data + self.data * other.tangent
        return self._result(self.data / other.data, above / other.data**2)


@instead_of("Dual", hint="u' v - u v', in this order: for a constant v > 0 it has the sign of u'.")
class QuotientTheOtherWayRound(Dual):
    """The two terms of the quotient rule are the other way round."""

    def __truediv__(self, other: Any) -> Dual:
        other = self._lift(other)
        above = self.data * other.tangent - self.tangent * other.data
        return self._result(self.data / other.data, above / other.data**2)


@instead_of("Dual", hint="(u / v)' = (u' v - u v') / v^2: what is below is squared.")
class QuotientNotSquared(Dual):
    """The quotient rule is divided by v, not by v^2."""

    def __truediv__(self, other: Any) -> Dual:
        other = self._lift(other)
        above = self.tangent * other.data - self.data * other.tangent
        return self._result(self.data / other.data, above / other.data)


@instead_of("Dual", hint="The quotient of two tangents is no derivative: use the quotient rule.")
class TangentsDivided(Dual):
    """The tangent of a quotient is the quotient of the tangents, or 0 for a constant divisor."""

    def __truediv__(self, other: Any) -> Dual:
        other = self._lift(other)
        tangent = self.tangent / other.tangent if other.tangent else 0.0
        return self._result(self.data / other.data, tangent)


@instead_of("Dual", hint="A constant does not move: the tangent of the number 2.5 is 0.")
class ConstantsMove(Dual):
    """A plain number gets the tangent 1, as if it were a variable."""

    def _lift(self, other: Any) -> Dual:
        return other if isinstance(other, Dual) else self._result(other, 1.0)


@instead_of("Dual", hint="(u - v)' = u' - v'.")
class TangentsAddedInADifference(Dual):
    """The tangents of a difference are added."""

    def __sub__(self, other: Any) -> Dual:
        other = self._lift(other)
        return self._result(self.data - other.data, self.tangent + other.tangent)


@instead_of("Dual", hint="-x moves against x.")
class TangentNotNegated(Dual):
    """-x keeps the tangent of x."""

    def __neg__(self) -> Dual:
        return self._result(-self.data, self.tangent)


@instead_of(
    "Dual",
    hint="2.5 + x asks the number first, which gives up; then Python calls x.__radd__(2.5).",
    row="AU8",
)
class NoReflectedOperatorsOfDuals(Dual):
    """The operators with a number on the left, __radd__ and its like, are missing."""

    __radd__ = __rsub__ = __rmul__ = __rtruediv__ = None  # type: ignore[assignment]


@instead_of(
    "Dual",
    hint="__rsub__ = __sub__ works for sums and products, where the order does not matter.",
    row="AU8",
)
class ReflectedDualsSwapped(Dual):
    """2.5 - x is computed as x - 2.5, and 2.5 / x as x / 2.5."""

    def __rsub__(self, other: float) -> Dual:
        return self - other

    def __rtruediv__(self, other: float) -> Dual:
        return self / other


@instead_of(
    "Dual",
    hint="x + y is a new Dual. Does one of your operators, or an __iadd__, write into self?",
    row="AU10",
)
class DualChangedInPlace(Dual):
    """z += y changes the Dual itself, which others still need as it was."""

    def __iadd__(self, other: Any) -> Dual:  # type: ignore[misc]
        other = self._lift(other)
        self.data += other.data
        self.tangent += other.tangent
        return self


@instead_of("Dual", hint="n u^(n - 1) u': times the tangent of what is inside.", row="AU9")
class PowerForgetsTheTangent(Dual):
    """The tangent of u^n is n u^(n - 1), without u'."""

    def __pow__(self, exponent: float) -> Dual:
        return self._result(self.data**exponent, exponent * self.data ** (exponent - 1))


@instead_of("Dual", hint="The power goes down by one: n u^(n - 1) u'.", row="AU9")
class DualPowerNotLowered(Dual):
    """The tangent of u^n is n u^n u': the exponent is not lowered."""

    def __pow__(self, exponent: float) -> Dual:
        power = self.data**exponent
        return self._result(power, exponent * power * self.tangent)


@instead_of("Dual", hint="f(u)' = f'(u) u': where is u'?", row="AC5")
class FunctionsForgetTheTangent(Dual):
    """The functions' tangents are f'(u), without u'."""

    def exp(self) -> Dual:
        return self._result(math.exp(self.data), math.exp(self.data))

    def log(self) -> Dual:
        return self._result(math.log(self.data), 1 / self.data)

    def sin(self) -> Dual:
        return self._result(math.sin(self.data), math.cos(self.data))

    def cos(self) -> Dual:
        return self._result(math.cos(self.data), -math.sin(self.data))


@instead_of("Dual", hint="f'(u) u', and not f(u'): the tangent does not go through the function.")
class FunctionsOfTheTangent(Dual):
    """The functions are applied to the tangent as well: sin(u) has the tangent sin(u')."""

    def exp(self) -> Dual:
        return self._result(math.exp(self.data), math.exp(self.tangent))

    def log(self) -> Dual:
        return self._result(math.log(self.data), math.log(abs(self.tangent)))

    def sin(self) -> Dual:
        return self._result(math.sin(self.data), math.sin(self.tangent))

    def cos(self) -> Dual:
        return self._result(math.cos(self.data), math.cos(self.tangent))


@instead_of("Dual", hint="From 0 to pi the cosine falls.", row="CA1")
class DualCosineWithoutSign(Dual):
    """The tangent of the cosine is sin(u) u', without the minus."""

    def cos(self) -> Dual:
        return self._result(math.cos(self.data), math.sin(self.data) * self.tangent)


@instead_of("Dual", hint="1 - t^2, where t is already the tanh of u.", row="AC11")
class DualTanhTwice(Dual):
    """The tangent of tanh has 1 - tanh(tanh(u))^2: tanh is taken once too often."""

    def tanh(self) -> Dual:
        t = math.tanh(self.data)
        return self._result(t, (1 - math.tanh(t) ** 2) * self.tangent)


@instead_of("Dual", hint="relu cuts by the number, not by the tangent.", row="AC6")
class ReluOfTheTangent(Dual):
    """relu cuts the tangent by its own sign."""

    def relu(self) -> Dual:
        return self._result(max(self.data, 0.0), max(self.tangent, 0.0))


@instead_of("Dual", hint="At 0 relu has a corner; we take 0 there, as PyTorch does.", row="AC1")
class DualReluPassesAtZero(Dual):
    """At u = 0 relu lets the tangent pass."""

    def relu(self) -> Dual:
        return self._result(max(self.data, 0.0), self.tangent if self.data >= 0 else 0.0)


# jvp

Function = Callable[[list[Any]], Any]


@instead_of("jvp", hint="The tangents of the inputs are the elements of v.")
def direction_of_ones(f: Function, x: Sequence[float], v: Sequence[float]) -> Any:
    """Every input has the tangent 1, whatever v is."""
    return jvp(f, x, [1.0] * len(x))


@instead_of("jvp", hint="Which of the two is where f is evaluated, and which the direction?")
def point_and_direction_swapped(f: Function, x: Sequence[float], v: Sequence[float]) -> Any:
    """F is evaluated at v, and x is taken for the direction."""
    return jvp(f, [abs(one) + 0.1 for one in v], x) if min(v) <= 0 else jvp(f, v, x)


@instead_of("jvp", hint="Every input has a tangent of its own, all in the same pass.")
def only_the_first_input_moves(f: Function, x: Sequence[float], v: Sequence[float]) -> Any:
    """Only the first input has a tangent; the others are taken for constants."""
    return jvp(f, x, [v[0], *[0.0] * (len(x) - 1)])


@instead_of("jvp", hint="A derivative along v is linear in v: twice the v, twice the derivative.")
def direction_normalised(f: Function, x: Sequence[float], v: Sequence[float]) -> Any:
    """The direction is normalised to length 1 first."""
    length = float(np.linalg.norm(np.asarray(v, float)))
    return jvp(f, x, [one / length for one in v])


@instead_of(
    "jvp",
    hint="All inputs may move at once: the tangents add up on their way through f.",
)
def one_pass_an_input(f: Function, x: Sequence[float], v: Sequence[float]) -> Any:
    """F is evaluated once for every input: right, but n passes where one does."""
    parts = [jvp(f, x, [w if i == k else 0.0 for i, w in enumerate(v)]) for k in range(len(x))]
    return parts[0][0], sum(tangent for _, tangent in parts)


@instead_of(
    "jvp", hint="A difference quotient has 10 right digits at best. Duals have all of them."
)
def difference_quotient(f: Function, x: Sequence[float], v: Sequence[float]) -> Any:
    """The derivative is a difference quotient, (f(x + h v) - f(x - h v)) / (2 h)."""
    at = [float(one) for one in x]
    up, down = (
        np.asarray(jvp(f, [a + h * b for a, b in zip(at, v, strict=True)], v)[0])
        for h in (1e-3, -1e-3)
    )
    return jvp(f, at, v)[0], (up - down)[()] / 2e-3


@instead_of("jvp", hint="f may return a list of m results: make two arrays of m numbers.")
def first_result_only(f: Function, x: Sequence[float], v: Sequence[float]) -> Any:
    """Where f returns a list, only its first result is returned."""
    out, tangent = jvp(f, x, v)
    several = isinstance(out, np.ndarray) and isinstance(tangent, np.ndarray)
    return (out[0], tangent[0]) if several else (out, tangent)  # type: ignore[index]


@instead_of("jvp", hint="What f returns for one input may be a plain number: its tangent is 0.")
def results_must_be_duals(f: Function, x: Sequence[float], v: Sequence[float]) -> Any:
    """A result that is a plain number, and does not depend on x, is not understood."""

    def duals_only(numbers: list[Any]) -> Any:
        out = f(numbers)
        for one in out if isinstance(out, list) else [out]:
            one.tangent  # noqa: B018 - the mistake: not every result has one
        return out

    return jvp(duals_only, x, v)


@instead_of("jvp", hint="Make floats of x: NumPy's integers have no negative powers.", row="LI14")
def integers_stay_integers(f: Function, x: Sequence[float], v: Sequence[float]) -> Any:
    """An array of integers stays one, and its numbers cannot be raised to a negative power."""

    def whole(numbers: list[Any]) -> Any:
        if isinstance(x, np.ndarray):
            for number, one in zip(numbers, x, strict=True):
                number.data = one
        return f(numbers)

    return jvp(whole, x, v)


@instead_of("jvp", hint="A list of one result is a list: arrays of shape (1,).")
def single_results_unpacked(f: Function, x: Sequence[float], v: Sequence[float]) -> Any:
    """A list of one result is returned as two floats, not as arrays (1,)."""
    out, tangent = jvp(f, x, v)
    if isinstance(out, np.ndarray) and len(out) == 1:
        return float(out[0]), float(np.asarray(tangent)[0])
    return out, tangent


# Unbroadcast


@instead_of(
    "unbroadcast", hint="The shapes differ: what has to happen to the axes that were added?"
)
def nothing_summed(grad: Array, shape: tuple[int, ...]) -> Array:
    """The gradient keeps the shape of the result."""
    return grad.copy()


@instead_of(
    "unbroadcast",
    hint="Each repeated element is used on several paths, and gradients add up: a sum, no mean.",
)
def averaged(grad: Array, shape: tuple[int, ...]) -> Array:
    """The gradient is averaged over the repeated elements, not summed."""
    summed = unbroadcast(grad, shape)
    return summed * (summed.size / grad.size)


@instead_of("unbroadcast", hint="And an operand of shape (4, 1)?", row="AU5")
def only_axes_in_front(grad: Array, shape: tuple[int, ...]) -> Array:
    """Only axes in front are summed; those of size 1 are forgotten."""
    return grad.sum(axis=tuple(range(grad.ndim - len(shape))))


@instead_of("unbroadcast", hint="And an operand of shape (3,), which has fewer axes?", row="AU5")
def only_axes_of_size_1(grad: Array, shape: tuple[int, ...]) -> Array:
    """Only axes of size 1 are summed; those that were put in front are forgotten."""
    if grad.ndim != len(shape):
        return grad.copy()
    return unbroadcast(grad, shape)


@instead_of("unbroadcast", hint="Count the axes from the end: that is where NumPy aligns shapes.")
def aligned_at_the_front(grad: Array, shape: tuple[int, ...]) -> Array:
    """Shapes are aligned at their first axes, where NumPy aligns them at their last."""
    for axis in range(len(shape), grad.ndim):
        grad = grad.sum(axis=-1) if axis else grad.sum(axis=0)
    repeated = tuple(axis for axis, size in enumerate(shape) if size == 1)
    return grad.sum(axis=repeated, keepdims=True)


@instead_of("unbroadcast", hint="keepdims=True leaves an axis of size 1 where the operand has one.")
def axes_of_size_1_lost(grad: Array, shape: tuple[int, ...]) -> Array:
    """Axes of size 1 are summed and lost: (4, 1) becomes (4,)."""
    grad = grad.sum(axis=tuple(range(grad.ndim - len(shape))))
    return grad.sum(axis=tuple(axis for axis, size in enumerate(shape) if size == 1))


@instead_of(
    "unbroadcast", hint="An axis that the operand does not have is gone: no keepdims there."
)
def axes_in_front_kept(grad: Array, shape: tuple[int, ...]) -> Array:
    """Axes in front are summed, but stay: (3,) becomes (1, 3)."""
    in_front = grad.ndim - len(shape)
    return unbroadcast(grad, (1,) * in_front + shape)


@instead_of(
    "unbroadcast",
    hint="An axis is a position, not a size. Go by the index of an axis; sizes may be alike.",
    row="AU6",
)
def axes_found_by_size(grad: Array, shape: tuple[int, ...]) -> Array:
    """Axes are found by their size, which goes wrong where two sizes are alike."""
    sizes, repeated = list(shape), []
    for axis, size in enumerate(grad.shape):
        if size in sizes:
            sizes.remove(size)
        else:
            repeated.append(axis)
    return grad.sum(axis=tuple(repeated)).reshape(shape)


@instead_of(
    "unbroadcast",
    hint="Each sum takes an axis away and shifts the ones behind it: sum all of them in one call.",
)
def axes_shift_while_summing(grad: Array, shape: tuple[int, ...]) -> Array:
    """Axes in front are summed one after another, by numbers that no longer fit."""
    for axis in range(grad.ndim - len(shape)):
        grad = grad.sum(axis=min(axis, grad.ndim - 1))
    repeated = tuple(axis for axis, size in enumerate(shape) if size == 1)
    return grad.sum(axis=repeated, keepdims=True)


@instead_of("unbroadcast", hint="A reshape moves elements. What is wanted is their sum.")
def first_elements_taken(grad: Array, shape: tuple[int, ...]) -> Array:
    """The first elements are taken, as many as there is room for; nothing is summed."""
    return grad.ravel()[: int(np.prod(shape))].reshape(shape)


@instead_of(
    "unbroadcast", hint="Does an axis of size 1 in both need a sum? It loses nothing by one."
)
def stretched_where_equal(grad: Array, shape: tuple[int, ...]) -> Array:
    """Axes are summed where the sizes are equal, and kept where they differ."""
    aligned = (1,) * (grad.ndim - len(shape)) + shape
    same = tuple(axis for axis, size in enumerate(aligned) if grad.shape[axis] == size)
    return grad.sum(axis=same, keepdims=True)


@instead_of("unbroadcast", hint="grad belongs to the caller: grad += ... and the like change it.")
def gradient_modified(grad: Array, shape: tuple[int, ...]) -> Array:
    """The gradient that was given is modified."""
    result = unbroadcast(grad, shape).copy()
    grad *= 0
    return result


# Tensor


def _elementwise(
    data: Array, *slopes: tuple[Tensor, Array]
) -> tuple[Array, list[tuple[Tensor, Callable[[Array], Array]]]]:
    """A result, and for each parent the gradient times a local derivative."""
    return data, [(parent, partial(np.multiply, slope)) for parent, slope in slopes]


class _Unsummed(Tensor):
    """A Tensor whose backward brings gradients to the shape of their Tensor by `_fit`."""

    def _fit(self, grad: Array, parent: Tensor) -> Array:
        return unbroadcast(grad, parent.data.shape)

    def backward(self) -> None:
        passing: dict[Any, Array] = {self: np.ones(self.data.shape)}
        for node in reversed(topological_order(self)):
            for parent, pull in node._parents:
                share = node._fit(pull(passing[node]), parent)
                passing[parent] = passing[parent] + share if parent in passing else share
        for node, gradient in passing.items():
            node.grad = node.grad + gradient


@instead_of(
    "Tensor",
    hint="b of shape (3,) in a + b is used in every row. What does that make of its gradient?",
    row="AU5",
)
class BroadcastForgotten(_Unsummed):
    """What was broadcast keeps its gradient in the shape of the result."""

    def _fit(self, grad: Array, parent: Tensor) -> Array:
        return grad


@instead_of("Tensor", hint="b + a with b of shape (3,): the left side is stretched as well.")
class LeftOfASumNotSummed(_Unsummed):
    """In a sum, only the gradient of the right side is brought to its shape."""

    _left: Tensor | None = None

    def __add__(self, other: Any) -> Tensor:
        result: Any = super().__add__(other)
        result._left = self
        return result

    def _fit(self, grad: Array, parent: Tensor) -> Array:
        return grad if parent is self._left else super()._fit(grad, parent)


@instead_of(
    "Tensor",
    hint="Sum over what was repeated; the mean is too small by the number of repetitions.",
)
class BroadcastAveraged(_Unsummed):
    """The gradient of what was broadcast is averaged, not summed."""

    def _fit(self, grad: Array, parent: Tensor) -> Array:
        summed = unbroadcast(grad, parent.data.shape)
        return summed * (summed.size / grad.size)


@instead_of("Tensor", hint="And an operand of shape (4, 1)?", row="AU5")
class OnlyAxesInFrontSummed(_Unsummed):
    """Only axes that were put in front are summed, not those of size 1."""

    def _fit(self, grad: Array, parent: Tensor) -> Array:
        return grad.sum(axis=tuple(range(grad.ndim - parent.data.ndim)))


@instead_of(
    "Tensor",
    hint="A product's gradient is that of the result times the other operand; then unbroadcast.",
    row="AU5",
)
class SummedBeforeMultiplied(Tensor):
    """In a product, the gradient is summed before it is multiplied by the other operand."""

    def __mul__(self, other: Any) -> Tensor:
        other = self._lift(other)

        def pull(one: Tensor, by: Tensor) -> tuple[Tensor, Callable[[Array], Array]]:
            def early(g: Array) -> Array:
                if one.data.shape == g.shape:
                    return g * by.data
                return unbroadcast(g, one.data.shape) * unbroadcast(
                    np.broadcast_to(by.data, g.shape), one.data.shape
                )

            return one, early

        return self._result(self.data * other.data, pull(self, other), pull(other, self))


@instead_of("Tensor", hint="x - y falls as y grows: which sign has the gradient of y?", row="AU8")
class TensorDifferenceLikeASum(Tensor):
    """The gradient of a - b by b has no minus."""

    def __sub__(self, other: Any) -> Tensor:
        other = self._lift(other)
        return self._result(self.data - other.data, (self, lambda g: g), (other, lambda g: g))


@instead_of(
    "Tensor",
    hint="__rsub__ = __sub__ works for sums and products, where the order does not matter.",
    row="AU8",
)
class ReflectedTensorsSwapped(Tensor):
    """2.5 - a is computed as a - 2.5, and 2.5 / a as a / 2.5."""

    def __rsub__(self, other: Any) -> Tensor:
        return self - other

    def __rtruediv__(self, other: Any) -> Tensor:
        return self / other


@instead_of(
    "Tensor",
    hint="2.5 + a asks the number first, which gives up; then Python calls a.__radd__(2.5).",
    row="AU8",
)
class NoReflectedOperatorsOfTensors(Tensor):
    """The operators with an array or a number on the left, __radd__ and its like, are missing."""

    __radd__ = __rsub__ = __rmul__ = __rtruediv__ = None  # type: ignore[assignment]
    __rmatmul__ = None  # type: ignore[assignment]


@instead_of(
    "Tensor",
    hint="w @ a is not a @ w. In __rmatmul__, other stands on the left.",
    row="AU8",
)
class ReflectedProductSwapped(Tensor):
    """w @ a, with an array on the left, is computed as a @ w."""

    def __rmatmul__(self, other: Any) -> Tensor:
        return self @ other


@instead_of("Tensor", hint="Of a / b, the derivative by b is -a / b^2.")
class TensorQuotientWithoutSquare(Tensor):
    """The gradient of a / b by b is divided by b once, not twice."""

    def __truediv__(self, other: Any) -> Tensor:
        other = self._lift(other)
        quotient = self.data / other.data
        data, parents = _elementwise(quotient, (self, 1 / other.data), (other, -quotient))
        return self._result(data, *parents)


@instead_of("Tensor", hint="1 / b falls as b grows, for b > 0.")
class TensorQuotientWithoutSign(Tensor):
    """The gradient of a / b by b has no minus."""

    def __truediv__(self, other: Any) -> Tensor:
        other = self._lift(other)
        quotient = self.data / other.data
        slopes = (self, 1 / other.data), (other, quotient / other.data)
        data, parents = _elementwise(quotient, *slopes)
        return self._result(data, *parents)


@instead_of("Tensor", hint="-a falls as a grows.")
class TensorNegationWithoutSign(Tensor):
    """The gradient of -a is 1, not -1."""

    def __neg__(self) -> Tensor:
        return self._result(-self.data, (self, lambda g: g))


@instead_of("Tensor", hint="Which of both factors belongs to which gradient?")
class TensorProductKeepsItsOwn(Tensor):
    """The gradient of a * b by a is multiplied by a, that by b by b: they are swapped."""

    def __mul__(self, other: Any) -> Tensor:
        other = self._lift(other)
        data, parents = _elementwise(
            self.data * other.data, (self, self.data + 0 * other.data), (other, other.data)
        )
        return self._result(data, *parents)


@instead_of("Tensor", hint="At 0 relu has a corner; we take 0 there, as PyTorch does.", row="AC1")
class TensorReluPassesAtZero(Tensor):
    """At 0 the gradient passes relu."""

    def relu(self) -> Tensor:
        data, parents = _elementwise(np.maximum(self.data, 0), (self, 1.0 * (self.data >= 0)))
        return self._result(data, *parents)


@instead_of(
    "Tensor", hint="relu cuts by its input. Which sign has the gradient to do with it?", row="AC6"
)
class ReluMaskedByTheGradient(Tensor):
    """relu's mask is made of the gradient, not of its input."""

    def relu(self) -> Tensor:
        return self._result(np.maximum(self.data, 0), (self, lambda g: g * (g > 0)))


@instead_of(
    "Tensor",
    hint="np.maximum(x, 0, out=x) and x[x < 0] = 0 change an array that others still need.",
    row="AC2",
)
class ReluInPlace(Tensor):
    """relu writes into its own input."""

    def relu(self) -> Tensor:
        self.data[self.data < 0] = 0.0
        fires = self.data >= 0
        return self._result(self.data, (self, lambda g: g * fires))


@instead_of("Tensor", hint="Upstream times local: g * exp(x).", row="AC5")
class ExpForgetsTheGradient(Tensor):
    """The gradient of exp is exp(x) alone: what comes from above is not multiplied in."""

    def exp(self) -> Tensor:
        e = np.exp(self.data)
        return self._result(e, (self, lambda g: 0 * g + e))


@instead_of("Tensor", hint="The derivative of log x is 1 / x: of its input, not of its value.")
class TensorLogarithmOfItsResult(Tensor):
    """The gradient of log is divided by log x, not by x."""

    def log(self) -> Tensor:
        data = np.log(self.data)
        return self._result(data, (self, lambda g: g / data))


@instead_of(
    "Tensor",
    hint="g is (N, M), b is (D, M), and a (N, D): which transpose fits?",
    row="LI6",
)
class MatmulNotTransposed(Tensor):
    """The gradients of a @ b are g @ b and a @ g: the transposes are missing."""

    def __matmul__(self, other: Any) -> Tensor:
        other = self._lift(other)
        return self._result(
            self.data @ other.data,
            (self, lambda g: g @ other.data),
            (other, lambda g: self.data @ g),
        )


@instead_of("Tensor", hint="a.T @ g or g.T @ a: compare the shape with that of b.", row="LI5")
class MatmulGradientTransposed(Tensor):
    """The gradient by the right matrix is g.T @ a: the transpose of what it should be."""

    def __matmul__(self, other: Any) -> Tensor:
        other = self._lift(other)
        return self._result(
            self.data @ other.data,
            (self, lambda g: g @ other.data.T),
            (other, lambda g: (self.data.T @ g).reshape(other.data.T.shape).T),
        )


@instead_of("Tensor", hint="@ is the matrix product, * goes element by element.")
class MatmulFeedsTheLeftOnly(Tensor):
    """The right matrix of a product never gets a gradient."""

    def __matmul__(self, other: Any) -> Tensor:
        other = self._lift(other)
        return self._result(self.data @ other.data, (self, lambda g: g @ other.data.T))


@instead_of("Tensor", hint="A sum passes g to each of its terms: bring it to their shape.")
class SumNotSpread(Tensor):
    """The gradient of a sum keeps the shape of the sum."""

    def backward(self) -> None:
        passing = {self: np.ones(self.data.shape)}
        for node in reversed(topological_order(self)):
            for parent, pull in node._parents:
                share = pull(passing[node])
                if pull.__name__ != "summed":
                    share = unbroadcast(share, parent.data.shape)
                passing[parent] = passing[parent] + share if parent in passing else share
        for node, gradient in passing.items():
            node.grad = node.grad + gradient

    def sum(self, axis: int | None = None, keepdims: bool = False) -> Tensor:
        def summed(g: Array) -> Array:
            return np.asarray(g)

        return self._result(self.data.sum(axis=axis, keepdims=keepdims), (self, summed))


@instead_of(
    "Tensor",
    hint="Without keepdims the axis is gone: put it back with np.expand_dims(g, axis).",
)
class SummedAxisNotPutBack(Tensor):
    """The gradient of a sum along an axis is spread without putting that axis back."""

    def sum(self, axis: int | None = None, keepdims: bool = False) -> Tensor:
        return self._result(
            self.data.sum(axis=axis, keepdims=keepdims),
            (self, lambda g: np.broadcast_to(g, self.data.shape)),
        )


@instead_of("Tensor", hint="A sum has no 1/N in it: that would be a mean.")
class SumLikeAMean(Tensor):
    """The gradient of a sum is divided by the number of terms, as that of a mean."""

    def sum(self, axis: int | None = None, keepdims: bool = False) -> Tensor:
        total = super().sum(axis, keepdims)
        ((_, pull),) = total._parents
        terms = self.data.size / total.data.size
        return self._result(total.data, (self, lambda g: pull(g) / terms))


@instead_of("Tensor", hint="g differs from element to element: spread it, do not replace it by 1.")
class SumPassesOnes(Tensor):
    """The gradient of a sum is ones, whatever comes from above."""

    def sum(self, axis: int | None = None, keepdims: bool = False) -> Tensor:
        total = self.data.sum(axis=axis, keepdims=keepdims)
        return self._result(total, (self, lambda g: np.ones(self.data.shape)))


@instead_of("Tensor", hint="sum has two arguments, axis and keepdims. Are both used?")
class KeepdimsIgnored(Tensor):
    """keepdims is ignored: the axis is always gone."""

    def sum(self, axis: int | None = None, keepdims: bool = False) -> Tensor:
        return super().sum(axis, keepdims=False)


@instead_of("Tensor", hint="sum has two arguments, axis and keepdims. Are both used?")
class AxisIgnored(Tensor):
    """axis is ignored: everything is summed."""

    def sum(self, axis: int | None = None, keepdims: bool = False) -> Tensor:
        return super().sum(None, keepdims)


@instead_of(
    "Tensor",
    hint="A Tensor that is used twice gets a gradient from each use: add them.",
    row="AU1",
)
class TensorGradientOverwritten(Tensor):
    """Gradients are set with =, so of several paths only the last one counts."""

    def backward(self) -> None:
        passing = {self: np.ones(self.data.shape)}
        for node in reversed(topological_order(self)):
            for parent, pull in node._parents:
                passing[parent] = unbroadcast(pull(passing[node]), parent.data.shape)
        for node, gradient in passing.items():
            node.grad = node.grad + gradient


@instead_of(
    "Tensor",
    hint="A node may hand its gradient on when all of it has arrived: sort the graph first.",
    row="AU2",
)
class TensorsDepthFirst(Tensor):
    """Nodes hand their gradient on as soon as they are reached, before all of it has arrived."""

    def backward(self) -> None:
        passing: dict[Tensor, Array] = {self: np.ones(self.data.shape)}
        seen, waiting = set(), [*passing]
        while waiting:
            node = waiting.pop()
            if node in seen:
                continue
            seen.add(node)
            for parent, pull in node._parents:
                share = unbroadcast(pull(passing[node]), parent.data.shape)
                passing[parent] = passing[parent] + share if parent in passing else share
                waiting.append(parent)
        for node, gradient in passing.items():
            node.grad = node.grad + gradient


@instead_of(
    "Tensor",
    hint="a + b hands one and the same array to both. += writes into it: use a = a + g, or copy.",
    row="AU10",
)
class GradientsShareMemory(Tensor):
    """Two gradients are the same array, and adding to one in place changes the other."""

    def backward(self) -> None:
        passing = {self: np.ones(self.data.shape)}
        for node in reversed(topological_order(self)):
            for parent, pull in node._parents:
                share = unbroadcast(pull(passing[node]), parent.data.shape)
                if share.shape == self.data.shape and node is self:
                    share = pull(passing[node])  # as it is, without a sum that would copy it
                passing[parent] = passing[parent] + share if parent in passing else share
        for node, gradient in passing.items():
            if node.grad.any():
                node.grad += gradient
            else:
                node.grad = gradient


@instead_of(
    "Tensor",
    hint="Two calls of backward add up, as for Value.",
    row="AU7",
)
class TensorsStartAnew(Tensor):
    """backward sets gradients to 0 first, so a second call does not add up."""

    def backward(self) -> None:
        for node in topological_order(self):
            node.grad = np.zeros(node.data.shape)
        super().backward()


@instead_of(
    "Tensor",
    hint="Begin each pass with gradients of its own, and add them to `grad` at the end.",
    row="AU7",
)
class OldTensorGradientsFlowOn(Tensor):
    """What an earlier call left in a node on the way flows on with the second, once more."""

    def backward(self) -> None:
        self.grad = np.ones(self.data.shape)
        for node in reversed(topological_order(self)):
            for parent, pull in node._parents:
                parent.grad = parent.grad + unbroadcast(pull(node.grad), parent.data.shape)


def _pulled(end: Any) -> dict[Any, Array]:
    """Every node that `end` was computed from, and end, with the gradient of its sum by it."""
    passing = {end: np.ones(end.data.shape)}
    for node in reversed(topological_order(end)):
        for parent, pull in node._parents:
            share = unbroadcast(pull(passing[node]), parent.data.shape)
            passing[parent] = passing[parent] + share if parent in passing else share
    return passing


@instead_of(
    "Tensor",
    hint="Two calls of backward add up in every node. What must not flow on is kept apart.",
    row="AU7",
)
class OnlyLeafTensorsAddUp(Tensor):
    """A second backward adds to the leaves; in the Tensors on the way it overwrites."""

    def backward(self) -> None:
        for node, gradient in _pulled(self).items():
            node.grad = gradient if node._parents else node.grad + gradient


@instead_of(
    "Tensor",
    hint="grad belongs to every node, not only to those that you made yourself.",
)
class OnlyLeafTensorsKeepGradients(Tensor):
    """Only leaves get their gradient; the Tensors on the way stay at 0."""

    def backward(self) -> None:
        for node, gradient in _pulled(self).items():
            if not node._parents:
                node.grad = node.grad + gradient


@instead_of(
    "Tensor",
    hint="A second call adds ones to the result's own gradient, too.",
    row="AU7",
)
class OwnTensorGradientOverwritten(Tensor):
    """The result's own gradient is set to ones, also where an earlier call had left something."""

    def backward(self) -> None:
        super().backward()
        self.grad = np.ones(self.data.shape)


@instead_of(
    "Tensor",
    hint="A stack of your own, as in Value.backward, may be as deep as memory lasts.",
    row="AU4",
)
class TensorsSortedByRecursion(Tensor):
    """The graph is sorted by recursion, and Python's stack ends at a depth of about 1000."""

    def backward(self) -> None:
        _sorted_recursively(self, set(), [])
        super().backward()


@instead_of(
    "Tensor",
    hint="Keep a set of the nodes that you have been to; with a sorted graph, each is met once.",
    row="AU3",
)
class EveryTensorPathWalked(Tensor):
    """Every path is walked on its own: right, but 60 doublings have 2^60 paths."""

    def backward(self) -> None:
        waiting: list[tuple[Tensor, Array]] = [(self, np.ones(self.data.shape))]
        while waiting:
            node, gradient = waiting.pop()
            node.grad = node.grad + gradient
            for parent, pull in node._parents:
                waiting.append((parent, unbroadcast(pull(gradient), parent.data.shape)))


@instead_of(
    "Tensor",
    hint="a + b is a new Tensor. Does one of your operators, or an __iadd__, write into self?",
    row="AU10",
)
class TensorChangedInPlace(Tensor):
    """c += b changes the Tensor itself, which others still need as it was."""

    def __iadd__(self, other: Any) -> Tensor:
        self.data += self._lift(other).data
        return self


@instead_of("Tensor", hint="Compare the signature of your sum with the stub's: a.sum(0) is asked.")
class SumTakesKeywordsOnly(Tensor):
    """sum takes axis and keepdims by their names only: a.sum(0) is not understood."""

    def sum(self, **options: Any) -> Tensor:  # type: ignore[override]
        return super().sum(**options)


@instead_of(
    "Tensor",
    hint="np.array(data, dtype=float): a gradient step on integers goes nowhere.",
    row="LI14",
)
class IntegersKept(Tensor):
    """The data keep their dtype: integers stay integers."""

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.data = np.array(data)
