"""Which names a new exercise and a new assignment may have; every refusal says why."""

from __future__ import annotations

import ast
import keyword
import re
import sys
from pathlib import Path
from typing import Final

from autograder.course.assignment import Assignment
from autograder.errors import UsageError, explain

_EXERCISE: Final = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_ASSIGNMENT: Final = re.compile(r"[A-Za-z0-9_-]+")
_MAX_LENGTH: Final = 20
"""Of an exercise's name: with it, no line of the templates is longer than 100 characters."""

# A module of this name would stand in for one that the checks, the oracle or pytest import.
_RESERVED: Final = frozenset(
    {"autograder", "conftest", "misconceptions", "numpy", "oracle", "scipy", "sklearn", "torch"}
)


def check_assignment_name(name: str) -> None:
    """Refuse what cannot name an assignment's folder."""
    if not _ASSIGNMENT.fullmatch(name):
        raise UsageError(
            explain(
                "--assignment: not a name for an assignment",
                got=repr(name),
                want="letters, digits, _ and -, as in 05_optimizers",
                step="choose another name",
            )
        )


def check_exercise_name(name: str) -> None:
    """Refuse what cannot name a module, its functions and its checks."""
    wrong = _wrong_with(name)
    if wrong:
        near = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
        raise UsageError(
            explain(
                f"not a name for an exercise: {wrong}",
                got=repr(name),
                want=f"a Python name like soft_sign, of at most {_MAX_LENGTH} characters",
                step="choose another name" if _wrong_with(near) else f"backmark new {near} ...",
            )
        )


def _wrong_with(name: str) -> str:
    if not _EXERCISE.fullmatch(name):
        return "it must be lower case letters and digits, its words joined by underscores"
    if keyword.iskeyword(name):
        return "it is a keyword of Python"
    if len(name) > _MAX_LENGTH:
        return f"it has {len(name)} characters, and stands within longer names"
    if name in sys.stdlib_module_names or name in _RESERVED:
        return f"{name}.py would hide the module {name}"
    if name.startswith("test_") or name.endswith("_test"):
        return f"pytest would take {name}.py for tests"
    return ""


def check_not_taken(name: str, title: str, assignment: Assignment, new: dict[str, str]) -> None:
    """Refuse a name that the assignment has in use.

    Args:
        name: the exercise's.
        title: its heading in the handout.
        assignment: where it would come in.
        new: what would be added to each Python file of the reference.
    """
    assert assignment.reference is not None  # noqa: S101 - `new_exercise` has made sure
    taken = [f"the exercise {e.name}" for e in assignment.exercises if e.name == name]
    taken += [f"the function {f}" for f in assignment.functions if f.startswith(f"{name}_")]
    taken += [f"the section {title!r}" for e in assignment.exercises if e.section == title]
    for file, addition in new.items():
        both = _top_level(assignment.reference / file) & _names(addition)
        taken += [f"{both_name} in {file}" for both_name in sorted(both)]
    if taken:
        raise UsageError(
            explain(
                f"{assignment.name} has that name in use",
                got=f"{name!r}; there is {', '.join(taken[:3])}",
                want="a name that nothing there begins with",
                step="choose another name",
            )
        )


def _top_level(path: Path) -> set[str]:
    return _names(path.read_text(encoding="utf-8")) if path.is_file() else set()


def _names(source: str) -> set[str]:
    body = ast.parse(source).body
    return {n.name for n in body if isinstance(n, (ast.FunctionDef, ast.ClassDef))}
