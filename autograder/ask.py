"""`backmark questions` as a function: a student's own sheet."""

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
