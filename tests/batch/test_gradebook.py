"""Grades reach the gradebook under the right names, and read back as its importer reads them."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from autograder.batch.gradebook import Book, canvas_csv, grades, gradescope_csv, moodle_csv
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


def table(book: Book) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(book.text)))


def test_everybody_in_a_group_has_its_grade_and_the_best_hand_in_counts() -> None:
    assert [(g.person.id, g.score, g.hand_in) for g in grades(CLASS)] == [
        ("41", 80, "s1"),
        ("42", 90, "s2"),
        ("43", None, "s3"),
    ]


def test_a_hand_in_that_was_graded_counts_before_one_that_was_not() -> None:
    both = [entry("s1", None, ANN), entry("s2", verdict(0), ANN)]

    assert [[g.score for g in grades(order)] for order in (both, both[::-1])] == [[0], [0]]


def test_while_withheld_points_could_make_another_hand_in_the_best_there_is_no_grade() -> None:
    (could,) = grades([entry("s1", verdict(60), ANN), entry("s2", verdict(20, withheld=50), ANN)])
    (cannot,) = grades([entry("s1", verdict(80), ANN), entry("s2", verdict(20, withheld=50), ANN)])

    assert (could.score, cannot.score) == (None, 80)


def test_two_students_with_the_same_number_stay_two() -> None:
    twins = [
        entry("s1", verdict(80), Person("none", "Ann", "ann@x.org")),
        entry("s2", verdict(10), Person("none", "Bob", "bob@x.org")),
    ]

    assert [(g.person.name, g.score) for g in grades(twins)] == [("Ann", 80), ("Bob", 10)]


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

    rows = table(canvas_csv(grades(CLASS), tmp_path / "canvas.csv", "HW 1"))

    assert list(rows[0]) == ["Student", "ID", "SIS Login ID", "Section", "HW 1 (77)"]
    assert [row["HW 1 (77)"] for row in rows] == ["100", "80.00", "90.00", "7"]


def test_canvas_column_is_scaled_to_its_points(tmp_path: Path) -> None:
    (tmp_path / "canvas.csv").write_text(CANVAS)

    rows = table(canvas_csv(grades(CLASS), tmp_path / "canvas.csv", "Quiz"))

    assert [row["Quiz (78)"] for row in rows] == ["5", "4.00", "4.50", ""]


def test_whom_the_instructor_excused_on_canvas_stays_excused(tmp_path: Path) -> None:
    (tmp_path / "canvas.csv").write_text(CANVAS.replace("bob@x.org,A,,", "bob@x.org,A,EX,"))

    book = canvas_csv(grades(CLASS), tmp_path / "canvas.csv", "HW 1")

    assert [row["HW 1 (77)"] for row in table(book)] == ["100", "80.00", "EX", "7"]
    assert book.left == ()


def test_a_title_that_two_columns_of_canvas_have_is_refused(tmp_path: Path) -> None:
    (tmp_path / "canvas.csv").write_text(CANVAS.replace("Quiz (78)", "HW 1 (78)"))

    with pytest.raises(UsageError, match=r"several columns 'HW 1'; there are: HW 1 \(77\), HW 1"):
        canvas_csv(grades(CLASS), tmp_path / "canvas.csv", "HW 1")

    rows = table(canvas_csv(grades(CLASS), tmp_path / "canvas.csv", "HW 1 (78)"))
    assert rows[1]["HW 1 (78)"] == "4.00"


def test_a_student_is_found_whatever_the_case_and_however_an_accent_is_written(
    tmp_path: Path,
) -> None:
    (tmp_path / "canvas.csv").write_text(CANVAS.replace(",bob@x.org,", ",Ren\u00e9@X.org,"))
    rene = [entry("s1", verdict(80), Person("RENE\u0301@x.org"))]

    book = canvas_csv(grades(rene), tmp_path / "canvas.csv", "HW 1")

    assert (table(book)[2]["HW 1 (77)"], book.left) == ("80.00", ())


def test_a_grade_that_fits_no_row_or_two_is_told_and_goes_nowhere(tmp_path: Path) -> None:
    (tmp_path / "canvas.csv").write_text(CANVAS)
    both = Person("41", "Bob Ray", "bob@x.org")  # 41 is Ann's number there, the address Bob's
    none = Person("99", "Dan Doe", "dan@x.org")
    found = grades([entry("s1", verdict(80), both), entry("s2", verdict(70), none)])

    book = canvas_csv(found, tmp_path / "canvas.csv", "HW 1")

    assert [row["HW 1 (77)"] for row in table(book)] == ["100", "3", "", "7"]
    assert book.left == (both, none)


def test_a_worksheet_that_an_editor_changed_is_filled_in_all_the_same(tmp_path: Path) -> None:
    head, first, second, third = MOODLE.splitlines()
    changed = [head, "", first.replace("10.00", "-"), second.removesuffix(",-"), third, ""]
    (tmp_path / "moodle.csv").write_text("\r\n".join(changed) + "\r\n\r\n")

    rows = table(moodle_csv(grades(CLASS), tmp_path / "moodle.csv"))

    assert [row["Grade"] for row in rows] == ["80.00", "9.00", "5.00"]


def test_moodles_columns_may_come_in_any_order(tmp_path: Path) -> None:
    (tmp_path / "moodle.csv").write_text(
        '"Email address",Identifier,Grade,"Last modified (grade)"\nann@x.org,Participant 501,-,-\n'
    )

    (row,) = table(moodle_csv(grades(CLASS), tmp_path / "moodle.csv"))

    assert row["Grade"] == "80.00"


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
        (CANVAS, "ID", "has no column 'ID'; there are: HW 1"),
        ("\n\n", "HW 1", "got: an empty file"),
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
