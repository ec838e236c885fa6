"""Follow-through: who composes their own wrong parts rightly has composed rightly.

    def own():
        out, _ = student.forward(x)
        expect(got, "loss").equals(np.mean(out**2))
        return [Part(student.forward, (x,), varied=[(-x,)])]

    with follow_through(own):
        expect(got, "loss").equals(oracle.loss(x))

Where the answer is not the oracle's, `own` compares it with what a right composition gives of the
student's own parts. If that agrees, the check passes, and a note says so; if not, its failure is
that of the comparison with the oracle. So a mistake in an early part is told, and named, there.

The rule: a part that would leave nothing to compose earns nothing. On the inputs of the check every
part that `own` uses must return

- numbers that are finite, of an ordinary size, and not all the same;
- more than arrays that it was given, or multiples of them, plus a constant or not;
- something else when what it has to depend on is changed, which the check says: for a network the
  inputs and each matrix of weights, but not a bias, as whoever forgets one has still built a
  network;
- where the check asks for it, nothing that is linear (or affine) in a certain argument, as of a
  network without its activations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from autograder.numerics import nested
from autograder.numerics.close import is_numeric
from autograder.sandbox.remote import RemoteFunction, RemoteObject
from autograder.verdict import CheckFailed

COMPARISONS: Final = ("value", "gradient")
"""Kinds of failure that a right composition of wrong parts can have."""
SMALLEST: Final = 1e-4
"""The largest number of a part is at least this: a tolerance that is relative to 1 would call
something smaller nothing."""
LARGEST: Final = 1e6
"""And at most this: three digits of sixteen are lost for every thousand, and parity wants nine."""
DIFFERENT: Final = 1e-6
"""A change of this part of the largest number is one: a thousand times the tolerance of parity."""


@dataclass(frozen=True)
class Part:
    """One of the student's own functions that something is composed of, and what it must be like.

    Args:
        function: the function.
        arguments: what it is called with.
        varied: other arguments, each of which must change the result.
        uses: the position of the one result that is used, of several; None for all of them.
        bends: the position of an array argument in which the result must not be affine.
    """

    function: RemoteFunction
    arguments: tuple[Any, ...]
    varied: Sequence[tuple[Any, ...]]
    uses: int | None = None
    bends: int | None = None

    def result(self, arguments: tuple[Any, ...]) -> list[nested.Floats] | None:
        """All arrays and numbers that it returns, flat; None where anything else is among them."""
        value = self.function(*arguments)
        leaves = _leaves(value if self.uses is None else value[self.uses])
        return [nested.flat(leaf) for leaf in leaves] if all(map(is_numeric, leaves)) else None


@contextmanager
def follow_through(own: Callable[[], Sequence[Part]]) -> Iterator[None]:
    """Let the block's comparison pass where `own` does, by the rule of this module.

    Args:
        own: compares the same answer with what a right composition of the student's own parts
            gives; raises as `expect` does, and returns all the parts that it used. It is called
            only where the block fails.
    """
    try:
        yield
    except (CheckFailed, AssertionError) as failed:
        if isinstance(failed, CheckFailed) and failed.failure.kind not in COMPARISONS:
            raise
        parts = _parts_earning(own)
        if not parts:
            raise
        names = " and ".join(f"`{part.function.name}`" for part in parts)
        parts[0].function.note(
            f"counted as right: it is what a right composition of your own {names} gives"
        )


def _parts_earning(own: Callable[[], Sequence[Part]]) -> Sequence[Part]:
    try:
        parts = own()
        return parts if all(map(has_substance, parts)) else ()
    except (CheckFailed, AssertionError):  # a part's own trouble is told at the part's own checks
        return ()


def has_substance(part: Part) -> bool:
    """Whether a part leaves something to compose, by the rule of this module."""
    arrays = part.result(part.arguments)
    if not arrays or not _is_ordinary(np.concatenate(arrays)):
        return False
    given = [a for a in _leaves(part.arguments) if isinstance(a, np.ndarray)]
    # One of several may well be: for one sample a bias's gradient is the upstream one.
    if all(any(_is_copy(out, np.ravel(a)) for a in given) for out in arrays):
        return False
    if not all(_differ(arrays, part.result(other)) for other in part.varied):
        return False
    return part.bends is None or _bends(part, part.bends, arrays)


def _leaves(value: Any) -> list[Any]:
    if nested.is_nested(value):
        return [leaf for inner in value for leaf in _leaves(inner)]
    return [] if isinstance(value, RemoteObject) else [value]


def _is_ordinary(numbers: nested.Floats) -> bool:
    if not numbers.size or not np.isfinite(numbers).all():
        return False
    largest = np.max(np.abs(numbers))
    constant = numbers.size > 1 and not np.ptp(numbers) > DIFFERENT * largest
    return bool(SMALLEST <= largest <= LARGEST) and not constant


def _is_copy(out: nested.Floats, given: Any) -> bool:
    """Whether one is a multiple of the other, plus a constant.

    Two numbers always are; and one number in all places is judged elsewhere.
    """
    if out.shape != given.shape or out.size < 3 or given.dtype.kind not in "fiu" or not np.ptp(out):
        return False
    line = np.column_stack([given, np.ones(given.size)])
    coefficients = np.linalg.lstsq(line, out, rcond=None)[0]
    return not _differ([line @ coefficients], [out])


def _bends(part: Part, position: int, middle: Sequence[nested.Floats]) -> bool:
    """Whether what comes of a, -a and 3 a is not on one line.

    Of 0, a and 2 a it would be even with ReLUs, where all biases are 0.
    """
    ends = []
    for factor in (-1.0, 3.0):
        arguments = list(part.arguments)
        arguments[position] = factor * arguments[position]
        ends.append(part.result(tuple(arguments)))
    if ends[0] is None or ends[1] is None or len(ends[0]) != len(ends[1]):
        return False
    means = [(low + high) / 2 for low, high in zip(*ends, strict=True) if low.shape == high.shape]
    return _differ(middle, means)


def _differ(some: Sequence[nested.Floats], others: Sequence[nested.Floats] | None) -> bool:
    """Whether results are finite and not the same, as far as numbers can be trusted."""
    if others is None or not all(np.isfinite(other).all() for other in others):
        return False
    if [a.shape for a in some] != [b.shape for b in others]:
        return True
    a, b = np.concatenate(list(some)), np.concatenate(list(others))
    return bool(np.max(np.abs(a - b)) > DIFFERENT * np.max(np.abs(a)))
