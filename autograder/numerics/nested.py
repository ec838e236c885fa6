"""Arrays in lists and tuples, such as the (w, b) of every layer: taken apart, and put together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from autograder.numerics.close import type_of

Floats = npt.NDArray[np.float64]


class MisfitError(Exception):
    """Something is not made of lists and tuples as it should be; `where` names it."""

    def __init__(self, where: str, text: str, got: str) -> None:
        super().__init__(text)
        self.where = where
        self.got = got


def is_nested(value: object) -> bool:
    """Whether a value holds others."""
    return isinstance(value, (list, tuple))


def flat(value: Any) -> Floats:
    """All numbers in a value, one after another."""
    if is_nested(value):
        return np.concatenate([np.empty(0), *map(flat, value)])
    return np.asarray(value, dtype=np.float64).reshape(-1)


def like(value: Any, numbers: Floats) -> Any:
    """A value of the same form that holds these numbers; the inverse of `flat`."""
    if not is_nested(value):
        return numbers.reshape(np.shape(value)).copy()
    ends = np.cumsum([_size(part) for part in value])[:-1]
    parts = np.split(numbers, ends) if len(value) else []
    return type(value)(like(part, own) for part, own in zip(value, parts, strict=True))


def _size(value: Any) -> int:
    return sum(map(_size, value)) if is_nested(value) else int(np.size(value))


def paired(name: str, got: Any, want: Any) -> Iterator[tuple[str, Any, Any]]:
    """Each leaf of `want` with what is in its place in `got`, and its name: `grads[0][1]`.

    A list will do for a tuple, and the other way round.

    Raises:
        MisfitError: `got` has another form.
    """
    if not is_nested(want):
        yield name, got, want
        return
    if not is_nested(got) or len(got) != len(want):
        text = f"{name} should be {type_of(want)}: got {type_of(got)}"
        raise MisfitError(name, text, type_of(got))
    for index, (inner, wanted) in enumerate(zip(got, want, strict=True)):
        yield from paired(f"{name}[{index}]", inner, wanted)
