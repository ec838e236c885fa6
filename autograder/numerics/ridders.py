"""Finite differences good enough to judge by: a Ridders table, and how far it can be trusted.

The output *vector* is differenced at several steps h and projected on the random upstream v;
Richardson extrapolation then removes the error terms h^2, h^4, ... one after another. Differencing
first and projecting afterwards is 2 to 10 times less noisy than differencing two scalar losses.
Source: C. Ridders, "Accurate computation of F'(x) and F'(x) F''(x)", Advances in Engineering
Software 4 (1982).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from autograder.numerics.close import is_numeric, type_of
from autograder.numerics.tolerance import KINK_MARGIN, STEP_FRACTION, STEP_RATIO

Floats = npt.NDArray[np.float64]

MAX_OUTPUTS: Final = 10_000
"""Elements of an output that can be differenced: 450 evaluations of so many take 36 MB; exercises
have a hundred at most."""


def largest_steps(flat: Floats, kinks: Sequence[float]) -> Floats:
    """The largest step of each element, on its side of every kink.

    Raises:
        ValueError: an element lies on a kink, so there is no derivative to compare with.
    """
    rms = float(np.sqrt(np.mean(flat**2))) if flat.size else 0.0
    largest = STEP_FRACTION * np.minimum(1.0, np.maximum(np.abs(flat), rms or 1.0))
    for kink in kinks:
        largest = np.minimum(largest, KINK_MARGIN * np.abs(flat - kink))
    if not largest.all():
        raise ValueError(f"an element lies on one of the kinks {tuple(kinks)}: draw away from them")
    return largest


def table(
    x: Floats, widths: Floats, outputs: Floats, upstream: Floats, eps: float
) -> tuple[Floats, Floats, Floats]:
    """Derivatives (count), error estimates (count), and the noise at each step (levels, count).

    Args:
        x: where the derivatives are.
        widths: (levels, count): how far two evaluations are apart.
        outputs: two beside each other for each of `count`, at the first step, then at the next; of
            all steps or of the largest ones.
        upstream: v, of the shape of one output.
        eps: machine epsilon of the outputs' dtype.
    """
    pairs = outputs.reshape(-1, widths.shape[1], 2, upstream.size)
    levels = len(pairs)
    v = upstream.reshape(-1)
    row = ((pairs[:, :, 0] - pairs[:, :, 1]) @ v) / widths[:levels]
    magnitude = float(max(1.0, outputs.max(), -outputs.min(), x.max(), -x.min()))
    # No estimate is below what rounding the outputs alone can do.
    noise = eps * float(np.sum(np.abs(v))) * magnitude / (widths / 2)
    best, error = row[0].copy(), np.full(widths.shape[1], np.inf)
    factor = 1.0
    for order in range(1, levels):
        factor *= STEP_RATIO**2
        finer = (factor * row[1:] - row[:-1]) / (factor - 1.0)
        spread = np.maximum(np.abs(finer - row[1:]), np.abs(finer - row[:-1]))
        spread = np.maximum(spread, noise[order:levels])
        for value, estimate in zip(finer, spread, strict=True):
            better = estimate < error
            best, error = np.where(better, value, best), np.where(better, estimate, error)
        row = finer
    return best, error, noise


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
