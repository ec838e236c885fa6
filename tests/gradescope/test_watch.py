from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from autograder.gradescope.folders import Folders
from autograder.gradescope.watch import run, time_allowed
from autograder.report.gradescope import gradescope_results, write_results
from autograder.verdict import CheckResult, Outcome, Verdict

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="the container is Linux"),
    # pytest-xdist's workers have a thread; what is forked here needs none of its locks.
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]


def check(number: str, outcome: Outcome = Outcome.PASSED) -> CheckResult:
    return CheckResult(number, f"test_{number}", "`f` is right.", "f", outcome, 2)


ONE_OF_TWO = gradescope_results(
    Verdict("tiny", "Tiny", "ada", (check("1.1"),), public=False, seed="s"), waiting=[check("2.1")]
)
BOTH = gradescope_results(
    Verdict("tiny", "Tiny", "ada", (check("1.1"), check("2.1")), public=False, seed="s")
)


def ran(root: Path, grading: Any, *, allowed_s: float = 30) -> dict[str, Any]:
    folders = Folders.below(root)
    run(folders, grading, allowed_s)
    assert [path.name for path in folders.results.iterdir()] == ["results.json"]
    results: dict[str, Any] = json.loads(folders.results_json.read_text())
    return results


def gone(group: int) -> bool:
    """Whether a process group ends within a few seconds: those killed must still be reaped."""
    for _ in range(500):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.01)
    return False


def test_there_are_zeros_with_a_reason_before_anything_is_graded(tmp_path: Path) -> None:
    def look(folders: Folders) -> None:
        (tmp_path / "seen").write_text(folders.results_json.read_text())

    ran(tmp_path, look)

    seen = json.loads((tmp_path / "seen").read_text())
    assert (seen["score"], seen["tests"]) == (0, [])
    assert seen["output"].startswith("The autograder started and did not finish")


def test_what_the_grading_wrote_is_left_as_it_is(tmp_path: Path) -> None:
    assert ran(tmp_path, lambda f: write_results(f.results_json, BOTH)) == BOTH


def test_when_time_is_up_what_was_earned_counts(tmp_path: Path) -> None:
    def slow(folders: Folders) -> None:
        write_results(folders.results_json, ONE_OF_TWO)
        (folders.results / ".results.json.half").write_text("{")
        time.sleep(60)

    results = ran(tmp_path, slow, allowed_s=0.5)

    assert results["score"] == 2
    assert [test["score"] for test in results["tests"]] == [2, 0]
    assert results["tests"][1]["output"] == "not run yet"
    assert results["extra_data"]["time_is_up"] is True
    assert results["output"].startswith("Time was up after 0 s, before every check had run.\n")


def test_a_grading_that_is_done_may_end_late(tmp_path: Path) -> None:
    def dawdle(folders: Folders) -> None:
        write_results(folders.results_json, BOTH)
        time.sleep(60)

    assert ran(tmp_path, dawdle, allowed_s=0.5) == BOTH


def test_nothing_of_a_grading_is_left_when_time_is_up(tmp_path: Path) -> None:
    def start_another(folders: Folders) -> None:
        if os.fork() == 0:
            time.sleep(60)
            os._exit(0)
        (tmp_path / "group").write_text(str(os.getpgid(0)))
        time.sleep(60)

    ran(tmp_path, start_another, allowed_s=0.5)

    group = int((tmp_path / "group").read_text())
    assert gone(group)


def test_time_that_ran_out_before_the_first_check_is_our_fault(tmp_path: Path) -> None:
    results = ran(tmp_path, lambda _: time.sleep(60), allowed_s=0.2)

    assert "score" not in results
    assert "did not come to the first check" in results["extra_data"]["grader_error"]


@pytest.mark.parametrize(
    ("end", "status"),
    [
        (lambda: os.kill(os.getpid(), signal.SIGKILL), "-9"),
        (lambda: os.kill(os.getpid(), signal.SIGTERM), "-15"),
        (lambda: os._exit(7), "7"),
        (lambda: 1 / 0, "3"),
    ],
)
def test_a_grading_that_dies_is_our_fault_and_keeps_what_was_earned(
    tmp_path: Path, end: Any, status: str
) -> None:
    def die(folders: Folders) -> None:
        write_results(folders.results_json, ONE_OF_TWO)
        end()

    results = ran(tmp_path, die)

    assert results["score"] == 2
    assert "score" not in results["tests"][1]
    assert results["extra_data"]["withheld"] == 2
    expected = f"the grading process ended with status {status}"
    assert results["extra_data"]["grader_error"] == expected
    assert results["output"].startswith("Grader error: ")


@pytest.mark.parametrize(("limit", "allowed"), [(600, 570), (1200, 1170), (40, 20), (10, 5)])
def test_a_run_ends_thirty_seconds_before_the_platforms_limit(limit: float, allowed: float) -> None:
    assert time_allowed(limit) == allowed
