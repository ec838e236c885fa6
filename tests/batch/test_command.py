"""`backmark class` as an instructor runs it: in a process of its own, on a folder of hand-ins."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import small

from autograder.batch.ledger import Ledger
from autograder.judging.build_key import build_key

SOURCES = {"ann": small.RIGHT, "bob": small.WRONG, "cat": small.RIGHT + "# mine\n"}


@pytest.fixture
def course(tmp_path: Path) -> Path:
    course = small.make_course(tmp_path / "course")
    for name, source in SOURCES.items():
        small.hand_in(tmp_path / "in", name, source)
    return course


def run(course: Path, *options: str) -> subprocess.CompletedProcess[str]:
    jobs = () if "--dask" in options else ("--jobs", "1")
    command = [sys.executable, "-m", "autograder.cli", "class", "small", *options, *jobs]
    return subprocess.run(command, cwd=course, capture_output=True, text=True, check=False)


def scores(folder: Path) -> dict[str, str]:
    with (folder / "gradebook.csv").open(newline="") as file:
        return {row["SID"]: row["Total Score"] for row in csv.DictReader(file)}


def test_a_class_becomes_a_ledger_verdicts_and_a_gradebook(course: Path, tmp_path: Path) -> None:
    done = run(course, str(tmp_path / "in"), "-o", "out", "--json")

    counts = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert (counts["submissions"], counts["graded"], counts["failed_to_grade"]) == (3, 3, 0)
    assert counts["mean"] == 2.0
    assert scores(course / "out") == {"ann": "3", "bob": "0", "cat": "3"}
    verdict = json.loads((course / "out/verdicts/bob.json").read_text())
    assert verdict["score"] == 0
    assert "3 of 3" in (course / "out/class.html").read_text("utf-8")
    assert "0 of 3 points" in (course / "out/feedback/bob.html").read_text("utf-8")


def test_a_second_run_grades_nothing_again_and_says_who_moved(course: Path, tmp_path: Path) -> None:
    run(course, str(tmp_path / "in"), "-o", "old")
    small.hand_in(tmp_path / "in", "ann", small.WRONG)
    small.hand_in(tmp_path / "in", "bob", small.RIGHT)

    done = run(course, str(tmp_path / "in"), "-o", "new", "--against", "old/ledger.sqlite")
    again = run(course, str(tmp_path / "in"), "-o", "new")

    assert "moved: ann: 3 to 0 (-1.1 -1.2)" in done.stdout
    assert "moved: bob: 0 to 3 (+1.1 +1.2)" in done.stdout
    assert "(3 known before)" in again.stdout


def test_a_check_that_broke_is_told_and_leaves_the_grade_open(course: Path, tmp_path: Path) -> None:
    small.hand_in(tmp_path / "in", "dan", small.BREAKING)

    done = run(course, str(tmp_path / "in"), "-o", "out")
    counts = json.loads(run(course, str(tmp_path / "in"), "-o", "out", "--json").stdout)

    assert done.returncode == 0, done.stderr
    assert "our own fault: check 1.2 broke on one hand-in: its points are withheld" in done.stdout
    assert (counts["withheld"], counts["broken"]) == (1, {"1.2": 1})
    assert scores(course / "out")["dan"] == ""


@pytest.mark.slow
def test_with_keep_higher_nobodys_grade_falls(course: Path, tmp_path: Path) -> None:
    run(course, str(tmp_path / "in"), "-o", "old")
    small.hand_in(tmp_path / "in", "ann", small.WRONG)

    run(
        course, str(tmp_path / "in"), "-o", "new", "--against", "old/ledger.sqlite", "--keep-higher"
    )

    assert scores(course / "new") == {"ann": "3", "bob": "0", "cat": "3"}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["nowhere", "-o", "out"], "cannot read the class in nowhere"),
        (["{in}", "-o", "out", "--keep-higher"], "--keep-higher needs --against"),
        (["{in}", "-o", "out", "--against", "none.sqlite"], "no ledger none.sqlite"),
        (["{in}", "-o", "out", "--canvas", "none.csv"], "cannot read none.csv"),
        (["{in}", "-o", "course.toml/x"], "cannot make the folder"),
        (["{in}", "-o", "{in}/out"], "lies within the class"),
        (["{in}", "-o", "out", "--dask", "local:0"], "cannot reach a scheduler at local:0"),
        (["{in}", "-o", "out", "--dask", "nowhere.json"], "no such file"),
        (["{in}", "-o", "out", "--dask", "local:2", "--jobs", "2"], "--jobs is for this machine"),
    ],
)
def test_wrong_usage_is_told_and_costs_nothing(
    course: Path, tmp_path: Path, options: list[str], said: str
) -> None:
    (course / "course.toml").write_text("")

    done = run(course, *(option.format(**{"in": tmp_path / "in"}) for option in options))

    assert done.returncode == 2, done.stderr
    assert said in done.stderr
    assert not (course / "out").exists()


def test_a_key_of_another_seed_is_refused_before_anything_is_graded(
    course: Path, tmp_path: Path
) -> None:
    assignment, setup = small.set_up(tmp_path / "other")
    build_key(assignment, setup.seed).save(tmp_path / "other.key")

    done = run(
        course,
        str(tmp_path / "in"),
        "-o",
        "out",
        "--seed",
        "2",
        "--key",
        str(tmp_path / "other.key"),
    )

    assert done.returncode == 2, done.stderr
    assert "--key: the answer key is for small, seed 1; want small, seed 2" in done.stderr
    assert not (course / "out").exists()


WITHOUT = """\
import sys
sys.modules.update(dict.fromkeys(sys.argv.pop(1).split(",")))
from autograder.cli import main
main()
"""


@pytest.mark.parametrize(
    ("missing", "options", "extra"),
    [
        ("jinja2", [], "'.[class]'"),
        ("yaml", [], "'.[class]'"),
        ("distributed", ["--dask", "local:2"], "'.[class,cluster]'"),
    ],
)
def test_an_extra_that_is_missing_is_named(
    course: Path, tmp_path: Path, missing: str, options: list[str], extra: str
) -> None:
    small.hand_in(tmp_path / "in", "submission_1", small.RIGHT)
    (tmp_path / "in/submission_metadata.yml").write_text("submission_1:\n")
    command = [sys.executable, "-c", WITHOUT, missing, "class", "small", str(tmp_path / "in")]

    done = subprocess.run(
        [*command, "-o", "out", *options], cwd=course, capture_output=True, text=True, check=False
    )

    assert done.returncode == 2, done.stderr
    assert f"next: in Backmark's repository: python -m pip install {extra}" in done.stderr


def test_two_runs_at_once_do_not_share_a_ledger(course: Path, tmp_path: Path) -> None:
    (course / "out").mkdir()
    with Ledger(course / "out/ledger.sqlite"):
        done = run(course, str(tmp_path / "in"), "-o", "out")

    assert done.returncode == 2
    assert "another run has it open" in done.stderr


def test_the_ledger_that_is_written_is_none_to_compare_with(course: Path, tmp_path: Path) -> None:
    done = run(course, str(tmp_path / "in"), "-o", "out", "--against", "out/../out/ledger.sqlite")

    assert done.returncode == 2
    assert "is the ledger that this run writes" in done.stderr


@pytest.mark.slow
def test_interrupted_it_says_how_to_go_on_and_goes_on(course: Path, tmp_path: Path) -> None:
    for i in range(12):
        small.hand_in(tmp_path / "slow", f"s{i:02}", small.SLOW + f"# {i}\n")
    command = [
        sys.executable, "-m", "autograder.cli", "class", "small", str(tmp_path / "slow"),
        "-o", "out", "--jobs", "1",
    ]  # fmt: skip
    started = subprocess.Popen(command, cwd=course, stderr=subprocess.PIPE, text=True)
    ledger = course / "out" / "ledger.sqlite"
    deadline = time.monotonic() + 20
    while not ledger.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(1.5)
    os.kill(started.pid, signal.SIGINT)
    _, errors = started.communicate(timeout=30)

    done = run(course, str(tmp_path / "slow"), "-o", "out")

    assert started.returncode == 130
    assert "the same command goes on" in errors
    assert done.returncode == 0, done.stderr
    assert set(scores(course / "out").values()) == {"3"}
