"""`backmark status`: how far one is in the whole course, from what the last checks found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.course.assignment import Assignment
from autograder.course.load import load_assignment
from autograder.course.places import assignments_around
from autograder.course.progress import Ended, read_progress
from autograder.errors import CourseError, UsageError, explain
from autograder.study.checking import open_checker
from autograder.verdict import Outcome, tidy


@dataclass(frozen=True)
class Standing:
    """How far one is in an assignment."""

    name: str
    title: str
    done: int
    """Exercises whose checks all passed."""
    exercises: int
    score: float
    points: float
    """Of the checks; questions are marked when one hands in."""
    next: str
    """The first exercise that is not done; empty where none is left."""
    checked: str
    """When, ISO 8601; empty for never."""
    hints: int

    @property
    def data(self) -> dict[str, Any]:
        """What `--json` prints."""
        return dict(vars(self))


def standings(start: Path, *, run: bool) -> Iterator[Standing]:
    """How far one is in every assignment around `start`; `run`: after checking each of them now.

    Raises:
        UsageError: there is no assignment here.
    """
    folders = assignments_around(start)
    if not folders:
        raise UsageError(
            explain(
                "there is no assignment here",
                got=str(start),
                want="a folder with your assignments in it, or one of them",
                step="cd to where you unpacked them",
            )
        )
    for folder in folders:
        if run:
            with open_checker(folder) as checker:
                checker.run([exercise.name for exercise in checker.assignment.exercises])
        try:
            yield _standing(load_assignment(folder))
        except CourseError as error:
            raise UsageError(f"{folder.name}: {error}") from error


def _standing(assignment: Assignment) -> Standing:
    progress = read_progress(assignment.folder)
    ended = {c.name: progress.checks.get(c.name) for c in assignment.checks}
    open_ = {c.exercise for c in assignment.checks if not _passed(ended[c.name])}
    left = [exercise.name for exercise in assignment.exercises if exercise.name in open_]
    return Standing(
        name=assignment.name,
        title=assignment.title,
        done=len(assignment.exercises) - len(left),
        exercises=len(assignment.exercises),
        score=tidy(sum(one.score for one in ended.values() if one)),
        points=tidy(assignment.points - sum(q.points for q in assignment.questions)),
        next=left[0] if left else "",
        checked=progress.checked,
        hints=sum(progress.hints.values()),
    )


def _passed(ended: Ended | None) -> bool:
    return ended is not None and ended.outcome == Outcome.PASSED.value
