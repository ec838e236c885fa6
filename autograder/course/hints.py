"""The hints of an assignment: three for every exercise, from where to look to nearly the step.

    assignments/NAME/hints.toml ──load_hints──▶ exercise -> three sentences
    assignments/NAME/assignment.toml: `hints = false` switches them off; a bundle then has none

They are told one at a time (`backmark hint`). Whoever opens the file reads all three, which costs
nobody but themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from autograder.course.settings import line_of, or_nearest, read_settings, read_toml, violations
from autograder.errors import CourseError, Problem

FILE: Final = "hints.toml"
SCHEMA: Final = "hints.schema.json"
SWITCH: Final = "hints"
"""The setting of assignment.toml that may be false."""


def are_on(settings: Path) -> bool:
    """Whether an assignment's instructor lets students have hints."""
    content, _ = read_settings(settings, validated=True)
    return bool(content.get(SWITCH, True))


def load_hints(folder: Path, exercises: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The hints by exercise; nothing where the assignment has none.

    Raises:
        CourseError: with every problem found: each of the `exercises` has hints, and nothing else.
    """
    path = folder / FILE
    if not path.is_file():
        return {}
    text, content = read_toml(path)
    problems = violations(path, text, content, SCHEMA)
    problems += [
        Problem(
            path,
            line_of(text, [name]),
            f"{name} is no exercise of this assignment{or_nearest(name, exercises)}",
        )
        for name in content
        if name not in exercises
    ]
    problems += [
        Problem(path, None, f"has no hints for the exercise {name}")
        for name in exercises
        if name not in content
    ]
    if problems:
        raise CourseError(problems)
    return {name: tuple(hints) for name, hints in content.items()}
