"""`backmark questions` and `backmark hunt` as functions: what is a student's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from autograder.course.assignment import Assignment
from autograder.course.hunt import Hunt, is_untouched
from autograder.course.load import find_assignment, load_assignment
from autograder.course.questions import NOBODY
from autograder.errors import UsageError
from autograder.files import Written, write_atomically
from autograder.judging.marking import items
from autograder.report.sheet import sheet


def personal_sheet(name: str, student: str, here: Path) -> str:
    """The questions of an assignment with one student's numbers, as Markdown.

    Raises:
        UsageError: there is no such assignment, or it has no questions.
    """
    assignment = _with_questions(name, here)
    return sheet(assignment.title, student, items(assignment, student))


def personal_questions(name: str, student: str, here: Path) -> list[dict[str, Any]]:
    """The same as data.

    Raises:
        UsageError: there is no such assignment, or it has no questions.
    """
    return [dict(vars(item)) for item in items(_with_questions(name, here), student)]


def _with_questions(name: str, here: Path) -> Assignment:
    assignment = load_assignment(find_assignment(name, here))
    if not assignment.questions:
        raise UsageError(f"{assignment.name} has no questions")
    return assignment


def personal_hunt(name: str, student: str, here: Path) -> str:
    """The program of an assignment's bug hunt with one student's bugs in it.

    Raises:
        UsageError: there is no such assignment, or it has no bug hunt.
    """
    assignment, hunt = _hunt(name, here)
    return hunt.plant(assignment.name, student)


def write_hunt(name: str, student: str, path: Path, here: Path) -> Written:
    """Write that program to a file, but not over anybody's work.

    Raises:
        UsageError: there is no such hunt, or the file holds something else than the program as
            everybody gets it.
    """
    assignment, hunt = _hunt(name, here)
    everybodys = hunt.plant(assignment.name, NOBODY)
    if path.exists() and not is_untouched(everybodys, path.read_text("utf-8", errors="replace")):
        raise UsageError(f"{path} is there already, perhaps with bugs mended: name another file")
    write_atomically(path, hunt.plant(assignment.name, student))
    return Written(path, f"wrote {path}: the program with the bugs of {student or 'everybody'}")


def _hunt(name: str, here: Path) -> tuple[Assignment, Hunt]:
    assignment = load_assignment(find_assignment(name, here))
    if assignment.hunt is None:
        raise UsageError(f"{assignment.name} has no bug hunt")
    return assignment, assignment.hunt
