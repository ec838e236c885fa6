"""What those who write checks and misconceptions import, and what cells of a notebook call."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from autograder.course.authoring import after, instead_of, number, tags, visibility, weight
    from autograder.digits import load_digits
    from autograder.judging.expect import (
        assert_gradient,
        assert_loss_gradient,
        assert_unchanged,
        expect,
    )
    from autograder.judging.follow import Part, follow_through
    from autograder.judging.in_notebook import check_all, check_exercise, show_questions
    from autograder.judging.picture import draw
    from autograder.numerics.tolerance import FLOAT32_INPUT, LARGE_OFFSET, PARITY, ROW_OFFSET
    from autograder.sandbox.remote import define

__all__ = [
    "FLOAT32_INPUT",
    "LARGE_OFFSET",
    "PARITY",
    "ROW_OFFSET",
    "Part",
    "after",
    "assert_gradient",
    "assert_loss_gradient",
    "assert_unchanged",
    "check_all",
    "check_exercise",
    "define",
    "draw",
    "expect",
    "follow_through",
    "instead_of",
    "load_digits",
    "number",
    "show_questions",
    "tags",
    "visibility",
    "weight",
]

_HOMES = {
    **dict.fromkeys(
        ("after", "instead_of", "number", "tags", "visibility", "weight"),
        "autograder.course.authoring",
    ),
    "define": "autograder.sandbox.remote",
    "draw": "autograder.judging.picture",
    "load_digits": "autograder.digits",
    **dict.fromkeys(
        ("assert_gradient", "assert_loss_gradient", "assert_unchanged", "expect"),
        "autograder.judging.expect",
    ),
    **dict.fromkeys(("Part", "follow_through"), "autograder.judging.follow"),
    **dict.fromkeys(
        ("check_all", "check_exercise", "show_questions"), "autograder.judging.in_notebook"
    ),
    **dict.fromkeys(
        ("FLOAT32_INPUT", "LARGE_OFFSET", "PARITY", "ROW_OFFSET"),
        "autograder.numerics.tolerance",
    ),
}


def __getattr__(name: str) -> object:
    # Lazily: a worker imports `autograder.sandbox.worker`, and through it this file, but none of
    # these.
    if name not in _HOMES:
        raise AttributeError(f"module 'autograder' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
