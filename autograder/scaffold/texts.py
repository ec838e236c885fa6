"""The files of a new exercise as texts: from templates, and fitted into what is there already."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from autograder.course.assignment import Assignment
from autograder.course.hints import FILE as HINTS
from autograder.course.places import SETTINGS
from autograder.errors import UsageError
from autograder.scaffold.insertion import (
    appended,
    with_import,
    with_points,
    with_row,
    with_section,
)
from autograder.scaffold.names import check_not_taken
from autograder.templates import templates_of

POINTS: Final = 5
"""What the checks of `templates/checks.py.jinja` are worth together."""

_TEMPLATES: Final = (
    "solution.py",
    "checks.py",
    "oracle.py",
    "misconceptions.py",
    "handout.md",
    "assignment.toml",
    "hints.toml",
)


@dataclass(frozen=True)
class Place:
    """Where an exercise comes in: a course, and an assignment of it that may not exist yet."""

    root: Path
    assignment: str

    @property
    def folder(self) -> Path:
        """What students get of the assignment."""
        return self.root / "assignments" / self.assignment

    @property
    def reference(self) -> Path:
        """What they do not get."""
        return self.root / "reference" / self.assignment

    def shown(self, path: Path) -> str:
        """A path as one reads it from the course's folder."""
        return path.relative_to(self.root).as_posix()


def texts_of(name: str, place: Place, before: Assignment | None) -> tuple[dict[Path, str], str]:
    """Every file as it is to be, and what becomes of the assignment's points.

    Args:
        name: the exercise's.
        place: where it comes in.
        before: the assignment so far; None for a new one.

    Raises:
        UsageError: something of that name is there already, or jinja2 is missing.
    """
    number = len(before.exercises) + 1 if before else 1
    facts = _facts(name, number, place.assignment, is_new=before is None)
    # Unescaped, as all names have been validated.
    templates = templates_of("autograder.scaffold", escape=False)
    made = {file: templates.get_template(f"{file}.jinja").render(facts) for file in _TEMPLATES}
    files = {
        place.reference / f"{name}.py": made["solution.py"],
        place.folder / f"test_{name}.py": made["checks.py"],
    }
    for path in files:
        if path.exists():
            raise UsageError(f"{path} exists, and nothing is ever overwritten: choose another name")
    added = {
        place.reference / "oracle.py": made["oracle.py"],
        place.reference / "misconceptions.py": made["misconceptions.py"],
        place.folder / "README.md": made["handout.md"],
        place.folder / SETTINGS: made["assignment.toml"],
    }
    if before is None or (place.folder / HINTS).is_file():  # an assignment may have none at all
        added[place.folder / HINTS] = made["hints.toml"]
    if before is None:
        return files | added, str(POINTS)
    python = {path.name: text for path, text in added.items() if path.suffix == ".py"}
    check_not_taken(name, facts["title"], before, python)
    old = {path: path.read_text(encoding="utf-8") for path in added if path.is_file()}
    whole = {path: appended(old.get(path, ""), text) for path, text in added.items()}
    handout = place.folder / "README.md"
    whole[handout] = with_section(old.get(handout, ""), added[handout])
    whole, points = _fitted(whole, place, number, facts["row"])
    return files | whole, points


def _fitted(
    whole: Mapping[Path, str], place: Place, number: int, row: str
) -> tuple[dict[Path, str], str]:
    """The files that grew, with what their new ends need further up."""
    oracle, misconceptions = place.reference / "oracle.py", place.reference / "misconceptions.py"
    handout, settings = place.folder / "README.md", place.folder / SETTINGS
    fitted = dict(whole)
    fitted[oracle] = with_import(with_import(whole[oracle], "import torch"), "import numpy as np")
    fitted[misconceptions] = with_import(whole[misconceptions], "import numpy as np")
    fitted[handout] = with_row(whole[handout], number, row)
    fitted[settings], points = with_points(whole[settings], POINTS)
    return fitted, points


def _facts(name: str, number: int, assignment: str, *, is_new: bool) -> dict[str, Any]:
    title = name.replace("_", " ").capitalize()
    heading = assignment.replace("_", " ").replace("-", " ").title()
    functions = f"`{name}_forward`, `{name}_backward`"
    return {
        "name": name,
        "number": number,
        "title": title,
        "is_new": is_new,
        "assignment": assignment,
        "heading": heading,
        "topic": heading.lstrip("0123456789 ") or heading,
        "seed": int((re.match(r"\d{1,9}", assignment) or ["1"])[0]),
        "points": POINTS,
        "row": f"| {number} [{title}](#{title.lower().replace(' ', '-')}) | {functions} "
        f"| `{name}.py` | {POINTS} |",
    }
