"""Hints: three for every exercise, told one after the other, counted, and never a solution."""

from __future__ import annotations

import ast
import json
import re
import shutil
import textwrap
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from desk import ROOT, Run, edit

from autograder.course.handout import read_sections
from autograder.course.hints import load_hints
from autograder.course.load import load_assignment
from autograder.course.markers import solution_regions
from autograder.course.progress import hints_told, read_progress
from autograder.course.submission import open_submission
from autograder.errors import CourseError
from autograder.release.bundle import bundle_files

Golden = Callable[[str, str], None]
NAMES = sorted(path.parent.name for path in (ROOT / "assignments").glob("*/assignment.toml"))


@pytest.mark.parametrize("name", NAMES)
def test_every_exercise_has_three_hints_and_a_section_to_read(name: str) -> None:
    assignment = load_assignment(ROOT / "assignments" / name)
    exercises = [exercise.name for exercise in assignment.exercises]

    hints = load_hints(assignment.folder, exercises)

    assert list(hints) == exercises
    assert all(len({*three}) == 3 for three in hints.values())
    sections = read_sections(assignment.folder)
    assert [e.section for e in assignment.exercises if e.section not in sections] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_hint_holds_a_statement_of_a_solution(name: str) -> None:
    """Not even a short one, with other blanks in it."""
    folder = ROOT / "assignments" / name
    text = re.sub(r"\s", "", (folder / "hints.toml").read_text("utf-8"))
    for path in (ROOT / "reference" / name).glob("*.py"):
        source = path.read_text("utf-8")
        if path.stem in ("oracle", "misconceptions", "figures") or path.stem == "hunt":
            continue
        lines = source.splitlines()
        for region in solution_regions(source):
            body = textwrap.dedent("\n".join(lines[region.begin : region.end - 1]))
            for node in ast.walk(ast.parse(body)):
                if isinstance(node, (ast.Assign, ast.Return, ast.AugAssign)) and node.value:
                    told = re.sub(r"\s", "", ast.unparse(node.value))
                    assert len(told) < 12 or told not in text, f"{path.name}: {told}"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('linear = ["only one hint, which is too few"]', "linear: has 1, want at least 3"),
        ("nobody = 3", "nobody: got 3, want a list in brackets"),
        ('nobody = ["aaaaaaaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbbbbbbbbb", "ccccccccccccccccccccccc"]',
         "nobody is no exercise of this assignment"),
        ("", "has no hints for the exercise linear"),
        ("linear = [", "not TOML"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_hints_is_told_with_file_and_line(
    text: str, words: str, tmp_path: Path
) -> None:
    (tmp_path / "hints.toml").write_text(text)

    with pytest.raises(CourseError) as told:
        load_hints(tmp_path, ["linear"])

    assert words in str(told.value)
    assert "hints.toml" in str(told.value)


def test_each_hint_comes_only_after_the_one_before(layers: Path, run: Run, golden: Golden) -> None:
    told = [run(layers, "hint", "softmax").out for _ in range(4)]

    golden("study-hint.txt", "\n".join(told))
    assert told[3] == told[2]
    assert read_progress(layers).hints == {"softmax": 3}


def test_looking_again_takes_none(layers: Path, run: Run, golden: Golden) -> None:
    nothing = run(layers, "hint", "relu", "--again")
    run(layers, "hint", "relu")
    again = json.loads(run(layers, "hint", "relu", "--again", "--json").out)

    golden("study-hint-again.txt", nothing.err)
    assert (len(again["hints"]), again["left"], again["section"]) == (1, 2, "README.md#relu")
    assert read_progress(layers).hints == {"relu": 1}


def test_an_instructor_can_switch_them_off(layers: Path, run: Run, golden: Golden) -> None:
    edit(layers / "assignment.toml", "points = 100", "hints = false\npoints = 100")

    ran = run(layers, "hint", "relu")

    assert (ran.code, ran.out) == (2, "")
    golden("study-hint-off.txt", ran.err)
    assert "hint" not in run(layers, "check", "leaky_relu").out


def test_without_hints_the_section_to_read_is_told(layers: Path, run: Run) -> None:
    (layers / "hints.toml").unlink()

    ran = run(layers, "hint", "relu")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "backmark: 04_layers has no hints; read README.md#relu\n"


def test_where_no_hint_can_be_remembered_none_is_told(layers: Path, run: Run) -> None:
    (layers / ".backmark").symlink_to("nowhere")

    ran = run(layers, "hint", "relu")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "backmark: cannot make the folder HERE/.backmark: File exists\n"


def test_a_bundle_has_hints_unless_they_are_off(tmp_path: Path) -> None:
    for half in ("assignments", "reference"):
        ignored = shutil.ignore_patterns(".*", "__pycache__")
        shutil.copytree(ROOT / half / "04_layers", tmp_path / half / "04_layers", ignore=ignored)
    folder = tmp_path / "assignments/04_layers"
    assert "hints.toml" in bundle_files(load_assignment(folder))
    edit(folder / "assignment.toml", "points = 100", "hints = false\npoints = 100")

    assert "hints.toml" not in bundle_files(load_assignment(folder))


def test_a_verdict_says_how_many_were_taken(layers: Path, run: Run, golden: Golden) -> None:
    for exercise in ("relu", "relu", "linear"):
        run(layers, "hint", exercise)
    packed = layers.parent / "work.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for path in [*layers.glob("*.py"), layers / ".backmark/state.json"]:
            archive.write(path, path.relative_to(layers))

    for hand_in in (layers, packed):
        told = json.loads(run(layers.parent, "grade", "04_layers", hand_in, "--json").out)

        assert told["hints"] == {"linear": 1, "relu": 2}
        assert "hints taken, as the hand-in itself says: linear 1, relu 2" in told["notes"]


def test_a_state_that_was_tampered_with_says_nothing_and_harms_nothing(layers: Path) -> None:
    plain = open_submission(layers, ["linear"], ["linear_forward"])
    state = layers / ".backmark/state.json"
    state.parent.mkdir()
    for text in ("", "{", "[" * 100_000, '{"format": 1}', '{"format": 9e999}', "null", "x" * 10**6):
        state.write_text(text)

        assert open_submission(layers, ["linear"], ["linear_forward"]) == plain


@pytest.mark.parametrize("count", ["0", "-1", "4", "true", "1e300", "1e999", '"2"', "[1]", "null"])
def test_only_counts_that_make_sense_are_told(count: str) -> None:
    rest = '"format": 1, "checked": "", "checks": {}, "cards": {}'
    text = f'{{{rest}, "hints": {{"relu": {count}}}}}'

    assert hints_told(text.encode()) in ({}, {"relu": 1}, {"relu": 2})
