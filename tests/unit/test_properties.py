"""What checks record: numbers and a few words, by pytest's own word for it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from autograder.course.assignment import Column
from autograder.course.load import load_assignment
from autograder.errors import CourseError
from autograder.judging.properties import Properties, ranks
from autograder.verdict import CheckResult, Outcome, Property, Rank

SETTINGS = """\
title = "Tiny"
points = 1
public_seed = 1
imports = ["numpy"]
{more}
[[exercise]]
number = 1
name = "one"
module = "one"
section = "One"
[exercise.returns]
one = ["out"]
"""
CHECK = '''\
from autograder import expect, number, weight

@number("1.1")
@weight(1)
def test_one(student, record_property):
    """`one` is 1."""
    expect(student.one(), "out").equals(1.0)
    record_property("accuracy", 0.123456)
'''
BOARD = """
[[gradescope.leaderboard]]
name = "Accuracy"
property = "accuracy"
"""


def course(folder: Path, check: str = CHECK, more: str = "") -> Path:
    home = folder / "assignments/tiny"
    home.mkdir(parents=True)
    (home / "assignment.toml").write_text(SETTINGS.format(more=more))
    (home / "test_tiny.py").write_text(check)
    (home / "one.py").write_text("def one():\n    return 1.0\n")
    (folder / "reference/tiny").mkdir(parents=True)
    for name, text in (("one", "def one():\n    return 1.0\n"), ("misconceptions", "")):
        (folder / f"reference/tiny/{name}.py").write_text(text)
    (folder / "reference/tiny/oracle.py").write_text("def one():\n    return 1.0\n")
    return home


def recorded(name: str, value: Any) -> tuple[tuple[str, Property], ...]:
    properties = Properties()
    properties(name, value)
    return properties.recorded()


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (0.123456, 0.1235),
        (np.float32(0.5), 0.5),
        (np.int64(12345), 12340),
        (7, 7),
        (-0.0, 0),
        ("three stars", "three stars"),
    ],
)
def test_a_number_is_kept_to_four_digits_and_words_as_they_are(value: Any, kept: Property) -> None:
    assert recorded("accuracy", value) == (("accuracy", kept),)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 10**400])
def test_a_number_that_is_not_finite_is_not_recorded(value: Any) -> None:
    assert recorded("accuracy", value) == ()


@pytest.mark.parametrize("value", [True, None, [1], np.ones(2), b"x", 1j])
def test_what_is_neither_number_nor_words_is_the_checks_mistake(value: Any) -> None:
    with pytest.raises(TypeError, match="accuracy is a"):
        recorded("accuracy", value)


@pytest.mark.parametrize(("name", "value"), [("two words", 1), ("a", "x" * 41), ("a", "\x1b[31m")])
def test_names_and_words_are_short_and_plain(name: str, value: Any) -> None:
    with pytest.raises(ValueError, match="record_property"):
        recorded(name, value)


def test_only_a_check_that_passed_puts_anything_on_the_leaderboard() -> None:
    def result(outcome: Outcome, value: Property) -> CheckResult:
        return CheckResult("1", "test_a", "A", "a", outcome, 1, properties=(("size", value),))

    columns = [Column("Size", "size", "asc"), Column("Other", "other")]

    found = ranks(columns, [result(Outcome.PASSED, 3), result(Outcome.FAILED, 4)])
    assert found == (Rank("Size", 3, "asc"),)


def test_a_leaderboard_that_nothing_fills_is_a_problem_of_the_course(tmp_path: Path) -> None:
    check = CHECK.replace(", record_property", "").replace("    record_property(", "    print(")

    with pytest.raises(CourseError, match="toml:6: a leaderboard, but no check records anything"):
        load_assignment(course(tmp_path, check, BOARD))


def test_pytest_reports_it_as_its_own(tmp_path: Path) -> None:
    home = course(tmp_path, more=BOARD)

    subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--junitxml=out.xml"],
        cwd=home, check=True, capture_output=True,
    )  # fmt: skip

    found = ET.parse(home / "out.xml").getroot().find(".//testcase/properties/property")
    assert found is not None
    assert found.attrib == {"name": "accuracy", "value": "0.1235"}


@pytest.mark.parametrize("form", ["json", "junit", "gradescope"])
def test_every_report_that_can_tell_it_does(tmp_path: Path, form: str) -> None:
    home = course(tmp_path, more=BOARD)
    command = "from autograder.cli import main; main()"

    done = subprocess.run(
        [sys.executable, "-c", command, "grade", str(home), str(home), "--format", form],
        cwd=tmp_path, check=True, capture_output=True, text=True,
    )  # fmt: skip

    if form == "json":
        assert json.loads(done.stdout)["checks"][0]["properties"] == {"accuracy": 0.1235}
    elif form == "gradescope":
        assert json.loads(done.stdout)["leaderboard"] == [
            {"name": "Accuracy", "value": 0.1235, "order": "desc"}
        ]
    else:
        assert '<property name="accuracy" value="0.1235" />' in done.stdout
