"""Finite differences good enough to judge by: a Ridders table for every element of an argument.

For each element x_i the forward's output *vector* is differenced at three or six steps h and
projected on the random upstream v; Richardson extrapolation then removes the error terms h^2, h^4,
... one after another, and the table tells how far it can be trusted. Differencing first and
projecting afterwards is 2 to 10 times less noisy than differencing two scalar losses. The three
largest steps nearly always settle it; the others are for functions that bend more.

No I/O: `plan` says which inputs to evaluate, `derivative` turns the outputs into numbers. Source:
C. Ridders, "Accurate computation of F'(x) and F'(x) F''(x)", Advances in Engineering Software 4
(1982).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from autograder.numerics.close import compare, describe, is_numeric, remarks, type_of
from autograder.numerics.tolerance import (
    FLOAT32_INSIDE,
    GRADIENT_RTOL,
    GRADIENT_SAFETY,
    KINK_MARGIN,
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
    rms = float(np.sqrt(np.mean(flat**2))) if flat.size else 0.0
    largest = STEP_FRACTION * np.minimum(1.0, np.maximum(np.abs(flat), rms or 1.0))
    for kink in kinks:
        largest = np.minimum(largest, KINK_MARGIN * np.abs(flat - kink))
    if not largest.all():
        raise ValueError(f"an element lies on one of the kinks {tuple(kinks)}: draw away from them")
    steps = largest * STEP_RATIO ** -np.arange(STEP_LEVELS)[:, None]
    raised, lowered = flat + steps, flat - steps
    values = np.stack([raised, lowered], axis=2).reshape(-1)
    places = np.tile(np.repeat(np.arange(flat.size), 2), STEP_LEVELS)
    changes = np.column_stack([places, values])
    return Plan(np.asarray(x, dtype=np.float64), changes, raised - lowered)


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
    count = plan.x.size
    pairs = outputs.reshape(-1, count, 2, upstream.size)
    levels = len(pairs)
    v = upstream.reshape(-1)
    table = ((pairs[:, :, 0] - pairs[:, :, 1]) @ v) / plan.widths[:levels]
    extremes = outputs.max(), -outputs.min(), plan.x.max(), -plan.x.min()
    magnitude = float(max(1.0, *extremes))
    # No estimate is below what rounding the outputs alone can do.
    noise = eps * float(np.sum(np.abs(v))) * magnitude / (plan.widths / 2)
    best, error = table[0].copy(), np.full(count, np.inf)
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
    # Smaller steps are noisier: an error below the next one's noise is as small as it gets.
    enough = np.maximum(SETTLED * np.max(np.abs(best)), noise[min(levels, STEP_LEVELS - 1)])
    settled = levels == STEP_LEVELS or bool((error <= enough).all())
    return best.reshape(plan.x.shape), error.reshape(plan.x.shape), settled


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
