"""Comparing what a student returned with what was wanted; a difference is a `Mismatch`, as data."""

from __future__ import annotations

from typing import Any, Final, TypedDict

import numpy as np
import numpy.typing as npt

from autograder.numerics.tolerance import FLOAT32_INSIDE, PARITY
from autograder.verdict import Element, Mismatch

Array = npt.NDArray[Any]

_FOREIGN: Final = {
    "numpy.matrix": "a numpy.matrix",
    "numpy.ma.core.MaskedArray": "a masked array",
    "numpy.ma.MaskedArray": "a masked array",
    "numpy.ndarray": "an array of a dtype that holds no numbers",
    "builtins.function": "a function",
    "builtins.generator": "a generator",
    "builtins.coroutine": "a coroutine, as of `async def`",
    "builtins.map": "a map",
    "builtins.zip": "a zip",
    "builtins.int": "a whole number too large for an array",
    "builtins.set": "a set",
    "builtins.type": "a class",
    "builtins.NoneType": "None (nothing was returned)",
    "builtins.NotImplementedType": "NotImplemented",
}
"""Types by the name their process gives them. Any other name is the student's to choose, so not
told."""


def compare(
    got: object, want: object, *, tolerance: float = PARITY, scale: float = 1.0
) -> Mismatch | None:
    """None when `got` is `want` within tolerance; otherwise the first way in which it is not.

    Args:
        got: anything at all; only a real number or a base ndarray can be right.
        want: an array or a number, finite.
        tolerance: relative to ``max(max|want|, scale)``, over the whole array.
        scale: the size of what went in: 1 for values, max|upstream| for gradients.
    """
    wanted = np.asarray(want)
    if not is_numeric(got):
        return Mismatch("type", type_of(got), describe(wanted))
    values = np.asarray(got)
    if values.shape != wanted.shape:
        return Mismatch(
            "shape",
            describe(values),
            describe(wanted),
            got_in_secret="" if _is_plausible(values.shape, wanted.shape) else "another shape",
            remark=_shape_remark(values, wanted),
        )
    if wanted.dtype.kind != "f":
        return _compare_exactly(values, wanted)
    if values.dtype.kind != "f" and values.ndim:
        return Mismatch("dtype", f"dtype {values.dtype}", f"dtype {wanted.dtype}")
    if values.dtype.itemsize < wanted.dtype.itemsize:
        tolerance = max(tolerance, FLOAT32_INSIDE)
    return _compare_values(values.astype(np.float64), wanted.astype(np.float64), tolerance, scale)


def is_numeric(value: object) -> bool:
    """Whether a value is real numbers: an array or a scalar of NumPy's, or one of Python's."""
    if isinstance(value, (np.ndarray, np.generic)):
        return value.dtype.kind in "fiub"
    return type(value) in (int, float, bool)


def type_of(value: object) -> str:
    """What a value is, in words a student knows: "a list", "None", "an object of type dict"."""
    if value is None:
        return "None (nothing was returned)"
    if isinstance(value, (np.ndarray, np.generic)):
        noun = "an array" if value.ndim else "a number"
        return noun if is_numeric(value) else f"{noun} of dtype {value.dtype}"
    remote = getattr(value, "type_name", None)
    if remote is not None:
        return _FOREIGN.get(remote, "an object of a class of its own")
    name = type(value).__name__
    if isinstance(value, (tuple, list)):
        return f"a {name} of {len(value) if len(value) < 10 else 'many'}"
    return f"a {name}"


def _is_plausible(got: tuple[int, ...], want: tuple[int, ...]) -> bool:
    """Whether a wrong shape is made of the right one's extents, as mistakes mostly are.

    A few bits at most: extents of a submission's choosing could spell out hidden inputs.
    """
    extents = {1, *want, *(a * b for a in want for b in want)}
    return len(got) <= len(want) + 2 and extents.issuperset(got)


