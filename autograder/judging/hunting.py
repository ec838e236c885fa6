"""Marking a bug hunt: which checks count follows from the sheet of the one who handed in.

    identity ──▶ sheet ──▶ its own checks, run on it ──▶ those that fail are the bugs to mend

Nothing that students have says which version of a line is right, and nothing here needs to: the
checks say it of the sheet as they say it of what came back. A check that fails on the sheet is
worth a bug's points; one that passes there is worth none, but if it fails on what was handed in,
something right was broken, and a mended bug does not count for it. So another's sheet, handed in as
it is, earns nothing: it mends as many of one's own bugs as it brings others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from autograder.course.assignment import Assignment
from autograder.course.hunt import Hunt, is_untouched
from autograder.course.questions import NOBODY
from autograder.course.submission import Submission
from autograder.judging.oracle import Oracle
from autograder.judging.runner import Runs, result_of
from autograder.sandbox.in_process import InProcess
from autograder.sandbox.program import Program
from autograder.sandbox.student import Student
from autograder.verdict import CheckResult, Failure, Outcome

_WAS_RIGHT = (
    "this was right in the program that was planted for you. If yours began with other bugs, get "
    "your own by `backmark hunt`"
)
_NOT_BROKEN = frozenset({Outcome.PASSED, Outcome.NOT_ATTEMPTED, Outcome.BROKEN})


@dataclass(frozen=True)
class Hunted:
    """An assignment with the points of one student's own bugs, and how they are settled."""

    assignment: Assignment
    exercise: str
    bugs: frozenset[str]
    """The checks that fail on the sheet."""
    others: frozenset[str]
    """Those that pass there."""
    untouched: str = ""
    """The exercise, where the sheet came back as it was handed out."""

    def not_attempted(self) -> tuple[CheckResult, ...]:
        """The results of a sheet that came back as it was handed out."""
        text = "this is the program as it is handed out: mend something, and its checks run"
        return tuple(
            result_of(check, Outcome.NOT_ATTEMPTED, Failure("missing", self.exercise, text))
            for check in self.assignment.checks
            if check.exercise == self.exercise
        )

    def settle(self, results: Sequence[CheckResult]) -> tuple[CheckResult, ...]:
        """The results, with a mended bug blocked for everything that was right and is broken."""
        broken = [r for r in results if r.name in self.others and r.outcome not in _NOT_BROKEN]
        return tuple(_settled(results, self.bugs, broken))


def _settled(
    results: Sequence[CheckResult], bugs: frozenset[str], broken: Sequence[CheckResult]
) -> Iterator[CheckResult]:
    waiting, names = list(broken), {result.name for result in broken}
    for result in results:
        if result.name in names:
            yield replace(result, notes=(*result.notes, _WAS_RIGHT))
        elif waiting and result.name in bugs and result.outcome is Outcome.PASSED:
            other = waiting.pop(0)
            text = (
                f"this bug is mended, but check {other.number} fails, which was right in your "
                "program: what is broken on the way costs a mended bug"
            )
            failure = Failure("blocked", result.name, text)
            yield replace(result, outcome=Outcome.BLOCKED, failure=failure, properties=())
        else:
            yield result


def open_hunt(
    assignment: Assignment,
    submission: Submission,
    identities: Sequence[str],
    secret: bytes,
    oracle: Oracle,
) -> Hunted | None:
    """The hunt of whoever handed in, where the assignment has one.

    Of several who handed in together it is that of the member whose sheet was mended.
    """
    hunt = assignment.hunt
    if hunt is None:
        return None
    source = submission.files.get(submission.modules.get(hunt.module, ""), "")
    everybodys = hunt.plant(assignment.name, NOBODY)
    sheet = hunt.plant(assignment.name, hunt.whose(assignment.name, identities, source))
    exercise = next(e.name for e in assignment.exercises if e.hunt)
    if any(is_untouched(one, source) for one in (sheet, everybodys)):
        # Nothing runs, and no points tell where the bugs are: the first look is the student's own.
        return Hunted(assignment, exercise, frozenset(), hunt.checks, untouched=exercise)
    bugs = failing(assignment, hunt, sheet, secret, oracle)
    worth = sum(c.points for c in assignment.checks if c.name in hunt.checks) / max(len(bugs), 1)
    own = {name: worth if name in bugs else 0 for name in hunt.checks}
    checks = tuple(replace(c, points=own.get(c.name, c.points)) for c in assignment.checks)
    return Hunted(replace(assignment, checks=checks), exercise, bugs, hunt.checks - bugs)


def failing(
    assignment: Assignment, hunt: Hunt, sheet: str, secret: bytes, oracle: Oracle
) -> frozenset[str]:
    """The checks of the hunt that its sheet fails; it is ours, so it runs in this process."""
    file = f"{hunt.module}.py"
    program = Program(
        {file: sheet}, {hunt.module: file}, assignment.functions, assignment.allowed_imports
    )
    student = Student(program, InProcess(assignment.limits, capture=True), assignment.limits)
    runs = Runs(assignment, student, oracle, secret)
    results = [runs.result(check) for check in assignment.checks if check.name in hunt.checks]
    return frozenset(r.name for r in results if r.outcome is not Outcome.PASSED)
