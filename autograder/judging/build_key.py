"""Building an answer key: the oracle is asked live, every misconception shows what it answers.

Runs the reference and the misconceptions in this process: they are ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from autograder.course.assignment import Assignment, Check, Function, Misconception
from autograder.errors import CourseError, Problem, UsageError
from autograder.judging.answer_key import AnswerKey, Evidence, Known
from autograder.judging.diagnosis import evidence_of
from autograder.judging.oracle import Oracle, live_oracle
from autograder.judging.runner import Runs
from autograder.judging.seeds import Seed
from autograder.report.words import in_a_line
from autograder.sandbox.in_process import InProcess
from autograder.sandbox.program import Program
from autograder.sandbox.student import Student
from autograder.verdict import CheckResult, Outcome

MISCONCEPTIONS = "misconceptions"


def build_key(assignment: Assignment, seed: Seed) -> AnswerKey:
    """Ask the oracle everything that the checks ask under this seed, and collect the evidence.

    Raises:
        CourseError: the reference does not pass its own checks, or a misconception cannot run.
        UsageError: the reference is not at hand, or the oracle needs what is not installed.
    """
    if assignment.reference is None:
        raise UsageError(f"{assignment.name} has no reference here: a key needs its oracle")
    oracle = Oracle({}, live_oracle(assignment.reference / "oracle.py", now=True))
    results = run_reference(assignment, seed, oracle)
    failed = [r for r in results if r.outcome is not Outcome.PASSED and not _waits(r)]
    if failed:
        raise CourseError([_not_passed(assignment.check(result.name), result) for result in failed])
    answers = Oracle(dict(oracle.given))
    file = assignment.reference / f"{MISCONCEPTIONS}.py"
    shown = run_misconceptions(assignment, seed, answers)
    known = tuple(
        Known(m.name, m.exercise, m.sentence, m.hint, dict(_evidence(m, file, shown[m.name])))
        for m in assignment.misconceptions
    )
    solutions = assignment.solutions if seed.public is None else {}
    return AnswerKey(assignment.name, seed.label, dict(oracle.given), known, solutions)


def _waits(result: CheckResult) -> bool:
    """Whether it did not run, for the sake of a check that has a reason of its own."""
    return result.failure is not None and result.failure.kind == "blocked"


def _not_passed(check: Check, result: CheckResult) -> Problem:
    broke = result.outcome is Outcome.BROKEN  # the check itself, or the oracle
    what = "it broke on the reference" if broke else "the reference does not pass it"
    message = f"{check.name}: {what}: {in_a_line(result)}"
    return Problem(check.path, check.line, message)


def run_reference(assignment: Assignment, seed: Seed, oracle: Oracle) -> list[CheckResult]:
    """Every check's result for the reference."""
    runs = _runs(assignment, assignment.functions, seed, oracle, _transport(assignment))
    return [runs.result(check) for check in assignment.checks]


def run_misconceptions(
    assignment: Assignment, seed: Seed, oracle: Oracle
) -> dict[str, tuple[CheckResult, ...]]:
    """For each misconception, by name, what its exercise's checks find in the reference with it.

    Stops at nothing: a check that breaks is a result too.
    """
    transport = _transport(assignment)  # one for all: it compiles each file once
    return {
        m.name: _shown(assignment, m, seed, oracle, transport) for m in assignment.misconceptions
    }


def _shown(
    assignment: Assignment,
    misconception: Misconception,
    seed: Seed,
    oracle: Oracle,
    transport: InProcess,
) -> tuple[CheckResult, ...]:
    functions: dict[str, Function] = assignment.functions
    for name, stand_in in misconception.replaces.items():
        functions[name] = replace(functions[name], module=MISCONCEPTIONS, name=stand_in)
    runs = _runs(assignment, functions, seed, oracle, transport)
    return runs.exercise(misconception.exercise)


def _evidence(
    misconception: Misconception, file: Path, shown: Sequence[CheckResult]
) -> Iterator[tuple[str, Evidence]]:
    for result in shown:
        failure = result.failure
        is_typo = failure is not None and (
            failure.kind == "import" or str(failure.observed).startswith("NameError: ")
        )
        if result.outcome is Outcome.BROKEN or is_typo:
            what = "cannot run" if is_typo else f"breaks {result.name}"
            message = f"{misconception.name} {what}: {in_a_line(result)}"
            raise CourseError([Problem(file, misconception.line, message)])
        evidence = evidence_of(result)
        if evidence is not None:
            yield result.name, evidence


def _transport(assignment: Assignment) -> InProcess:
    return InProcess(assignment.limits, capture=True)


def _runs(
    assignment: Assignment,
    functions: Mapping[str, Function],
    seed: Seed,
    oracle: Oracle,
    transport: InProcess,
) -> Runs:
    assert assignment.reference is not None  # noqa: S101 - `build_key` has made sure
    modules = {name: f"{name}.py" for name in (*assignment.modules, MISCONCEPTIONS)}
    files = {
        file: (assignment.reference / file).read_text(encoding="utf-8") for file in modules.values()
    }
    allowed = assignment.allowed_imports | {"autograder"}  # misconceptions import `instead_of`
    program = Program(files, modules, functions, allowed)
    student = Student(program, transport, assignment.limits)
    return Runs(assignment, student, oracle, seed.secret)
