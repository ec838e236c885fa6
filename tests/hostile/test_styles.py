"""Correct hand-ins of every style that the allow-list permits earn everything, in the jail too."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.course.assignment import Assignment
from autograder.course.load import load_assignment
from autograder.course.submission import open_submission
from autograder.judging.answer_key import AnswerKey
from autograder.judging.build_key import build_key
from autograder.judging.judge import Judge
from autograder.judging.seeds import Seed
from autograder.report.words import explain
from autograder.sandbox.supervisor import open_transport
from autograder.sandbox.transport import Transport

HERE = Path(__file__).parent
STYLES = sorted((HERE / "styles").glob("*.py"))
SEED = Seed(b"a secret")


@pytest.fixture(scope="module")
def course() -> tuple[Assignment, AnswerKey]:
    assignment = load_assignment(HERE / "course" / "assignments" / "00_target")
    return assignment, build_key(assignment, SEED)


@pytest.fixture(scope="module", params=["forked", "worker"])
def transport(
    request: pytest.FixtureRequest, course: tuple[Assignment, AnswerKey]
) -> Iterator[Transport]:
    if sys.platform != "linux":
        pytest.skip("the jail is for Linux")
    opened = open_transport(request.param, course[0].limits)
    yield opened
    opened.close()


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.stem)
def test_a_correct_hand_in_earns_everything(
    path: Path, course: tuple[Assignment, AnswerKey], transport: Transport, tmp_path: Path
) -> None:
    assignment, key = course
    (tmp_path / "target.py").write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    submission = open_submission(tmp_path, assignment.modules, assignment.functions)

    verdict = Judge(assignment, submission, seed=SEED, key=key, transport=transport).verdict()

    told = [line for check in verdict.checks for line in explain(check, public=True)]
    assert told == []
    assert verdict.score == verdict.max_score
