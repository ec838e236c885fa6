"""`backmark questions` and `backmark hunt` as functions: what is a student's own."""

from __future__ import annotations

from pathlib import Path

from autograder.course.load import find_assignment, load_assignment
from autograder.course.questions import pose
from autograder.errors import UsageError
from autograder.report.sheet import Item, sheet


def personal_sheet(name: str, student: str, here: Path) -> str:
    """The questions of an assignment with one student's numbers, as Markdown.

    Raises:
        UsageError: there is no such assignment, or it has no questions.
    """
    assignment = load_assignment(find_assignment(name, here))
    if not assignment.questions:
        raise UsageError(f"{assignment.name} has no questions")
    items = [
        Item(q.name, q.kind, q.points, q.section, posed.text, posed.options, q.targets)
        for q in assignment.questions
        for posed in [pose(q, assignment.name, student)]
    ]
    return sheet(assignment.title, student, items)


def personal_hunt(name: str, student: str, here: Path) -> str:
    """The program of an assignment's bug hunt with one student's bugs in it.

    Raises:
        UsageError: there is no such assignment, or it has no bug hunt.
    """
    assignment = load_assignment(find_assignment(name, here))
    if assignment.hunt is None:
        raise UsageError(f"{assignment.name} has no bug hunt")
    return assignment.hunt.plant(assignment.name, student)
