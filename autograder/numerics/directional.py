"""Finite differences along two random directions: enough to know a right gradient.

It agrees with the slopes along them, and no more needs to be asked: a dozen evaluations, whatever
the size of the argument. What does not agree, or where the slopes cannot be trusted, is judged
element by element (`gradcheck.py`); only that tells what is wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from autograder.numerics.ridders import Floats, largest_steps, table
from autograder.numerics.tolerance import (
    DIRECTIONS,
    GRADIENT_SAFETY,
    NEARLY,
    PARITY,
    SETTLED,
    STEP_FIRST_LEVELS,
    STEP_RATIO,
)


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
        kinks: values at which the function has a corner in an element.

    Raises:
        ValueError: an element of `x` lies on a kink, so there is no derivative to compare with.
    """
    if x.size <= 2 * DIRECTIONS:
        return None
    flat = np.asarray(x, dtype=np.float64).reshape(-1)
    vectors = _signs_and_sizes(x.size) * largest_steps(flat, kinks) / np.sqrt(x.size)
    return Directions(np.asarray(x, dtype=np.float64), vectors)


@lru_cache(maxsize=64)
def _signs_and_sizes(size: int) -> Floats:
    rng = np.random.default_rng(size)
    shape = DIRECTIONS, size
    return rng.choice([-1.0, 1.0], shape) * rng.uniform(0.5, 1.5, shape)


def slopes(along: Directions, outputs: Floats, upstream: Floats) -> tuple[Floats, Floats] | None:
    """The derivatives along each direction, and how far each can be off; None: not to be trusted.

    Args:
        along: the evaluations that were made.
        outputs: the forward's output for every row, in float64.
        upstream: v, of the shape of one output.
    """
    eps = float(np.finfo(np.float64).eps)
    best, error, _ = table(along.x, along.widths, outputs, upstream, eps)
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
