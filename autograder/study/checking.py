"""`backmark check` as a function: the public checks of a folder, on what lies in it.

    folder ──open_checker──▶ Checker ──run(exercises)──▶ Checked, as often as one likes

The checks run as in grading and as under pytest: through the `Judge`, in the jail, on the public
seed. What they found is kept in the folder for `backmark status`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from autograder.course.assignment import Assignment, Exercise
from autograder.course.hints import FILE as HINTS
from autograder.course.hints import are_on
from autograder.course.load import load_assignment
from autograder.course.places import SETTINGS
from autograder.course.progress import read_progress, record, write_progress
from autograder.course.submission import Submission, open_submission
from autograder.errors import SubmissionError, UsageError, explain
from autograder.judging.judge import Judge, choose_key
from autograder.judging.marking import review
from autograder.judging.seeds import Seed
from autograder.report.data import verdict_data
from autograder.sandbox.supervisor import open_launcher, open_transport
from autograder.sandbox.transport import Transport
from autograder.verdict import CheckResult, Outcome, Verdict


@dataclass(frozen=True)
class Checked:
    """What the checks of some exercises found."""

    assignment: Assignment
    verdict: Verdict
    """Of the checks that were asked for, and no others."""
    whole: bool
    """Whether these were all the checks that there are."""
    has_hints: bool = False
    """Whether there are some to be had."""
    about_questions: tuple[str, ...] = ()
    ran: tuple[str, ...] = ()
    """The exercises that were run just now; of the others the verdict is the last one's."""

    @property
    def complete(self) -> bool:
        """Whether everything that was asked for passed."""
        return all(check.outcome is Outcome.PASSED for check in self.verdict.checks)

    @property
    def next(self) -> Exercise | None:
        """The first exercise that is not whole.

        Of the untouched ones only if no other is left; of those that only our own broken checks
        keep from being whole, only if there is nothing else.
        """
        open_ = [c for c in self.verdict.checks if c.outcome is not Outcome.PASSED]
        theirs = [c for c in open_ if c.outcome is not Outcome.BROKEN]
        begun = [c for c in theirs if c.outcome is not Outcome.NOT_ATTEMPTED]
        for check in begun or theirs or open_:
            return next(e for e in self.assignment.exercises if e.name == check.exercise)
        return None

    @property
    def data(self) -> dict[str, Any]:
        """What `--json` prints: the verdict, and where to go on."""
        after = self.next
        return {
            **verdict_data(self.verdict),
            "complete": self.complete,
            "ran": list(self.ran),
            "next": after.name if after else None,
        }


class Checker:
    """Runs checks of one assignment on its own folder; made by `open_checker`."""

    def __init__(
        self, assignment: Assignment, transport: Transport, identities: Sequence[str]
    ) -> None:
        self.assignment = assignment
        self._transport = transport
        self._identities = tuple(identities)
        self._seed = Seed.of_number(assignment.public_seed)
        self._key = choose_key(assignment, self._seed, None)
        folder = assignment.folder
        self._has_hints = (folder / HINTS).is_file() and are_on(folder / SETTINGS)

    def submission(self) -> Submission:
        """What lies in the folder now.

        Raises:
            SubmissionError: nothing of it can be checked.
        """
        assignment, folder = self.assignment, self.assignment.folder
        files = [f"{module}.py" for module in assignment.modules]
        if not any((folder / file).exists() for file in files) and not any(folder.glob("*.ipynb")):
            raise SubmissionError(
                explain(
                    f"there is nothing to check in {folder.name}",
                    got="none of the files that you fill in",
                    want=", ".join(files),
                    step=f"backmark reset {assignment.exercises[0].name} brings its file back",
                )
            )
        return open_submission(folder, assignment.modules, assignment.functions)

    def run(self, names: Sequence[str], *, before: Checked | None = None) -> Checked:
        """Run the checks of these exercises; of others, keep what was found `before`.

        Raises:
            SubmissionError: there is nothing in the folder to check.
        """
        submission = self.submission()
        judge = Judge(
            self.assignment,
            submission,
            seed=self._seed,
            key=self._key,
            transport=self._transport,
            identities=self._identities,
        )
        old = before.verdict.checks if before else ()
        results: list[CheckResult] = []
        for exercise in self.assignment.exercises:
            if exercise.name in names:
                results += judge.exercise(exercise.name)
            else:
                results += [result for result in old if result.exercise == exercise.name]
        self._remember([result for result in results if result.exercise in names])
        # That a student's own folder holds other files is no news to them.
        notes = tuple(
            note.replace(" was not handed in", " is not here")
            for note in submission.notes
            if not note.startswith("ignored ")
        )
        verdict = replace(judge.so_far(), checks=tuple(results), notes=notes)
        whole = len(results) == len(self.assignment.checks)
        questions = self.assignment.questions if whole else ()
        lines = review(questions, submission.answers) if questions else ()
        return Checked(
            judge.assignment, verdict, whole, self._has_hints, tuple(lines), tuple(names)
        )

    def _remember(self, results: Sequence[CheckResult]) -> None:
        folder = self.assignment.folder
        with suppress(UsageError):  # a folder that is not writable can be checked all the same
            now = datetime.now().astimezone()
            write_progress(folder, record(read_progress(folder), results, now))


@contextmanager
def open_checker(folder: Path, identities: Sequence[str] = ()) -> Iterator[Checker]:
    """A checker of the assignment in `folder`, whose processes end with the block."""
    launcher = open_launcher("auto")  # gets ready while we read the assignment
    try:
        assignment = load_assignment(folder)
        transport = open_transport("auto", assignment.limits, launcher=launcher)
    except BaseException:
        if launcher is not None:
            launcher.close()
        raise
    try:
        yield Checker(assignment, transport, identities)
    finally:
        transport.close()
