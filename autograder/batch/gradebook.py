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

from autograder.batch.hand_in import Person
from autograder.batch.ledger import Entry
from autograder.errors import UsageError, explain
from autograder.text import clean

GRADED: Final = "Graded"
UNGRADED: Final = "Ungraded"
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


def grades(entries: Iterable[Entry]) -> list[Grade]:
    """Everybody's grades; of several hand-ins of one student the best."""
    best: dict[str, Grade] = {}
    for entry in entries:
        for person in entry.hand_in.people:
            grade = _grade(entry, person)
            before = best.get(person.id)
            if before is None or (grade.score or 0) > (before.score or 0):
                best[person.id] = grade
    return sorted(best.values(), key=lambda g: (g.person.name.casefold(), g.person.id))


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


def gradescope_csv(found: Sequence[Grade]) -> str:
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
    return _csv([head, *rows])


def canvas_csv(found: Sequence[Grade], export: Path, column: str) -> str:
    """Canvas' gradebook export with one assignment's column filled in.

    Args:
        found: everybody's grades.
        export: what Canvas exported.
        column: the assignment's title, or its whole heading with the number: "HW 1 (12345)".

    Raises:
        UsageError: the file is no such export, or has no such column.
    """
    rows = _rows(export)
    head = rows[0]
    if not {"Student", "ID"} <= set(head) or "Section" not in head:
        raise _no_export(export, "Canvas' gradebook export (Grades, Export)", head)
    titles = {re.sub(r"\s\(\d+\)$", "", h): i for i, h in enumerate(head)}
    place = titles.get(column, head.index(column) if column in head else -1)
    if place < 0:
        shown = ", ".join(h for h in head[head.index("Section") + 1 :][:6])
        raise UsageError(f"{export} has no column {column!r}; there are: {shown or 'none'}")
    keys = [head.index(k) for k in ("ID", "SIS User ID", "SIS Login ID") if k in head]
    kept = [i for i, _ in enumerate(head) if i <= head.index("Section") or i == place]
    known = _by_any_id(found)
    for row in rows[1:]:
        grade = next((known[row[k]] for k in keys if k < len(row) and row[k] in known), None)
        if grade is not None and grade.score is not None:
            row[place] = f"{grade.score:.2f}"
    return _csv([[row[i] for i in kept] for row in rows if len(row) > max(kept)])


def moodle_csv(found: Sequence[Grade], worksheet: Path) -> str:
    """Moodle's offline grading worksheet, filled in; grades are scaled to its maximum.

    Raises:
        UsageError: the file is no such worksheet.
    """
    rows = _rows(worksheet)
    head = rows[0]
    if not {"Identifier", "Grade", "Last modified (grade)"} <= set(head):
        raise _no_export(worksheet, "Moodle's grading worksheet, in English", head)
    who, place = head.index("Identifier"), head.index("Grade")
    most = head.index("Maximum Grade") if "Maximum Grade" in head else None
    email = head.index("Email address") if "Email address" in head else None
    known = _by_any_id(found)
    for row in rows[1:]:
        number = re.sub(r"\D", "", row[who])
        grade = known.get(number) or (known.get(row[email].casefold()) if email else None)
        if grade is not None and grade.score is not None and grade.max_score:
            share = grade.score / grade.max_score
            top = float(row[most].replace(",", ".")) if most is not None else grade.max_score
            row[place] = f"{share * top:.2f}"
    return _csv(rows)


def _by_any_id(found: Sequence[Grade]) -> dict[str, Grade]:
    """By id, else by e-mail, else by what comes before its @, which is often the login.

    A key of two students stands for neither: rather no grade than another's.
    """
    known: dict[str, Grade] = {}
    for key_of in (_id, _email, _login):
        keys = Counter(key_of(grade.person) for grade in found)
        fresh = {key_of(g.person): g for g in found if keys[key_of(g.person)] == 1}
        known = {key: g for key, g in fresh.items() if key} | known
    return known


def _id(person: Person) -> str:
    return person.id


def _email(person: Person) -> str:
    return person.email.casefold()


def _login(person: Person) -> str:
    return _email(person).partition("@")[0]


def _rows(path: Path) -> list[list[str]]:
    want = "CSV in UTF-8, as the platform exports it"
    try:
        text = path.read_text(encoding="utf-8-sig")
        semicolons = text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",")
        rows = list(csv.reader(io.StringIO(text), delimiter=";" if semicolons else ","))
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise _unfit(path, str(error), want) from error
    if not rows:
        raise _unfit(path, "an empty file", want)
    return rows


def _no_export(path: Path, want: str, head: list[str]) -> UsageError:
    return _unfit(path, f"the columns {clean(', '.join(head[:5]))}", want)


def _unfit(path: Path, got: str, want: str) -> UsageError:
    step = "export it again, and do not change the first line"
    return UsageError(explain(f"cannot fill in {path}", got=got, want=want, step=step))


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
