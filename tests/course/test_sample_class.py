"""The sample class: each hand-in gets the verdict it deserves, and the same one from every side.

`tests/submissions/README.md` says what each hand-in shows. Each is graded once and checked by a
student's pytest once, side by side, since the hand-in that never ends makes both of them wait.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from autograder.course.questions import EXERCISE
from autograder.grade import Request, grade_all
from autograder.report.gradescope import gradescope_results
from autograder.report.words import explain
from autograder.verdict import Outcome, Verdict

ROOT = Path(__file__).parents[2]
CLASS = ROOT / "tests" / "submissions" / "04_layers"
EXPECTED: dict[str, dict[str, Any]] = json.loads((CLASS / "expected.json").read_text("utf-8"))
ACCEPTED = [name for name, expected in EXPECTED.items() if "refused" not in expected]
REFUSED = [name for name, expected in EXPECTED.items() if "refused" in expected]
SLOWEST_FIRST = sorted(EXPECTED, key=lambda name: name != "lena")
EIGHT = ("linear", "relu", "leaky_relu", "elu", "gelu", "sigmoid", "tanh", "softmax")

OPEN = {f"16.{i}": ["not attempted", None] for i in range(1, 17)}
"""What becomes of the questions where there are no answers."""

Graded = dict[str, "Verdict | str"]
SelfChecks = dict[str, "Future[subprocess.CompletedProcess[str]]"]


def _self_check(name: str) -> subprocess.CompletedProcess[str]:
    # Without our own development's plugins, which a student has not: importing them takes longer
    # than the checks.
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    environment.pop("PYTEST_ADDOPTS", None)
    command = [sys.executable, "-m", "pytest", "assignments/04_layers", "-q", "--tb=no"]
    command += ["--submission", str(CLASS / name), "-p", "no:cacheprovider", "-p", "backmark"]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def self_checks() -> Iterator[SelfChecks]:
    """A student's own pytest run of each hand-in, under way in the background."""
    pool = ThreadPoolExecutor(max_workers=2)
    yield {name: pool.submit(_self_check, name) for name in SLOWEST_FIRST}
    pool.shutdown(cancel_futures=True)


@pytest.fixture(scope="module")
def graded(self_checks: SelfChecks) -> Graded:
    """What grading finds in each hand-in: a verdict, or why it cannot be opened."""
    known = [name for name in EXPECTED if "student" in EXPECTED[name]]
    rows = _graded([name for name in SLOWEST_FIRST if name not in known])
    for name in known:
        rows |= _graded([name], EXPECTED[name]["student"])
    return rows


def _graded(names: list[str], *students: str) -> Graded:
    paths = tuple(CLASS / name for name in names)
    rows = grade_all(Request("04_layers", paths, students=students), ROOT)
    return {name: found for name, (_, found) in zip(names, rows, strict=True)}


def _verdict(graded: Graded, name: str) -> Verdict:
    verdict = graded[name]
    assert isinstance(verdict, Verdict), verdict
    return verdict


def test_every_hand_in_is_expected_and_described() -> None:
    described = re.findall(r"^\| `(\S+)` \|", (CLASS.parent / "README.md").read_text("utf-8"), re.M)

    assert {path.name for path in CLASS.iterdir()} == {*EXPECTED, "expected.json"}
    assert described == list(EXPECTED)


@pytest.mark.parametrize("name", ACCEPTED)
def test_a_hand_in_gets_the_verdict_it_deserves(name: str, graded: Graded) -> None:
    verdict = _verdict(graded, name)

    not_passed = {
        check.number: [check.outcome.value, check.diagnosis.name if check.diagnosis else None]
        for check in verdict.checks
        if check.outcome is not Outcome.PASSED
    }

    assert not_passed == EXPECTED[name]["not_passed"] | EXPECTED[name].get("questions", OPEN)
    assert verdict.score == EXPECTED[name]["score"]


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_opened_is_refused_with_a_reason(
    name: str, graded: Graded, tmp_path: Path
) -> None:
    results = tmp_path / "results.json"

    ((_, reason),) = grade_all(Request("04_layers", (CLASS / name,), results), ROOT)

    assert reason == graded[name]
    assert isinstance(reason, str)
    assert EXPECTED[name]["refused"] in reason
    written = json.loads(results.read_text("utf-8"))
    assert (written["score"], written["tests"]) == (0, [])
    assert EXPECTED[name]["refused"] in written["output"]


