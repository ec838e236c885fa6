"""Running one check: everything that can happen becomes a `CheckResult`, here and nowhere else."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any

from autograder.course.assignment import Assignment, Check
from autograder.judging.properties import Properties
from autograder.numerics.draw import Draw, derive_seed
from autograder.sandbox.student import Student
from autograder.verdict import CheckFailed, CheckResult, Failure, Outcome

Clock = Callable[[], float]


def run_check(
    check: Check,
    student: Student,
    oracle: Any,
    secret: bytes,
    *,
    clock: Clock = time.perf_counter,
    debug: bool = False,
) -> CheckResult:
    """Run a check against a submission.

    Args:
        check: what to run.
        student: the submission's functions.
        oracle: the right answers.
        secret: what the check's own seed is derived from.
        clock: tells the time in seconds.
        debug: let an exception that is no outcome through, for pdb and a full traceback.
    """
    start = clock()
    draw = Draw(derive_seed(secret, check.name))
    properties = Properties()
    fixtures = {
        "student": student,
        "oracle": oracle,
        "draw": draw,
        "record_property": properties,
    }
    outcome, failure = _run(check, student, fixtures, debug)
    notes, printed = student.end()
    result = result_of(check, outcome, failure)
    return replace(
        result,
        notes=notes,
        printed=printed,
        seconds=clock() - start,
        properties=properties.recorded(),
    )


def _run(
    check: Check, student: Student, fixtures: Mapping[str, Any], debug: bool
) -> tuple[Outcome, Failure | None]:
    try:
        student.begin()
        check.function(**{name: fixtures[name] for name in check.fixtures})
    except CheckFailed as ended:
        return ended.outcome, ended.failure
    except AssertionError as error:
        text = str(error) or "a condition of this check does not hold"
        return Outcome.FAILED, Failure("assertion", check.name, text, observed=text)
    except Exception as error:
        if debug:
            raise
        # Ours, whatever it is: never the student's loss.
        detail = f"{type(error).__name__}: {error}"
        return Outcome.BROKEN, Failure("broken", check.name, "this check broke", detail)
    return Outcome.PASSED, None


class Runs:
    """One program's results, check by check: each runs at most once, prerequisites first.

    Those named in `passing` need not run: whoever asks knows that they would pass.
    """

    def __init__(
        self,
        assignment: Assignment,
        student: Student,
        oracle: Any,
        secret: bytes,
        *,
        clock: Clock = time.perf_counter,
        debug: bool = False,
        passing: Collection[str] = (),
    ) -> None:
        self._assignment = assignment
        self._student = student
        self._oracle = oracle
        self._secret = secret
        self._options: dict[str, Any] = {"clock": clock, "debug": debug}
        self._passing = passing
        self._results: dict[str, CheckResult] = {}

    def result(self, check: Check) -> CheckResult:
        """The result of one check; a prerequisite that did not pass blocks it."""
        if check.name not in self._results:
            self._results[check.name] = self._run(check)
        return self._results[check.name]

    def exercise(self, name: str) -> tuple[CheckResult, ...]:
        """The results of an exercise's checks."""
        return tuple(self.result(c) for c in self._assignment.checks if c.exercise == name)

    def _run(self, check: Check) -> CheckResult:
        for name in check.after:
            before = self.result(self._assignment.check(name))
            if before.outcome is not Outcome.PASSED:
                return _blocked(check, before)
        if check.name in self._passing:
            return result_of(check, Outcome.PASSED, None)
        return run_check(check, self._student, self._oracle, self._secret, **self._options)


def _blocked(check: Check, by: CheckResult) -> CheckResult:
    """The result of a check whose prerequisite did not pass, or was not even attempted."""
    failure = Failure("blocked", check.name, f"waits for check {by.number}: {by.title}")
    # What was not attempted stays so; what our own fault keeps from running is our fault too.
    carried = by.outcome in (Outcome.NOT_ATTEMPTED, Outcome.BROKEN)
    outcome = by.outcome if carried else Outcome.BLOCKED
    return result_of(check, outcome, failure)


def result_of(check: Check, outcome: Outcome, failure: Failure | None) -> CheckResult:
    """A check's metadata with an outcome."""
    return CheckResult(
        number=check.number,
        name=check.name,
        title=check.title,
        exercise=check.exercise,
        outcome=outcome,
        max_score=check.points,
        failure=failure,
        visibility=check.visibility,
        tags=check.tags,
    )
