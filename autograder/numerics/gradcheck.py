"""Finite differences element by element: what the gradient is, and where another one is wrong.

Three steps for each element, or six where these do not settle it: the largest ones nearly always
do, the others are for functions that bend more. `plan` says which inputs to evaluate, `derivative`
turns the outputs into numbers (`ridders.py`), `judge` compares.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from autograder.numerics.close import compare, describe, remarks
from autograder.numerics.ridders import Floats, largest_steps, table
from autograder.numerics.tolerance import (
    FLOAT32_INSIDE,
    GRADIENT_RTOL,
    GRADIENT_SAFETY,
    SETTLED,
    STEP_FIRST_LEVELS,
    STEP_LEVELS,
    STEP_RATIO,
)
from autograder.verdict import Element, Mismatch


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
    steps = largest_steps(flat, kinks) * STEP_RATIO ** -np.arange(STEP_LEVELS)[:, None]
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
    best, error, noise = table(plan.x, plan.widths, outputs, upstream, eps)
    # Smaller steps are noisier: an error below the next one's noise is as small as it gets.
    levels = len(outputs) // (2 * plan.x.size)
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
