"""Finite differences good enough to judge by: Ridders tables, and how far each can be trusted.

For each element x_i the forward's output *vector* is differenced at three or six steps h and
projected on the random upstream v; Richardson extrapolation then removes the error terms h^2, h^4,
... one after another, and the table tells how far it can be trusted. Differencing first and
projecting afterwards is 2 to 10 times less noisy than differencing two scalar losses. The three
largest steps nearly always settle it; the others are for functions that bend more.

Two random directions come first: a right gradient agrees with the slopes along them, and no more
needs to be asked. What does not agree with them, or where they cannot be trusted, is judged element
by element; only that tells what is wrong.

No I/O: `directions` and `plan` say which inputs to evaluate, `slopes` and `derivative` turn the
outputs into numbers. Source: C. Ridders, "Accurate computation of F'(x) and F'(x) F''(x)", Advances
in Engineering Software 4 (1982).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from autograder.numerics.close import compare, describe, is_numeric, remarks, type_of
from autograder.numerics.tolerance import (
    DIRECTIONS,
    FLOAT32_INSIDE,
    GRADIENT_RTOL,
    GRADIENT_SAFETY,
    KINK_MARGIN,
    NEARLY,
    PARITY,
    SETTLED,
    STEP_FIRST_LEVELS,
    STEP_FRACTION,
    STEP_LEVELS,
    STEP_RATIO,
)
from autograder.verdict import Element, Mismatch

Floats = npt.NDArray[np.float64]


MAX_OUTPUTS: Final = 10_000
"""Elements of an output that can be differenced: 450 evaluations of so many take 36 MB; exercises
have a hundred at most."""


@dataclass(frozen=True)
class Plan:
    """Where to evaluate: row ``2 * (level * n + i)`` has x_i raised, the next has it lowered."""

    x: Floats
    changes: Floats
    """(2 * levels * n, 2): the one element in which each row is not x, and what it is there."""
    widths: Floats
    """(levels, n): the distance between the raised and the lowered x_i, as represented."""

    @property
    def parts(self) -> tuple[Floats, Floats]:
        """The changes that come first, and those that are for what these do not settle."""
        first = 2 * STEP_FIRST_LEVELS * self.x.size
        return self.changes[:first], self.changes[first:]

    def rows(self, changes: Floats) -> Floats:
        """Inputs: for each of the changes an x with this change made."""
        count = len(changes)
        rows = np.tile(self.x.reshape(-1), (count, 1))
        rows[np.arange(count), changes[:, 0].astype(np.intp)] = changes[:, 1]
        return rows.reshape(count, *self.x.shape)


@dataclass(frozen=True)
class Directions:
    """Where to evaluate along a few directions v_i, by steps t of 1, a quarter, a sixteenth.

    Row ``2 * (level * count + i)`` is x + t v_i, the next x - t v_i.
    """

    x: Floats
    vectors: Floats
    """(count, n): the v_i."""

    @property
    def widths(self) -> Floats:
        """(levels, count): how far two evaluations are apart, in units of t."""
        steps = STEP_RATIO ** -np.arange(float(STEP_FIRST_LEVELS))
        return np.repeat(2.0 * steps[:, None], len(self.vectors), axis=1)

    def rows(self) -> Floats:
        """Inputs, as described above."""
        away = self.widths[:, :, None] / 2.0 * self.vectors
        flat = self.x.reshape(-1)
        return np.stack([flat + away, flat - away], axis=2).reshape(-1, *self.x.shape)


def directions(x: Floats, kinks: Sequence[float] = ()) -> Directions | None:
    """The evaluations that tell a right gradient; None where elements cost no more.

    Along each direction every element moves by a random part of its own step, and all together as
    far as one by its own: signs alone would not tell two elements that are swapped. The same for
    all arrays of a size, since no array that is drawn has to do with them.

    Args:
        x: the argument, any shape, n elements.
        kinks: as for `plan`.

    Raises:
        ValueError: an element of `x` lies on a kink.
    """
    if x.size <= 2 * DIRECTIONS:
        return None
    flat = np.asarray(x, dtype=np.float64).reshape(-1)
    vectors = _signs_and_sizes(x.size) * _largest_steps(flat, kinks) / np.sqrt(x.size)
    return Directions(np.asarray(x, dtype=np.float64), vectors)


@lru_cache(maxsize=64)
def _signs_and_sizes(size: int) -> Floats:
    rng = np.random.default_rng(size)
    shape = DIRECTIONS, size
    return rng.choice([-1.0, 1.0], shape) * rng.uniform(0.5, 1.5, shape)


def plan(x: Floats, kinks: Sequence[float] = ()) -> Plan:
    """The evaluations that the derivative with respect to each element of `x` needs.

    Args:
        x: the argument, any shape, n elements.
        kinks: values at which the function has a corner in an element; steps keep to one side of
            it.

    Raises:
        ValueError: an element of `x` lies on a kink, so there is no derivative to compare with.
    """
    flat = np.asarray(x, dtype=np.float64).reshape(-1)
    steps = _largest_steps(flat, kinks) * STEP_RATIO ** -np.arange(STEP_LEVELS)[:, None]
    raised, lowered = flat + steps, flat - steps
    values = np.stack([raised, lowered], axis=2).reshape(-1)
    places = np.tile(np.repeat(np.arange(flat.size), 2), STEP_LEVELS)
    changes = np.column_stack([places, values])
    return Plan(np.asarray(x, dtype=np.float64), changes, raised - lowered)


def _largest_steps(flat: Floats, kinks: Sequence[float]) -> Floats:
    rms = float(np.sqrt(np.mean(flat**2))) if flat.size else 0.0
    largest = STEP_FRACTION * np.minimum(1.0, np.maximum(np.abs(flat), rms or 1.0))
    for kink in kinks:
        largest = np.minimum(largest, KINK_MARGIN * np.abs(flat - kink))
    if not largest.all():
        raise ValueError(f"an element lies on one of the kinks {tuple(kinks)}: draw away from them")
    return largest


def derivative(
    plan: Plan, outputs: Floats, upstream: Floats, eps: float
) -> tuple[Floats, Floats, bool]:
    """The vector-Jacobian product of `upstream`, element by element, and how far each can be off.

    Args:
        plan: the evaluations that were made.
        outputs: the forward's output for every row of the plan, or for those of its first part.
        upstream: v, of the shape of one output.
        eps: machine epsilon of the outputs' dtype.

    Returns:
        Derivatives and error estimates, both of the shape of x; and whether that settles it:
        smaller steps could tell nothing that matters.
    """
    best, error, noise = _table(plan, outputs, upstream, eps)
    # Smaller steps are noisier: an error below the next one's noise is as small as it gets.
    levels = len(outputs) // (2 * plan.x.size)
    enough = np.maximum(SETTLED * np.max(np.abs(best)), noise[min(levels, STEP_LEVELS - 1)])
    settled = levels == STEP_LEVELS or bool((error <= enough).all())
    return best.reshape(plan.x.shape), error.reshape(plan.x.shape), settled


def slopes(along: Directions, outputs: Floats, upstream: Floats) -> tuple[Floats, Floats] | None:
    """The derivatives along each direction, and how far each can be off; None: not to be trusted.

    Args:
        along: the evaluations that were made.
        outputs: the forward's output for every row, in float64.
        upstream: v, of the shape of one output.
    """
    best, error, _ = _table(along, outputs, upstream, float(np.finfo(np.float64).eps))
    return (best, error) if (error <= SETTLED * np.max(np.abs(best))).all() else None


def agrees(got: Floats, along: Directions, found: tuple[Floats, Floats]) -> bool:
    """Whether a gradient, n numbers, has these slopes along these directions."""
    parts = along.vectors * got
    allowed = PARITY * np.abs(parts).sum(axis=1) + GRADIENT_SAFETY * found[1]
    return bool((np.abs(parts.sum(axis=1) - found[0]) <= allowed).all())


def may_be_multiple(along: Directions, outputs: Floats) -> bool:
    """Whether the output moves as a constant times the argument does, or nearly so."""
    pairs = outputs.reshape(-1, len(along.vectors), 2, *outputs.shape[1:])
    if pairs.shape[3:] != along.x.shape:
        return False
    moved = (pairs[0, :, 0] - pairs[0, :, 1]).reshape(along.vectors.shape) / along.vectors
    return bool(np.ptp(moved) <= NEARLY * np.max(np.abs(moved)))


def _table(
    evaluated: Plan | Directions, outputs: Floats, upstream: Floats, eps: float
) -> tuple[Floats, Floats, Floats]:
    """Derivatives, error estimates, and the noise at each step of the evaluations that are planned.

    Of (2 * levels * count) outputs, two beside each other for each step and each of `count`.
    """
    x, widths = evaluated.x, evaluated.widths
    pairs = outputs.reshape(-1, widths.shape[1], 2, upstream.size)
    levels = len(pairs)
    v = upstream.reshape(-1)
    table = ((pairs[:, :, 0] - pairs[:, :, 1]) @ v) / widths[:levels]
    magnitude = float(max(1.0, outputs.max(), -outputs.min(), x.max(), -x.min()))
    # No estimate is below what rounding the outputs alone can do.
    noise = eps * float(np.sum(np.abs(v))) * magnitude / (widths / 2)
    best, error = table[0].copy(), np.full(widths.shape[1], np.inf)
    factor = 1.0
    for order in range(1, levels):
        factor *= STEP_RATIO**2
        finer = (factor * table[1:] - table[:-1]) / (factor - 1.0)
        spread = np.maximum(np.abs(finer - table[1:]), np.abs(finer - table[:-1]))
        spread = np.maximum(spread, noise[order:levels])
        for value, estimate in zip(finer, spread, strict=True):
            better = estimate < error
            best, error = np.where(better, value, best), np.where(better, estimate, error)
        table = finer
    return best, error, noise


def judge(got: object, numeric: Floats, error: Floats) -> Mismatch | None:
    """None when `got` is the derivative as far as `numeric` and its `error` can tell."""
    form = compare(got, numeric, tolerance=np.inf)
    if form is not None:
        return form
    exact = np.asarray(got, dtype=np.float64)
    allowed = _allowed(numeric, error)
    if getattr(got, "dtype", exact.dtype).itemsize < exact.dtype.itemsize:  # as in parity
        allowed = allowed + FLOAT32_INSIDE * np.max(np.abs(numeric), initial=1.0)
    wrong = ~(np.abs(exact - numeric) <= allowed)
    if not wrong.any():
        return None

    def element(flat_index: int) -> Element:
        index = np.unravel_index(flat_index, exact.shape)
        place = tuple(int(i) for i in index)
        return Element(place, float(exact[index]), float(numeric[index]), float(allowed[index]))

    excess = np.where(wrong, np.abs(exact - numeric), -1.0)
    return Mismatch(
        "values",
        describe(exact),
        describe(numeric),
        differing=int(wrong.sum()),
        total=wrong.size,
        first=element(int(np.argmax(wrong))),
        worst=element(int(np.argmax(excess))),
        **remarks(exact, numeric),
    )


def is_multiple(upstream: Floats, numeric: Floats, error: Floats) -> bool:
    """Whether some constant times the upstream gradient would pass for this derivative.

    Args:
        upstream: the upstream gradient, without a zero.
        numeric: the derivative of an output by an argument; with two elements or more, or every
            number would be a multiple.
        error: how far each of its elements can be off.
    """
    if upstream.shape != numeric.shape or numeric.size < 2:
        return False
    factor, margin = numeric / upstream, _allowed(numeric, error) / np.abs(upstream)
    return bool(np.max(factor - margin) <= np.min(factor + margin))


def _allowed(numeric: Floats, error: Floats) -> Floats:
    """How far a right derivative may be from these finite differences, element by element."""
    allowed: Floats = GRADIENT_RTOL * np.abs(numeric) + GRADIENT_SAFETY * error
    return allowed


def stack(results: Any, shape: tuple[int, ...]) -> Floats | str:
    """The outputs of all evaluations as one array, or what is wrong with one of them."""
    alike = isinstance(results, np.ndarray)
    for result in results[:1] if alike else results:
        if not is_numeric(result):
            return f"returned {type_of(result)}"
        if np.shape(result) != shape:
            return "returned another shape for an input close by"
    outputs: Floats = np.asarray(results, dtype=np.float64)
    if not np.isfinite(outputs).all():
        return "returned NaN or infinity for an input close by"
    return outputs