def describe(array: Array) -> str:
    """An array's form: "shape (4, 5)", or "a number" for shape ()."""
    return f"shape {array.shape}" if array.ndim else "a number"


def _compare_exactly(got: Array, want: Array) -> Mismatch | None:
    """Integers, labels and masks have no tolerance."""
    wrong = got != want
    return _elements(got, want, wrong, 0.0) if wrong.any() else None


def _compare_values(got: Array, want: Array, tolerance: float, scale: float) -> Mismatch | None:
    with np.errstate(all="ignore"):  # a student's 1e308 overflows, an infinity has no difference
        distance = np.max(np.abs(got - want), initial=0.0)
        if distance <= tolerance * max(float(np.max(np.abs(want), initial=0.0)), scale) < np.inf:
            return None  # almost always; the rest tells what is wrong
    expected_finite = np.isfinite(want)
    bad = ~np.isfinite(got) & expected_finite
    if bad.any():
        return _elements(got, want, bad, 0.0, kind="finite")
    size = float(np.max(np.abs(want), where=expected_finite, initial=0.0))
    allowed = tolerance * max(size, scale)
    with np.errstate(all="ignore"):  # a student's 1e308 overflows, an infinity has no difference
        right = (got == want) | (np.abs(got - want) <= allowed)
    wrong = ~right & ~(np.isnan(got) & np.isnan(want))
    return _elements(got, want, wrong, allowed) if wrong.any() else None


def _elements(
    got: Array, want: Array, wrong: Array, allowed: float, *, kind: str = "values"
) -> Mismatch:
    """The mismatch of these `wrong` elements: how many, the first and the worst."""
    with np.errstate(all="ignore"):
        distance = np.where(wrong, np.abs(got.astype(float) - want.astype(float)), -1.0)
    first = np.unravel_index(int(np.argmax(wrong)), wrong.shape)
    worst = np.unravel_index(int(np.argmax(np.nan_to_num(distance, nan=np.inf))), wrong.shape)

    def element(index: tuple[np.intp, ...]) -> Element:
        place = tuple(int(i) for i in index)
        return Element(place, float(got[index]), float(want[index]), allowed)

    return Mismatch(
        kind,
        describe(got),
        describe(want),
        differing=int(wrong.sum()),
        total=wrong.size,
        first=element(first),
        worst=element(worst),
        **(remarks(got, want) if kind == "values" else {}),
    )


def _shape_remark(got: Array, want: Array) -> str:
    if got.ndim == want.ndim == 2 and got.shape == want.shape[::-1]:
        return "it has the shape of the transpose"
    if got.size == want.size and got.size > 1:
        return "the number of elements is right, their arrangement is not"
    return ""


class Remarks(TypedDict, total=False):
    """The fields of a `Mismatch` that say what is certain about wrong values."""

    remark: str
    factor: float


@np.errstate(all="ignore")
def remarks(got: Array, want: Array) -> Remarks:
    """What is certain about a wrong array of the right shape."""
    if got.dtype.kind != "f" or got.size < 2 or not np.isfinite(got - want).all():
        return {}
    if not got.any():
        return {"remark": "yours is zero everywhere"}
    big = np.abs(want) > 1e-6 * np.max(np.abs(want))
    if np.count_nonzero(big) >= 2:
        ratio = got[big] / want[big]
        rest = np.max(np.abs(got[~big]), initial=0.0)
        if np.ptp(ratio) <= 1e-6 * abs(ratio[0]) and rest <= 1e-5 * np.max(np.abs(got)):
            factor = float(np.mean(ratio))
            if abs(factor + 1) < 1e-6:
                return {"remark": "yours has the opposite sign everywhere"}
            if abs(factor - 1) > 1e-4:  # nearer to 1 it is a loss of precision, not a factor
                return {"remark": "every element is off by the same factor", "factor": factor}
    offset = got - want
    if np.ptp(offset) <= 1e-9 * max(1.0, float(np.max(np.abs(offset)))):
        return {"remark": "every element is off by the same amount"}
    return {}
