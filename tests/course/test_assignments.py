"""The standard of every assignment: right work earns all, every wrong solution is named."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from sheets import with_right_sheet

from autograder.course.assignment import Assignment
from autograder.course.load import load_assignment
from autograder.course.submission import open_submission
from autograder.judging.answer_key import AnswerKey, load_key
from autograder.judging.build_key import run_misconceptions, run_reference
from autograder.judging.diagnosis import agrees, diagnose, evidence_of, same
from autograder.judging.judge import Judge
from autograder.judging.oracle import Oracle, live_oracle
from autograder.judging.seeds import Seed
from autograder.release.assignment import release_assignments
from autograder.report.words import explain
from autograder.sandbox.supervisor import open_transport
from autograder.sandbox.transport import Transport
from autograder.verdict import CheckResult, Outcome, Verdict

ROOT = Path(__file__).parents[2]
NAMES = sorted(p.parent.name for p in ROOT.glob("assignments/*/assignment.toml"))


@cache
def assignment_named(name: str) -> Assignment:
    return load_assignment(ROOT / "assignments" / name)


@cache
def key_of(name: str) -> AnswerKey:
    return load_key(assignment_named(name).public_key)


@cache
def evidence_for(name: str) -> dict[str, tuple[CheckResult, ...]]:
    """What every misconception shows on the checks of its exercise, run afresh."""
    assignment = assignment_named(name)
    seed = Seed.of_number(assignment.public_seed)
    return run_misconceptions(assignment, seed, Oracle(key_of(name).answers))


# One worker for all of an assignment's tests: its evidence takes seconds to make.
@pytest.fixture(
    params=[pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in NAMES],
    scope="module",
)
def name(request: pytest.FixtureRequest) -> str:
    chosen: str = request.param
    return chosen


@pytest.fixture
def assignment(name: str) -> Assignment:
    return assignment_named(name)


@pytest.fixture
def key(name: str) -> AnswerKey:
    return key_of(name)


@pytest.fixture
def evidence(name: str) -> dict[str, tuple[CheckResult, ...]]:
    return evidence_for(name)


@pytest.fixture(params=["in-process", "worker", "forked"])
def transport(request: pytest.FixtureRequest, assignment: Assignment) -> Iterator[Transport]:
    transport = open_transport(request.param, assignment.limits)
    yield transport
    transport.close()


def grade(
    path: Path, assignment: Assignment, transport: Transport, *, all_answered: bool = False
) -> Verdict:
    submission = open_submission(path, assignment.modules, assignment.functions)
    if all_answered:
        submission = with_right_sheet(submission, assignment)
    seed = Seed.of_number(assignment.public_seed)
    key = key_of(assignment.name)
    return Judge(assignment, submission, seed=seed, key=key, transport=transport).verdict()


def test_checks_and_questions_are_worth_100_points(assignment: Assignment) -> None:
    graded = [*assignment.checks, *assignment.questions]

    assert sum(one.points for one in graded) == assignment.points == 100


def test_the_reference_earns_everything_in_every_transport(
    assignment: Assignment, transport: Transport
) -> None:
    assert assignment.reference is not None

    verdict = grade(assignment.reference, assignment, transport, all_answered=True)

    assert [c.name for c in verdict.checks if c.outcome is not Outcome.PASSED or c.notes] == []
    assert verdict.score == 100


def test_the_untouched_stub_earns_nothing_and_nothing_crashes(
    assignment: Assignment, transport: Transport
) -> None:
    verdict = grade(assignment.folder, assignment, transport)

    assert verdict.score == 0
    assert {check.outcome for check in verdict.checks} == {Outcome.NOT_ATTEMPTED}


def test_every_misconception_is_caught(evidence: dict[str, tuple[CheckResult, ...]]) -> None:
    assert evidence
    assert [n for n, results in evidence.items() if all(r.score for r in results)] == []
    assert [n for n, results in evidence.items() for r in results if _broken(r)] == []


def _broken(result: CheckResult) -> bool:
    return result.outcome is Outcome.BROKEN


def test_every_misconception_is_named_as_itself_and_nothing_else(
    assignment: Assignment, evidence: dict[str, tuple[CheckResult, ...]], key: AnswerKey
) -> None:
    misnamed = {}
    for misconception in assignment.misconceptions:
        known = [m for m in key.misconceptions if m.exercise == misconception.exercise]
        named = {
            (r.diagnosis.name, r.diagnosis.certain) if r.diagnosis else None
            for r in diagnose(evidence[misconception.name], known)
            if r.outcome not in (Outcome.PASSED, Outcome.BLOCKED)
        }
        if named != {(misconception.name, True)}:
            misnamed[misconception.name] = named
    assert misnamed == {}


def test_what_each_mistake_is_told_stands_in_a_golden_list(
    assignment: Assignment,
    evidence: dict[str, tuple[CheckResult, ...]],
    key: AnswerKey,
    golden: Callable[[str, str], None],
) -> None:
    """To be read in a row: whether it is true, kind, and says what to do. Without elements."""
    told = ""
    for misconception in assignment.misconceptions:
        known = [m for m in key.misconceptions if m.exercise == misconception.exercise]
        results = diagnose(evidence[misconception.name], known)
        failed = next(r for r in results if r.outcome not in (Outcome.PASSED, Outcome.BLOCKED))
        lines = [line for line in explain(failed, public=True) if not line.startswith("  ")]
        # Decimals are other processors' to round, and lines move.
        text = re.sub(r"-?\d+(\.\d+)?e[-+]\d+|-?\d+\.\d+|(?<=line )\d+", "#", "\n  ".join(lines))
        told += f"{failed.number} {failed.title}\n  {text}\n\n"
    golden(f"told-{assignment.name}.txt", told)


def test_every_check_is_failed_by_a_misconception(
    assignment: Assignment, evidence: dict[str, tuple[CheckResult, ...]]
) -> None:
    failed = {
        r.name
        for results in evidence.values()
        for r in results
        if r.outcome not in (Outcome.PASSED, Outcome.BLOCKED)
    }
    assert {check.name for check in assignment.checks} - failed == set()


def test_the_stubs_are_what_the_reference_says(name: str) -> None:
    assert release_assignments([name], ROOT, write=False) == []


@pytest.mark.oracle
def test_the_committed_key_is_what_the_oracle_says_today(
    assignment: Assignment, key: AnswerKey
) -> None:
    pytest.importorskip("torch")
    assert assignment.reference is not None
    live = Oracle({}, live_oracle(assignment.reference / "oracle.py"))
    run_reference(assignment, Seed.of_number(assignment.public_seed), live)

    assert live.given.keys() == key.answers.keys()
    for question, answer in live.given.items():
        assert same(answer, key.answers[question]), question


def test_the_committed_key_knows_the_misconceptions_as_they_are_written(
    assignment: Assignment, key: AnswerKey
) -> None:
    written = [(m.name, m.exercise, m.sentence, m.hint) for m in assignment.misconceptions]

    assert [(m.name, m.exercise, m.sentence, m.hint) for m in key.misconceptions] == written


def test_the_committed_evidence_is_what_the_misconceptions_show(
    evidence: dict[str, tuple[CheckResult, ...]], key: AnswerKey
) -> None:
    known = {m.name: m for m in key.misconceptions}
    for name, results in evidence.items():
        for result in results:
            assert agrees(evidence_of(result), known[name].evidence.get(result.name)), name


def test_every_exercise_has_its_section_in_the_handout(assignment: Assignment) -> None:
    handout = (assignment.folder / "README.md").read_text(encoding="utf-8")
    headings = {line.lstrip("# ").strip() for line in handout.splitlines() if line.startswith("#")}

    assert {exercise.section for exercise in assignment.exercises} - headings == set()
