"""What stands behind a student's pytest run: one judge for a folder, results by check name."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from autograder.course.load import load_assignment
from autograder.course.progress import read_progress, record, write_progress
from autograder.course.submission import open_submission
from autograder.errors import UsageError
from autograder.judging.judge import Judge, choose_key
from autograder.judging.marking import review
from autograder.judging.runner import result_of
from autograder.judging.seeds import Seed
from autograder.report.words import explain, score_of, tally
from autograder.sandbox.in_process import InProcess
from autograder.sandbox.supervisor import open_transport
from autograder.sandbox.transport import Transport
from autograder.verdict import CheckResult, Outcome


class SelfCheck:
    """The checks of one assignment folder against one submission, under a public seed.

    Args:
        folder: the assignment's.
        submission: the hand-in; usually the folder itself.
        public_seed: another seed than the assignment's own.
        in_process: run the submission here, for print and pdb: checks run one at a time,
            undiagnosed.
        identities: whose it is, where what is graded follows from that.
    """

    def __init__(
        self,
        folder: Path,
        *,
        submission: Path,
        public_seed: int | None,
        in_process: bool,
        identities: Sequence[str] = (),
    ) -> None:
        assignment = load_assignment(folder)
        opened = open_submission(submission, assignment.modules, assignment.functions)
        seed = Seed.of_number(assignment.public_seed if public_seed is None else public_seed)
        key = choose_key(assignment, seed, None)
        self._in_process = in_process
        self._transport: Transport = (
            InProcess(assignment.limits, debug=True)
            if in_process
            else open_transport("auto", assignment.limits)
        )
        self._judge = Judge(
            assignment,
            opened,
            seed=seed,
            key=key,
            transport=self._transport,
            debug=in_process,
            identities=identities,
        )
        self.assignment = self._judge.assignment
        self._answers = opened.answers
        self._is_own = submission == folder and public_seed is None and not in_process
        self._results: dict[str, CheckResult] = {}

    @property
    def title(self) -> str:
        """The heading of the summary."""
        return f"{self.assignment.name}: {self.assignment.title}"

    def run(self, name: str) -> CheckResult:
        """The result of one check; its whole exercise has run, as a diagnosis needs all of it."""
        check = self.assignment.check(name)
        if self._in_process:
            # Should it raise, pytest shows the student's own traceback; the tally counts it too.
            self._results[name] = result_of(check, Outcome.RAISED, None)
            self._results[name] = self._judge.result(check)
        elif name not in self._results:
            found = {result.name: result for result in self._judge.exercise(check.exercise)}
            self._results[name] = found[name]
        return self._results[name]

    def complete(self) -> bool:
        """Whether every check that was asked for passed."""
        return all(r.outcome is Outcome.PASSED for r in self._results.values())

    def summary(self) -> list[str]:
        """Where the student stands: never an unqualified "all passed"."""
        ran, there_are = len(self._results), len(self.assignment.checks)
        lines = [tally(tuple(self._results.values()), public=True)]
        if ran < there_are:
            lines.append(f"{there_are - ran} of {there_are} checks were not selected")
        if self.assignment.questions:
            lines += review(self.assignment.questions, self._answers)
        return lines

    def remember(self) -> None:
        """Keep what was found for `backmark status`, where it was the folder's own work."""
        if self._is_own:
            folder = self.assignment.folder
            with suppress(UsageError):  # a folder that is not writable can be checked all the same
                now = datetime.now().astimezone()
                write_progress(folder, record(read_progress(folder), self._results.values(), now))

    def close(self) -> None:
        """End the submission's process."""
        self._transport.close()


def report_lines(result: CheckResult) -> str:
    """One check's result as pytest shows it."""
    head = f"{result.number}  {result.title}  ({score_of(result)})"
    return "\n".join([head, *(f"  {line}" for line in explain(result, public=True))])
