"""Grades into an nbgrader gradebook without `nbgrader autograde`, and out of it as CSV.

    COURSE/submitted/STUDENT/NAME/ ──hand_ins──▶ verdicts ──enter──▶ gradebook.db ──csv_text──▶ CSV

Everything goes through nbgrader's own API. Here a notebook of another name, or `.py` files in its
place, are graded too, where nbgrader itself would pass them over.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from autograder.batch.hand_in import HandIn, Person
from autograder.batch.sources import nbgrader_time
from autograder.course.assignment import Assignment
from autograder.errors import UsageError, in_short
from autograder.files import Written, write_atomically
from autograder.release.nbgrader_course import GRADEBOOK, open_gradebook
from autograder.release.nbgrader_grading import Grading, points_by_exercise
from autograder.release.notebook import notebook_name
from autograder.verdict import Verdict

COLUMNS: Final = (
    "assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email",
    "raw_score", "late_submission_penalty", "score", "max_score",
)  # fmt: skip
"""Those of `nbgrader export`, whose own file quotes nothing."""


def known_gradebook(course: Path) -> Any:
    """The gradebook of a course that is there; a context manager.

    Raises:
        UsageError: there is none, or no nbgrader.
    """
    if not (course / GRADEBOOK).is_file():
        raise UsageError(
            f"no {GRADEBOOK} in {course}: want a course that `backmark nbgrader` wrote"
        )
    return open_gradebook(course)


def hand_ins(course: Path, assignment: Assignment, gradebook: Any) -> list[HandIn]:
    """What lies in submitted/, by student; people as the gradebook knows them."""
    emails = {student.id: student.email or "" for student in gradebook.students}
    found = []
    for folder in sorted(course.glob(f"submitted/*/{assignment.name}")):
        student = folder.parent.name
        notebook = folder / f"{notebook_name(assignment)}.ipynb"
        person = Person(student, email=emails.get(student, ""))
        path = notebook if notebook.is_file() else folder
        found.append(HandIn(f"{student}/{assignment.name}", (person,), path, nbgrader_time(folder)))
    return found


def grade_and_export(
    course: Path, names: Sequence[str], table: Path | None, *, public: bool = False
) -> Iterator[Written | str]:
    """Grade these assignments' hand-ins, then write the scores to `table`; a line for each.

    Raises:
        UsageError: there is no such course or assignment, or nbgrader has not generated it yet.
    """
    for name in names:
        graded = 0
        for line in grade_submitted(course, name, public=public):
            graded += 1
            yield line
        path = course / GRADEBOOK
        yield Written(path, f"{name}: {graded} graded, points in {path}", {"hand_ins": graded})
    if table is not None:
        with known_gradebook(course) as gradebook:
            write_atomically(table, csv_text(gradebook))
        yield Written(table, f"wrote {table}")


def grade_submitted(course: Path, name: str, *, public: bool = False) -> Iterator[str]:
    """Grade every hand-in of an assignment and enter its points; a line for each.

    Raises:
        UsageError: there is no such course or assignment, or nbgrader has not generated it yet.
    """
    with known_gradebook(course) as gradebook, Grading(course, name, public=public) as grading:
        for hand_in in hand_ins(course, grading.assignment, gradebook):
            verdict = grading.verdict(hand_in.path, hand_in.identities[0])
            enter(gradebook, grading.assignment, hand_in, verdict)
            told = in_short(verdict) if isinstance(verdict, str) else f"{verdict.score:g}"
            yield f"{hand_in.people[0].id}: {told}"


def enter(gradebook: Any, assignment: Assignment, hand_in: HandIn, verdict: Verdict | str) -> None:
    """Write one hand-in's points; each person of a group gets them. Manual scores stay.

    Raises:
        UsageError: nbgrader has not generated the assignment yet.
    """
    from nbgrader.api import MissingEntry  # noqa: PLC0415 - optional

    from autograder.release.nbgrader_plugin import enter_points  # noqa: PLC0415

    points = points_by_exercise(assignment, verdict)
    notebook = notebook_name(assignment)
    try:
        gradebook.find_notebook(notebook, assignment.name)
    except MissingEntry:
        raise UsageError(
            f"the gradebook does not know {notebook}.ipynb: run "
            f"`nbgrader generate_assignment {assignment.name}` in the course first"
        ) from None
    for person in hand_in.people:
        gradebook.update_or_create_student(person.id)
        gradebook.update_or_create_submission(assignment.name, person.id, **_when(hand_in))
        enter_points(gradebook, assignment.name, notebook, person.id, points)


def _when(hand_in: HandIn) -> dict[str, Any]:
    """Its time as nbgrader keeps it; a file that holds no time costs nobody the grade."""
    from nbgrader.utils import parse_utc  # noqa: PLC0415 - optional

    with suppress(ValueError, OverflowError):
        return {"timestamp": parse_utc(hand_in.submitted)}
    return {}


def csv_text(gradebook: Any) -> str:
    """Every assignment's scores with the columns of `nbgrader export`, quoted where it takes it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_rows(gradebook))
    return text.getvalue()


def _rows(gradebook: Any) -> Iterable[Sequence[Any]]:
    from nbgrader.api import MissingEntry  # noqa: PLC0415 - optional

    for assignment in gradebook.assignments:
        for student in gradebook.students:
            who = (student.id, student.last_name, student.first_name, student.email)
            try:
                found = gradebook.find_submission(assignment.name, student.id)
            except MissingEntry:
                scores: Sequence[Any] = (0.0, None, 0.0)
                when = None
            else:
                penalty = found.late_submission_penalty
                scores = (found.score, penalty, max(0.0, found.score - (penalty or 0.0)))
                when = found.timestamp
            yield assignment.name, assignment.duedate, when, *who, *scores, assignment.max_score
