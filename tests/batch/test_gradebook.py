"""Grades reach the gradebook under the right names, and read back as its importer reads them."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from autograder.batch.gradebook import canvas_csv, grades, gradescope_csv, moodle_csv
from autograder.batch.hand_in import HandIn, Person
from autograder.batch.ledger import Entry
from autograder.errors import UsageError

CANVAS = """\
Student,ID,SIS Login ID,Section,HW 1 (77),Quiz (78),Current Score
    Points Possible,,,,100,5,(read only)
"Lee, Ann",41,ann,A,3,4,50
"Ray, Bob",42,bob@x.org,A,,,
"Fox, Cat",43,cat,A,7,,
"""
MOODLE = """\
Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Last modified (grade)"
Participant 501,"Ann Lee",ann@x.org,Submitted,-,10.00,-
Participant 502,"Bob Ray",bob@x.org,Submitted,-,10.00,-
Participant 503,"Cat Fox",cat@x.org,Submitted,5.00,10.00,-
"""


def verdict(score: float, withheld: float = 0) -> dict[str, Any]:
    checks = [
        {"exercise": "linear", "score": score / 2, "max_score": 50},
        {"exercise": "relu", "score": None if withheld else score / 2, "max_score": 50},
    ]
    return {"score": score, "max_score": 100, "withheld": withheld, "checks": checks}


def entry(name: str, data: dict[str, Any] | None, *people: Person) -> Entry:
    return Entry(HandIn(name, people, Path(name), "2026-01-02T03:04:05"), "job", (), data)


ANN = Person("41", "Ann Lee", "ann@x.org")
BOB = Person("42", "Bob Ray", "bob@x.org")
CAT = Person("43", "Cat Fox", "cat@x.org")
CLASS = [
    entry("s1", verdict(80), ANN, BOB),
    entry("s2", verdict(90), BOB),
    entry("s3", verdict(20, withheld=50), CAT),
]


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_everybody_in_a_group_has_its_grade_and_the_best_hand_in_counts() -> None:
    assert [(g.person.id, g.score, g.hand_in) for g in grades(CLASS)] == [
        ("41", 80, "s1"),
        ("42", 90, "s2"),
        ("43", None, "s3"),
    ]


def test_gradescopes_columns_are_found_by_name() -> None:
    ann, _, cat = table(gradescope_csv(grades(CLASS)))

    assert (ann["Name"], ann["SID"], ann["Total Score"], ann["Max Points"]) == (
        "Ann Lee",
        "41",
        "80",
        "100",
    )
    assert (ann["Status"], ann["1: linear (50.0 pts)"], ann["2: relu (50.0 pts)"]) == (
        "Graded",
        "40",
        "40",
    )
    assert (cat["Status"], cat["Total Score"]) == ("Ungraded", "")


def test_canvas_export_is_filled_in_by_id_and_keeps_who_has_no_grade(tmp_path: Path) -> None:
    (tmp_path / "canvas.csv").write_text(CANVAS)

    text = canvas_csv(grades(CLASS), tmp_path / "canvas.csv", "HW 1")

    rows = table(text)
    assert list(rows[0]) == ["Student", "ID", "SIS Login ID", "Section", "HW 1 (77)"]
    assert [row["HW 1 (77)"] for row in rows] == ["100", "80.00", "90.00", "7"]


def test_moodles_worksheet_is_filled_in_by_e_mail_and_scaled_to_its_maximum(tmp_path: Path) -> None:
    (tmp_path / "moodle.csv").write_text(MOODLE)

    rows = table(moodle_csv(grades(CLASS), tmp_path / "moodle.csv"))

    assert [row["Grade"] for row in rows] == ["8.00", "9.00", "5.00"]
    assert rows[0]["Identifier"] == "Participant 501"


def test_a_key_of_two_students_gives_neither_the_others_grade(tmp_path: Path) -> None:
    (tmp_path / "canvas.csv").write_text(CANVAS)
    twins = [
        entry("s1", verdict(80), Person("1", "Ann", "ann@x.org")),
        entry("s2", verdict(10), Person("2", "Ann", "ann@y.org")),
    ]

    rows = table(canvas_csv(grades(twins), tmp_path / "canvas.csv", "HW 1 (77)"))

    assert rows[1]["HW 1 (77)"] == "3"


def test_a_name_that_is_a_formula_stays_text() -> None:
    (row,) = table(gradescope_csv(grades([entry("s", verdict(1), Person("7", "=HYPERLINK(1)"))])))

    assert row["Name"] == "'=HYPERLINK(1)"


@pytest.mark.parametrize(
    ("content", "column", "said"),
    [
        ("a,b\n1,2\n", "HW 1", "want: Canvas' gradebook export"),
        (CANVAS, "HW 2", "has no column 'HW 2'; there are: HW 1"),
        ("", "HW 1", "got: an empty file"),
        ("\0" * 200_000, "HW 1", "got: .*\n  want: CSV in UTF-8"),
    ],
)
def test_what_is_no_export_is_refused(tmp_path: Path, content: str, column: str, said: str) -> None:
    (tmp_path / "file.csv").write_text(content)

    with pytest.raises(UsageError, match=said):
        canvas_csv([], tmp_path / "file.csv", column)
    with pytest.raises(UsageError):
        moodle_csv([], tmp_path / "file.csv")
