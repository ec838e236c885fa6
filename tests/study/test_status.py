"""`backmark status`: the course at a glance, by what the last checks found."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from desk import Run, solve, unpack

from autograder.study.show import in_words

Golden = Callable[[str, str], None]


@pytest.fixture
def course(layers: Path) -> Path:
    """Two assignments side by side: one begun, one not."""
    unpack("01_gradients", layers.parent)
    return layers.parent


def test_nothing_was_checked_yet(course: Path, run: Run, golden: Golden) -> None:
    golden("study-status-never.txt", run(course, "status").out)


def test_what_the_last_checks_found_is_told(course: Path, run: Run, golden: Golden) -> None:
    run(course / "04_layers", "check")
    run(course / "04_layers", "hint", "elu")

    golden("study-status.txt", run(course, "status").out)


@pytest.mark.parametrize("inside", [".", "04_layers", "01_gradients/figures"])
def test_the_whole_course_is_seen_from_any_of_its_folders(
    inside: str, course: Path, run: Run
) -> None:
    found = json.loads(run(course / inside, "status", "--json").out)

    assert [row["name"] for row in found] == ["01_gradients", "04_layers"]


@pytest.mark.slow
def test_run_checks_everything_now(course: Path, run: Run) -> None:
    solve(course / "01_gradients", "calculus", "differences")

    rows = {row["name"]: row for row in json.loads(run(course, "status", "--run", "--json").out)}

    assert (rows["01_gradients"]["done"], rows["01_gradients"]["next"]) == (13, "")
    assert rows["01_gradients"]["score"] == rows["01_gradients"]["points"] == 90
    assert (rows["04_layers"]["done"], rows["04_layers"]["next"]) == (2, "leaky_relu")


def test_one_exercise_checked_leaves_what_is_known_of_others(course: Path, run: Run) -> None:
    run(course / "04_layers", "check", "linear")
    run(course / "04_layers", "check", "relu")

    row = json.loads(run(course / "04_layers", "status", "--json").out)[1]

    assert (row["done"], row["score"]) == (2, 19)


@pytest.mark.parametrize(("options", "done"), [((), 1), (("--whole-file",), 0)])
def test_what_was_reset_is_done_no_more(
    options: tuple[str, ...], done: int, course: Path, run: Run
) -> None:
    folder = course / "04_layers"
    solve(folder, "activations")
    run(folder, "check", "relu", "leaky_relu")
    before = json.loads(run(folder, "status", "--json").out)[1]

    run(folder, "reset", "relu", *options)

    row = json.loads(run(folder, "status", "--json").out)[1]
    assert (before["done"], row["done"]) == (2, done)
    assert row["score"] < before["score"]


@pytest.mark.parametrize(("name", "text"), [("damaged", "{"), ("large", "x" * (257 << 10))])
def test_a_damaged_state_names_the_file_and_the_way_out(
    name: str, text: str, course: Path, run: Run, golden: Golden
) -> None:
    folder = course / "04_layers/.backmark"
    folder.mkdir()
    (folder / "state.json").write_text(text)

    ran = run(course, "status")

    assert (ran.code, ran.out) == (2, "")
    golden(f"study-status-{name}.txt", ran.err.replace(str(course), "COURSE"))


def test_where_there_is_nothing_the_next_step_is_told(
    tmp_path: Path, run: Run, golden: Golden
) -> None:
    golden("study-status-nowhere.txt", run(tmp_path, "status").err)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(-5, "less than a minute"), (59, "less than a minute"), (60, "1 minute"), (7200, "2 hours"),
     (86_400 * 3 + 5, "3 days")],
)  # fmt: skip
def test_times_are_told_as_people_do(seconds: int, words: str) -> None:
    assert in_words(timedelta(seconds=seconds)) == words
    assert datetime.now(timezone.utc).tzinfo is not None
