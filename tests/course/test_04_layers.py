"""The standard of an assignment: right work earns all, every wrong solution is named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.course.load import load_assignment
from autograder.course.submission import open_submission
from autograder.judging.answer_key import AnswerKey, load_key
from autograder.judging.build_key import run_misconception, run_reference
from autograder.judging.diagnosis import agrees, diagnose, evidence_of, same
from autograder.judging.judge import Judge, Seed
from autograder.judging.oracle import Oracle, live_oracle
from autograder.release.assignment import release_assignments
from autograder.sandbox.supervisor import open_transport
from autograder.sandbox.transport import Transport
from autograder.verdict import CheckResult, Outcome, Verdict

ROOT = Path(__file__).parents[2]
ASSIGNMENT = load_assignment(ROOT / "assignments" / "04_layers")
SEED = Seed.of_number(ASSIGNMENT.public_seed)
REFERENCE = ROOT / "reference" / "04_layers"

UPSTREAM_IGNORED = (
    "linear_backward", "relu_backward", "leaky_relu_backward", "elu_backward", "silu_backward",
    "sigmoid_backward", "tanh_backward", "softmax_backward",
)  # fmt: skip
"""Eight gradients that multiply by ones instead of the upstream gradient. The op-level tests of a
famous course, whose upstream is always ones, accept every one of them."""


@pytest.fixture(scope="module")
def key() -> AnswerKey:
    return load_key(ASSIGNMENT.public_key)


@pytest.fixture(scope="module")
def evidence(key: AnswerKey) -> dict[str, tuple[CheckResult, ...]]:
    """What every misconception shows on the checks of its exercise, run afresh."""
    return {
        m.name: run_misconception(ASSIGNMENT, m, SEED, Oracle(key.answers))
        for m in ASSIGNMENT.misconceptions
    }


@pytest.fixture(params=["in-process", "worker", "forked"])
def transport(request: pytest.FixtureRequest) -> Iterator[Transport]:
    transport = open_transport(request.param, ASSIGNMENT.limits, preload=ASSIGNMENT.allowed_imports)
    yield transport
    transport.close()


def grade(path: Path, transport: Transport, key: AnswerKey) -> Verdict:
    submission = open_submission(path, ASSIGNMENT.modules, ASSIGNMENT.functions)
    judge = Judge(ASSIGNMENT, submission, seed=SEED, key=key, transport=transport)
    return judge.verdict()


def test_the_checks_are_worth_100_points() -> None:
    assert sum(check.points for check in ASSIGNMENT.checks) == ASSIGNMENT.points == 100


def test_the_reference_earns_everything_in_every_transport(
    transport: Transport, key: AnswerKey
) -> None:
    verdict = grade(REFERENCE, transport, key)

    assert [c.name for c in verdict.checks if c.outcome is not Outcome.PASSED or c.notes] == []
    assert verdict.score == 100


def test_the_untouched_stub_earns_nothing_and_nothing_crashes(
    transport: Transport, key: AnswerKey
) -> None:
    verdict = grade(ASSIGNMENT.folder, transport, key)

    assert verdict.score == 0
    assert {check.outcome for check in verdict.checks} == {Outcome.NOT_ATTEMPTED}


def test_every_misconception_is_caught(evidence: dict[str, tuple[CheckResult, ...]]) -> None:
    assert len(evidence) >= 45
    assert [n for n, results in evidence.items() if all(r.score for r in results)] == []
    assert [n for n, results in evidence.items() for r in results if _broken(r)] == []


def _broken(result: CheckResult) -> bool:
    return result.outcome is Outcome.BROKEN


def test_every_misconception_is_named_as_itself_and_nothing_else(
    evidence: dict[str, tuple[CheckResult, ...]], key: AnswerKey
) -> None:
    misnamed = {}
    for misconception in ASSIGNMENT.misconceptions:
        known = [m for m in key.misconceptions if m.exercise == misconception.exercise]
        named = {
            (r.diagnosis.name, r.diagnosis.certain) if r.diagnosis else None
            for r in diagnose(evidence[misconception.name], known)
            if r.outcome not in (Outcome.PASSED, Outcome.BLOCKED)
        }
        if named != {(misconception.name, True)}:
            misnamed[misconception.name] = named
    assert misnamed == {}


def test_every_check_is_failed_by_a_misconception(
    evidence: dict[str, tuple[CheckResult, ...]],
) -> None:
    failed = {
        r.name
        for results in evidence.values()
        for r in results
        if r.outcome not in (Outcome.PASSED, Outcome.BLOCKED)
    }
    assert {check.name for check in ASSIGNMENT.checks} - failed == set()


@pytest.mark.parametrize("function", UPSTREAM_IGNORED)
def test_a_gradient_that_ignores_the_upstream_gradient_fails(
    function: str, key: AnswerKey, tmp_path: Path
) -> None:
    module = ASSIGNMENT.functions[function].module
    for path in REFERENCE.glob("*.py"):
        (tmp_path / path.name).write_text(path.read_text())
    with (tmp_path / f"{module}.py").open("a") as file:
        file.write(
            f"\n\n_right = {function}\n\n"
            f"def {function}(dout, cache):\n    return _right(np.ones_like(dout), cache)\n"
        )
    transport = open_transport("in-process", ASSIGNMENT.limits, preload=())

    verdict = grade(tmp_path, transport, key)

    failed = {check.title for check in verdict.checks if not check.score}
    assert len(failed) >= 2, failed
    assert all(
        check.exercise == function.removesuffix("_backward")
        for check in verdict.checks
        if not check.score
    )


def test_the_stubs_are_what_the_reference_says() -> None:
    assert release_assignments(["04_layers"], ROOT, write=False) == []


@pytest.mark.oracle
def test_the_committed_key_is_what_torch_says_today(key: AnswerKey) -> None:
    pytest.importorskip("torch")
    live = Oracle({}, live_oracle(REFERENCE / "oracle.py"))
    run_reference(ASSIGNMENT, SEED, live)

    assert live.given.keys() == key.answers.keys()
    for question, answer in live.given.items():
        assert same(answer, key.answers[question]), question


def test_the_committed_key_knows_the_misconceptions_as_they_are_written(key: AnswerKey) -> None:
    written = [(m.name, m.exercise, m.sentence, m.hint) for m in ASSIGNMENT.misconceptions]

    assert [(m.name, m.exercise, m.sentence, m.hint) for m in key.misconceptions] == written


def test_the_committed_evidence_is_what_the_misconceptions_show(
    evidence: dict[str, tuple[CheckResult, ...]], key: AnswerKey
) -> None:
    known = {m.name: m for m in key.misconceptions}
    for name, results in evidence.items():
        for result in results:
            assert agrees(evidence_of(result), known[name].evidence.get(result.name)), name


def test_every_exercise_has_its_section_in_the_handout() -> None:
    handout = (ASSIGNMENT.folder / "README.md").read_text()
    headings = {line.lstrip("# ").strip() for line in handout.splitlines() if line.startswith("#")}

    assert {exercise.section for exercise in ASSIGNMENT.exercises} - headings == set()