@pytest.mark.parametrize("name", ACCEPTED)
def test_pytest_grade_and_gradescope_agree_to_the_point(
    name: str, graded: Graded, self_checks: SelfChecks
) -> None:
    verdict = _verdict(graded, name)

    results = gradescope_results(verdict)
    run = self_checks[name].result()
    summary = re.findall(r"public checks (\d+)/(\d+), (\S+)/(\S+) points", run.stdout)
    assert summary, run.stdout[-500:] + run.stderr
    passed, total, points, of = (float(number) for number in summary[-1])
    checks = [check for check in verdict.checks if check.exercise != EXERCISE]

    assert verdict.score == results["score"] == sum(test["score"] for test in results["tests"])
    assert verdict.max_score == 100 == sum(test["max_score"] for test in results["tests"])
    assert (points, of) == (sum(check.score for check in checks), 90)
    assert total == len(checks) == len(verdict.checks) - len(OPEN)
    assert passed == sum(check.outcome is Outcome.PASSED for check in checks)
    assert run.returncode == (0 if points == of else 1)


@pytest.mark.parametrize("name", ACCEPTED)
def test_pytest_says_how_many_questions_are_answered(
    name: str, graded: Graded, self_checks: SelfChecks
) -> None:
    questions = [check for check in _verdict(graded, name).checks if check.exercise == EXERCISE]
    answered = sum(check.outcome is not Outcome.NOT_ATTEMPTED for check in questions)

    said = f"{answered} of 16 questions are answered, for 10 more points"
    assert said in self_checks[name].result().stdout


def test_what_students_are_told_of_their_answers(graded: Graded) -> None:
    dora = {check.number: check for check in _verdict(graded, "dora").checks}

    assert explain(dora["16.3"], public=False) == [
        "this is not the answer",
        "looks like: Transposed: w stands to the right of x, and dw has the shape of w.",
        'hint: read "Linear" in the handout again',
    ]
    assert explain(dora["16.7"], public=False) == [
        "ranges wants for each of a, b, c, d, e one of 1, 2, 3, 4, 5, in quotes"
    ]
    (note,) = (n for n in _verdict(graded, "gita").notes if "answers.toml" in n)
    assert note.startswith("answers.toml is not TOML, so no question is answered")


@pytest.mark.parametrize("name", REFUSED)
def test_pytest_says_why_it_cannot_open_a_hand_in(name: str, self_checks: SelfChecks) -> None:
    run = self_checks[name].result()

    assert run.returncode not in (0, 1)
    assert EXPECTED[name]["refused"] in run.stdout + run.stderr


def test_all_eight_wrong_gradients_fail(graded: Graded) -> None:
    verdict = _verdict(graded, "rosa")

    outcomes = {check.name: check.outcome for check in verdict.checks}
    derivatives = [f"test_{n}_backward_is_the_derivative_of_{n}_forward" for n in EIGHT]
    parities = [f"test_{n}_backward_matches_torch" for n in EIGHT]

    assert {outcomes[name] for name in derivatives + parities} == {Outcome.FAILED}


@pytest.mark.oracle
def test_answers_to_the_public_inputs_are_worth_nothing_under_another_seed(graded: Graded) -> None:
    public = _verdict(graded, "zeno")

    ((_, other),) = grade_all(Request("04_layers", (CLASS / "zeno",), seed=5), ROOT)

    assert isinstance(other, Verdict)
    lost = {check.number for check in other.checks if check.outcome is not Outcome.PASSED}
    lost_in_public = {c.number for c in public.checks if c.outcome is not Outcome.PASSED}
    assert lost == lost_in_public | {"11.1", "13.1"}
