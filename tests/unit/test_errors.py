from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from autograder import errors
from autograder.errors import (
    BackmarkError,
    CourseError,
    Problem,
    UsageError,
    explain,
    in_short,
)

TREE = [
    value
    for value in vars(errors).values()
    if inspect.isclass(value) and issubclass(value, BackmarkError)
]


@pytest.mark.parametrize("error", TREE, ids=lambda error: error.__name__)
def test_the_drawn_tree_is_the_real_one(error: type[BackmarkError]) -> None:
    """The module's docstring shows every error under its parent, with its exit code."""
    drawn = re.search(
        rf"^([ │├└─]*){error.__name__}(?: +(\d))?(?: |$)", errors.__doc__ or "", re.MULTILINE
    )

    assert drawn, f"{error.__name__} is not drawn"
    assert len(drawn[1]) == 4 * len(error.__mro__[: error.__mro__.index(BackmarkError)]) + 4
    assert error is BackmarkError or int(drawn[2]) == error.exit_code


@pytest.mark.parametrize("error", TREE, ids=lambda error: error.__name__)
def test_every_error_says_in_a_sentence_what_it_is(error: type[BackmarkError]) -> None:
    assert error.__doc__
    assert error.__doc__.endswith(".")


def test_wrong_use_exits_with_2_and_our_own_fault_with_3() -> None:
    assert {error.__name__: error.exit_code for error in TREE} == {
        error.__name__: 2 if issubclass(error, UsageError) else 3 for error in TREE
    }


def test_a_problem_is_told_as_editors_read_it() -> None:
    assert (
        str(Problem(Path("a/b.toml"), 7, "has no title")) == f"{Path('a/b.toml')}:7: has no title"
    )
    assert str(Problem(Path("b.toml"), None, "is missing")) == "b.toml: is missing"


def test_a_course_error_tells_every_problem_and_carries_them() -> None:
    problems = [Problem(Path("a.toml"), 1, "one"), Problem(Path("b.py"), None, "two")]

    error = CourseError(problems)

    assert str(error) == "2 problems in the course:\n  a.toml:1: one\n  b.py: two"
    assert error.problems == tuple(problems)
    assert str(CourseError(problems[:1])).startswith("1 problem in the course:")


def test_a_message_in_short_is_one_line_with_what_was_got() -> None:
    whole = explain("cannot open a.zip", got="../b.py: leaves it", want="b.py", step="pack anew")

    assert in_short(whole) == "cannot open a.zip (../b.py: leaves it)"
    assert in_short("cannot open a.zip") == "cannot open a.zip"
    assert in_short("cannot open a.zip\nby any means") == "cannot open a.zip"
