"""Decorators for those who write checks and misconceptions; they only attach metadata.

`number`, `weight`, `visibility` and `tags` are gradescope-utils' own; `after` and `instead_of` are
ours.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from gradescope_utils.autograder_utils.decorators import number, tags, visibility, weight

__all__ = ["after", "instead_of", "number", "tags", "visibility", "weight"]

F = TypeVar("F", bound=Callable[..., object])


def after(*names: str) -> Callable[[F], F]:
    """Run this check only after those checks passed; otherwise it is blocked, and says by which."""
    if not names or not all(isinstance(name, str) for name in names):
        raise TypeError('@after takes the names of checks: @after("test_linear_forward")')

    def decorate(check: F) -> F:
        check.__after__ = names  # type: ignore[attr-defined]
        return check

    return decorate


def instead_of(
    function: str, *, hint: str | None = None, row: str | None = None, name: str | None = None
) -> Callable[[F], F]:
    """Declare a misconception: the decorated function stands in for the graded `function`.

    Args:
        function: the graded function that is replaced.
        hint: what a student who has it is told to look at; one of two halves may leave it out.
        row: the misconception's label in the catalogue, if it is there.
        name: the misconception's name, where two functions replace two; by default the function's.

    The arguments must be literals: the loader reads them without running the file.
    """

    def decorate(stand_in: F) -> F:
        stand_in.__instead_of__ = (function, hint, row, name)  # type: ignore[attr-defined]
        return stand_in

    return decorate
