"""Deriving what students get from what they must never get: `backmark release`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from autograder.course.answers import empty_sheet
from autograder.course.assignment import Assignment
from autograder.course.handout import HANDOUT
from autograder.course.hints import load_hints
from autograder.course.hunt import DERIVED
from autograder.course.load import find_assignments, load_assignment
from autograder.course.questions import ANSWERS, NOBODY
from autograder.files import write_atomically
from autograder.release.notebook import notebook_path, notebook_text
from autograder.release.stub import stubs_of
from autograder.release.study import study_text
from autograder.study.material import FILE as STUDY


def release_assignments(names: Sequence[str], here: Path, *, write: bool) -> list[Path]:
    """Derive the files of these assignments, or of all; the paths that were out of date.

    Raises:
        UsageError: an assignment has no reference to derive from.
    """
    drifted = []
    for folder in find_assignments(names, here):
        for path, content in derived_files(load_assignment(folder)):
            if not path.is_file() or path.read_text(encoding="utf-8") != content:
                drifted.append(path)
                if write:
                    write_atomically(path, content)
    return drifted


def derived_files(assignment: Assignment) -> Iterator[tuple[Path, str]]:
    """Every derived file of an assignment: its path and what it should contain.

    Raises:
        UsageError: there is no reference to derive from.
        CourseError: the solutions' markers, or the hints, which students get, are not in order.
    """
    stubs = stubs_of(assignment)
    assert assignment.reference is not None  # noqa: S101 - else there are no stubs
    load_hints(assignment.folder, [exercise.name for exercise in assignment.exercises])
    hunt = assignment.hunt
    if hunt is not None:
        yield assignment.folder / DERIVED, hunt.to_json()
        yield assignment.folder / f"{hunt.module}.py", hunt.plant(assignment.name, NOBODY)
    for file, stub in stubs.items():
        yield assignment.folder / file, stub
    if assignment.questions:
        sheet = empty_sheet(assignment.name, assignment.questions)
        yield assignment.folder / ANSWERS, sheet
    yield assignment.folder / STUDY, study_text(assignment, assignment.reference)
    if (assignment.folder / HANDOUT).is_file():
        yield notebook_path(assignment), notebook_text(assignment)
