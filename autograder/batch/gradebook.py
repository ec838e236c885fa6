"""Grades for the gradebook that a course already uses, as CSV that its importer reads.

    ledger entries ──▶ Grade, one a student ──▶ Gradescope's columns
                                            ├─▶ Canvas' export or Moodle's worksheet, filled in

Canvas and Moodle know their students by numbers of their own, so what they exported is filled in:
rows, order and columns stay, and a student without a hand-in keeps what was there.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from autograder.batch.exported import folded, no_export, read_rows
from autograder.batch.hand_in import Person
from autograder.batch.ledger import Entry
from autograder.errors import UsageError

GRADED: Final = "Graded"
UNGRADED: Final = "Ungraded"
_EXCUSED: Final = "ex"
"""What Canvas has for somebody whom the instructor excused: no grade changes that."""
_DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is a formula to a spreadsheet."""


@dataclass(frozen=True)
class Grade:
    """One student's result; a group's members have one each."""

    person: Person
    hand_in: str
    submitted: str
    score: float | None
    """None: not graded, for whatever reason."""
    max_score: float
    exercises: Mapping[str, tuple[float, float]]
    """Exercise to (points, points there are)."""


@dataclass(frozen=True)
class Book:
    """A gradebook's file, and whose grade did not get into it."""

    text: str
    left: tuple[Person, ...] = ()
    """Graded, but no row is theirs and nobody else's."""


def grades(entries: Iterable[Entry]) -> list[Grade]:
    """Everybody's grades; of several hand-ins of one student the best.

    Points that were withheld may turn out to be earned: where they could make a hand-in the best,
    there is no grade yet.
    """
    best: dict[Person, tuple[float, Grade]] = {}
    for entry in entries:
        verdict = entry.verdict
        worth = -1.0 if verdict is None else verdict["score"] + verdict["withheld"]
        for person in entry.hand_in.people:
            if person not in best or worth > best[person][0]:
                best[person] = worth, _grade(entry, person)
    found = [grade for _, grade in best.values()]
    return sorted(found, key=lambda g: (g.person.name.casefold(), g.person.id, g.person.email))


def _grade(entry: Entry, person: Person) -> Grade:
    hand_in, verdict = entry.hand_in, entry.verdict
    if verdict is None:
        return Grade(person, hand_in.id, hand_in.submitted, None, 0, {})
    # Points that a check of ours withheld are for a person to give: until then it is no grade.
    score = None if verdict["withheld"] else verdict["score"]
    exercises = _by_exercise(verdict["checks"])
    return Grade(person, hand_in.id, hand_in.submitted, score, verdict["max_score"], exercises)


def _by_exercise(checks: Sequence[Mapping[str, Any]]) -> dict[str, tuple[float, float]]:
    sums: dict[str, tuple[float, float]] = {}
    for check in checks:
        name = sys.intern(check["exercise"])  # one string for the whole class
        points, there_are = sums.get(name, (0.0, 0.0))
        sums[name] = (
            points + (check["score"] or 0.0),
            there_are + check["max_score"],
        )
    return sums


def gradescope_csv(found: Sequence[Grade]) -> Book:
    """The columns of Gradescope's "Download grades"."""
    exercises = {name: total for g in found for name, (_, total) in g.exercises.items()}
    heads = [f"{i}: {n} ({t:.1f} pts)" for i, (n, t) in enumerate(exercises.items(), start=1)]
    head = [
        "Name", "SID", "Email", "Total Score", "Max Points", "Status", "Submission ID",
        "Submission Time", "Lateness (H:M:S)", "View Count", "Submission Count", *heads,
    ]  # fmt: skip
    most = max((g.max_score for g in found), default=0)
    rows = [
        [
            g.person.name, g.person.id, g.person.email, _number(g.score), _number(most),
            UNGRADED if g.score is None else GRADED, g.hand_in, g.submitted, "", "", "",
            *(_number(g.exercises[name][0]) if name in g.exercises else "" for name in exercises),
        ]
        for g in found
    ]  # fmt: skip
    return Book(_csv([head, *rows]))


