from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from autograder.course.settings import line_of, read_settings
from autograder.errors import CourseError

VALID = """\
title = "Layers"
points = 10          # what the checks sum to
public_seed = 4
imports = ["numpy"]
opaque = ["cache"]

[limits]
call_s = 2.5

[[exercise]]
number = 1
name = "linear"
module = "linear"
section = "Linear"
[exercise.returns]
forward = ["out", "cache"]

[[exercise]]
number = 2
name = "relu"
module = "relu"
section = "ReLU"
[exercise.returns]
relu = ["out"]
"""


def read(folder: Path, text: str) -> tuple[dict[str, Any], list[tuple[int | None, str]]]:
    path = folder / "assignment.toml"
    path.write_text(text, encoding="utf-8")
    settings, problems = read_settings(path)
    assert all(problem.path == path for problem in problems)
    return settings, [(problem.line, problem.message) for problem in problems]


def test_settings_that_were_validated_before_are_not_validated_again(tmp_path: Path) -> None:
    path = tmp_path / "assignment.toml"
    path.write_text("title = 7\n", encoding="utf-8")

    assert read_settings(path, validated=True) == ({"title": 7}, [])


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('format = "html"', 'gradescope.format: "html" is not one of "text", "ansi" or "md"'),
        ("max_submissions = 0", "gradescope.max_submissions: 0 is less than the minimum of 1"),
        ("window_hours = 1", "gradescope: max_submissions is missing"),
        ("time_limit_s = 10", "gradescope.time_limit_s: 10 is less than the minimum of 60"),
    ],
)
def test_what_gradescope_cannot_do_is_a_problem(tmp_path: Path, line: str, message: str) -> None:
    _, problems = read(tmp_path, f"{VALID}\n[gradescope]\n{line}\n")

    assert [text for _, text in problems] == [message]


def test_valid_settings_are_what_toml_says_and_have_no_problems(tmp_path: Path) -> None:
    settings, problems = read(tmp_path, VALID)

    assert problems == []
    assert settings["limits"] == {"call_s": 2.5}
    assert [e["returns"] for e in settings["exercise"]] == [
        {"forward": ["out", "cache"]},
        {"relu": ["out"]},
    ]


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ('title = "Layers"', "title = 7", 1, "title: got 7, want a text in quotation marks"),
        ('title = "Layers"', 'title = ""', 1, "title: "),
        ("points = 10", "points = 0", 2, "points: 0 is less than or equal to the minimum of 0"),
        ("public_seed = 4", "public_seed = -1", 3, "public_seed: -1 is less than the minimum"),
        ('imports = ["numpy"]', 'imports = ["numpy.linalg"]', 4, "imports[0]: "),
        ("call_s = 2.5", "call_s = 0", 8, "limits.call_s: "),
        ("call_s = 2.5", "total_s = 0", 8, "limits.total_s: "),
        (
            "call_s = 2.5",
            "calls = 1",
            8,
            "limits.calls: there is no such key: did you mean call_s?",
        ),
        ("number = 2", "number = 0", 19, "exercise[1].number: "),
        ("number = 2\n", "", 18, "exercise[1]: number is missing"),
        ('name = "relu"', 'name = "ReLU"', 20, "exercise[1].name: "),
        ('relu = ["out"]', "relu = []", 24, "exercise[1].returns.relu: "),
        ('relu = ["out"]', 'relu = "out"', 24, "exercise[1].returns.relu: "),
        ('relu = ["out"]', "", 23, "exercise[1].returns: "),
        ("points = 10", "", None, "points is missing"),
        (
            "points = 10",
            "points = 10\npoint = 10",
            3,
            "point: there is no such key: did you mean points?",
        ),
    ],
)
def test_each_mistake_is_told_with_its_line_and_place(
    tmp_path: Path, old: str, new: str, line: int | None, message: str
) -> None:
    assert old in VALID
    _, problems = read(tmp_path, VALID.replace(old, new, 1))

    assert len(problems) == 1
    assert problems[0][0] == line
    assert problems[0][1].startswith(message)


def test_several_mistakes_are_all_told(tmp_path: Path) -> None:
    text = VALID.replace("points = 10", "points = 0").replace("number = 2", "number = 0")

    assert [line for line, _ in read(tmp_path, text)[1]] == [2, 19]


@pytest.mark.parametrize(
    ("text", "line"),
    [("title = \n", 1), ('title = "a"\npoints = = 3\n', 2), ("a = 1\nb = 2\na = 3\n", 3)],
)
def test_what_is_not_toml_is_told_with_the_parsers_line(
    tmp_path: Path, text: str, line: int
) -> None:
    with pytest.raises(CourseError) as caught:
        read(tmp_path, text)

    (problem,) = caught.value.problems
    assert problem.line == line
    assert problem.message.startswith("not TOML: ")


def test_a_file_that_is_not_utf_8_is_not_toml(tmp_path: Path) -> None:
    (tmp_path / "assignment.toml").write_bytes(b'title = "\xff"\n')

    with pytest.raises(CourseError, match="not TOML"):
        read_settings(tmp_path / "assignment.toml")


def test_a_missing_file_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"assignment\.toml: cannot be read: No such file"):
        read_settings(tmp_path / "assignment.toml")


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        (["title"], 1),
        (["points"], 2),
        (["limits"], 7),
        (["limits", "call_s"], 8),
        (["exercise", 0], 10),
        (["exercise", 0, "returns", "forward"], 16),
        (["exercise", 0, "returns", "forward", 1], 16),
        (["exercise", 1], 18),
        (["exercise", 1, "section"], 22),
        (["exercise", 1, "nothing"], 18),
        (["nothing"], None),
        ([], None),
    ],
)
def test_a_key_is_found_on_the_line_where_people_look(
    keys: list[str | int], line: int | None
) -> None:
    assert line_of(VALID, keys) == line