def canvas_csv(found: Sequence[Grade], export: Path, column: str) -> Book:
    """Canvas' gradebook export with one assignment's column filled in, scaled to its points.

    Args:
        found: everybody's grades.
        export: what Canvas exported.
        column: the assignment's title, or its whole heading with the number: "HW 1 (12345)".

    Raises:
        UsageError: the file is no such export, or has no such column, or several.
    """
    head, *rows = read_rows(export)
    if not {"Student", "ID"} <= set(head) or "Section" not in head:
        raise no_export(export, "Canvas' gradebook export (Grades, Export)", head)
    first = head.index("Section") + 1  # what is before it says who a row is
    titled = [
        i for i, h in enumerate(head) if i >= first and re.sub(r"\s\(\d+\)$", "", h) == column
    ]
    places = [i for i, h in enumerate(head) if i >= first and h == column] or titled
    if len(places) != 1:
        shown = ", ".join(head[i] for i in places) or ", ".join(head[first:][:6]) or "none"
        raise UsageError(
            f"{export} has {'several columns' if places else 'no column'} {column!r}; there are: "
            f"{shown}"
        )
    (place,) = places
    keys = [head.index(k) for k in ("ID", "SIS User ID", "SIS Login ID") if k in head]
    points = next((row[place] for row in rows if "Points Possible" in row[0]), "")
    placed, left = _placed(found, [[row[k] for k in keys] for row in rows])
    for row, grade in zip(rows, placed, strict=True):
        if grade is not None and row[place].strip().casefold() != _EXCUSED:
            row[place] = _scaled(grade, points)
    kept = [*range(first), place]
    return Book(_csv([[row[i] for i in kept] for row in (head, *rows)]), left)


def moodle_csv(found: Sequence[Grade], worksheet: Path) -> Book:
    """Moodle's offline grading worksheet, filled in; grades are scaled to its maximum.

    Raises:
        UsageError: the file is no such worksheet.
    """
    head, *rows = read_rows(worksheet)
    if not {"Identifier", "Grade", "Last modified (grade)"} <= set(head):
        raise no_export(worksheet, "Moodle's grading worksheet, in English", head)
    places = {name: head.index(name) for name in head}

    def cell(row: Sequence[str], name: str) -> str:
        return row[places[name]] if name in places else ""

    numbers = [re.sub(r"\D", "", cell(row, "Identifier")) for row in rows]
    emails = [cell(row, "Email address") for row in rows]
    placed, left = _placed(found, list(zip(numbers, emails, strict=True)))
    for row, grade in zip(rows, placed, strict=True):
        if grade is not None:
            row[places["Grade"]] = _scaled(grade, cell(row, "Maximum Grade"))
    return Book(_csv([head, *rows]), left)


def _scaled(grade: Grade, points: str) -> str:
    """The grade as two decimals, out of a form's points where it tells them."""
    try:
        most = float(points.replace(",", "."))
    except ValueError:
        most = 0.0
    score = grade.score or 0.0
    return f"{score * most / grade.max_score if most > 0 and grade.max_score else score:.2f}"


def _placed(
    found: Sequence[Grade], rows: Sequence[Sequence[str]]
) -> tuple[list[Grade | None], tuple[Person, ...]]:
    """For each row the grade that goes there, and whose grades go nowhere.

    Platforms number their students independently, so a number may be another's elsewhere: a row
    that fits two students, and a student who fits two rows, are left to a person.

    Args:
        found: everybody's grades; those that are still open go nowhere, and are not missed.
        rows: by what each may be known.
    """
    known = _by_any_id(found)
    fitting = [{known[key] for key in map(folded, row) if key in known} for row in rows]
    fits = Counter(index for row in fitting for index in row)
    sure = [next(iter(row)) if len(row) == 1 else None for row in fitting]
    placed = [None if i is None or fits[i] > 1 else found[i] for i in sure]
    there = {grade.person for grade in placed if grade is not None}
    left = tuple(g.person for g in found if g.score is not None and g.person not in there)
    return [g if g is not None and g.score is not None else None for g in placed], left


def _by_any_id(found: Sequence[Grade]) -> dict[str, int]:
    """By id, else by e-mail, else by what comes before its @, which is often the login.

    A key of two students stands for neither: rather no grade than another's.
    """
    known: dict[str, int] = {}
    for key_of in (_id, _email, _login):
        keys = Counter(key_of(grade.person) for grade in found)
        fresh = {key_of(g.person): i for i, g in enumerate(found) if keys[key_of(g.person)] == 1}
        known = {key: i for key, i in fresh.items() if key} | known
    return known


def _id(person: Person) -> str:
    return folded(person.id)


def _email(person: Person) -> str:
    return folded(person.email)


def _login(person: Person) -> str:
    return _email(person).partition("@")[0]


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _csv(rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(map(_safe, rows))
    return out.getvalue()


def _safe(row: Sequence[str]) -> Iterator[str]:
    """A name that a student chose must not become a formula; numbers stay numbers."""
    for cell in row:
        plain = re.fullmatch(r"-?\d+(\.\d+)?", cell) is not None
        yield f"'{cell}" if cell.startswith(_DANGEROUS) and not plain and cell != "-" else cell
