"""Grading one submission: the checks of an assignment, run against it in order.

    Assignment + Submission + AnswerKey + Seed + Transport ──▶ Verdict

pytest, `backmark grade` and the notebooks all come through `Judge`, which is why they agree to the
point.
"""

from __future__ import annotations

import platform
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from autograder.course.assignment import Assignment, Check, Function
from autograder.course.imports import HARMLESS, forbidden_imports
from autograder.course.questions import NOBODY
from autograder.course.solutions import Solution
from autograder.course.submission import Submission
from autograder.errors import OracleError, UsageError
from autograder.judging.answer_key import AnswerKey, key_step, load_key
from autograder.judging.diagnosis import diagnose
from autograder.judging.hunting import open_hunt
from autograder.judging.marking import mark_all, review
from autograder.judging.oracle import Live, Oracle, live_oracle
from autograder.judging.properties import ranks
from autograder.judging.runner import Clock, Runs
from autograder.judging.seeds import Seed
from autograder.sandbox.program import Program
from autograder.sandbox.student import Student
from autograder.sandbox.transport import Transport
from autograder.verdict import CheckResult, Verdict
from autograder.version import VERSION

NO_WORKER: Final = "no worker"
"""The jail of a verdict for which none was started."""


class Judge:
    """Runs an assignment's checks against one submission, each at most once.

    Args:
        assignment: what to grade.
        submission: whom to grade.
        seed: where the inputs come from.
        key: answers and evidence; None where everything is asked live.
        transport: where the submission runs; closed by whoever opened it.
        clock: tells the time in seconds.
        debug: let unexpected exceptions through, the student's among them.
        identities: whose hand-in it is, as the platform says: their questions' numbers and their
            bugs follow from it. Never taken from the hand-in itself.
    """

    def __init__(
        self,
        assignment: Assignment,
        submission: Submission,
        *,
        seed: Seed,
        key: AnswerKey | None,
        transport: Transport,
        clock: Clock = time.perf_counter,
        debug: bool = False,
        identities: Sequence[str] = (),
    ) -> None:
        self.assignment = assignment
        self._identities = tuple(identities) or (NOBODY,)
        self._submission = submission
        self._seed = seed
        self._key = key
        self._clock = clock
        self._started = clock()
        student = Student(submission_program(assignment, submission), transport, assignment.limits)
        oracle = open_oracle(assignment, seed, key)
        self._hunted = open_hunt(assignment, submission, self._identities, seed.secret, oracle)
        if self._hunted is not None:
            self.assignment = assignment = self._hunted.assignment
        self._transport = transport
        self._runs = Runs(assignment, student, oracle, seed.secret, clock=clock, debug=debug)

    def result(self, check: Check) -> CheckResult:
        """The result of one check, and of nothing but its prerequisites; without a diagnosis."""
        return self._runs.result(check)

    def exercise(self, name: str) -> tuple[CheckResult, ...]:
        """The results of an exercise's checks, each with its diagnosis."""
        if self._hunted is not None and self._hunted.untouched == name:
            return self._hunted.not_attempted()
        known = self._key.misconceptions if self._key else ()
        results = _without_repeated_notes(self._runs.exercise(name))
        named = diagnose(results, [m for m in known if m.exercise == name])
        return named if self._hunted is None else self._hunted.settle(named)

    def verdict(self, progress: Callable[[Verdict], None] | None = None) -> Verdict:
        """Run whatever has not run yet; the verdict.

        `progress` is given the verdict so far whenever another exercise has been graded.
        """
        results: list[CheckResult] = []
        for exercise in self.assignment.exercises:
            results += self.exercise(exercise.name)
            if progress is not None:
                progress(self.so_far(results))
        return self.so_far(results)

    def questions(self) -> tuple[CheckResult, ...]:
        """The results of the questions; none where their answers are not at hand."""
        solutions = self._solutions
        if not solutions:
            return ()
        return mark_all(self.assignment, solutions, self._submission.answers, self._identities)

    @property
    def _solutions(self) -> Mapping[str, Solution]:
        of_key = self._key.solutions if self._key else {}
        return of_key or self.assignment.solutions

    def so_far(self, results: Sequence[CheckResult] = ()) -> Verdict:
        """The verdict if these were all the checks that there are; of none, before any has run.

        Questions are in it from the beginning: nothing of the student's runs to mark them.
        """
        return Verdict(
            assignment=self.assignment.name,
            title=self.assignment.title,
            submission=self._submission.label,
            checks=(*results, *self.questions()),
            public=self._seed.public is not None,
            seed=self._seed.label,
            notes=self._notes(),
            seconds=self._clock() - self._started,
            leaderboard=ranks(self.assignment.gradescope.leaderboard, results),
            hints=self._hints,
            provenance={
                "backmark": VERSION,
                "python": platform.python_version(),
                "numpy": np.__version__,
                "assignment": self.assignment.digest,
                "submission": self._submission.digest,
                "seed": self._seed.label,
                "key": self._key.digest if self._key else "none: asked live",
                "jail": _jail(self._transport),
            },
        )

    @property
    def _hints(self) -> dict[str, int]:
        told = self._submission.hints
        return {e.name: told[e.name] for e in self.assignment.exercises if e.name in told}

    def _notes(self) -> tuple[str, ...]:
        """How the hand-in was read; and where questions cannot be marked, whether they could be."""
        notes = self._submission.notes
        if self._hints:
            taken = ", ".join(f"{name} {count}" for name, count in self._hints.items())
            notes = (*notes, f"hints taken, as the hand-in itself says: {taken}")
        if self._solutions or not self.assignment.questions:
            return notes
        return (*notes, *review(self.assignment.questions, self._submission.answers))


def _jail(transport: Transport) -> str:
    """The layers around the submission; or that no worker ever had to stand in one."""
    if not transport.layers:
        return NO_WORKER
    return ", ".join(layer.name for layer in transport.layers if layer.enforced) or "none"


def _without_repeated_notes(results: Sequence[CheckResult]) -> list[CheckResult]:
    """A note that an earlier check of the exercise has made already is not made again."""
    made: set[str] = set()
    kept = []
    for result in results:
        kept.append(replace(result, notes=tuple(n for n in result.notes if n not in made)))
        made.update(result.notes)
    return kept


def choose_key(assignment: Assignment, seed: Seed, path: Path | None) -> AnswerKey | None:
    """The answer key to grade with: the one named, or the committed one where it fits the seed.

    Raises:
        OracleError: there is none that fits, and nobody to ask.
        UsageError: the key that was named cannot be read, or does not fit.
    """
    if path is not None:
        try:
            key = load_key(path, key_step(assignment, seed))
            _require_fit(assignment, seed, key)
        except OracleError as error:
            raise UsageError(f"--key: {error}") from error
        return key
    if seed.public == assignment.public_seed and assignment.public_key.is_file():
        return load_key(assignment.public_key, key_step(assignment, seed))
    if assignment.reference is None and seed.public == assignment.public_seed:
        step = key_step(assignment, seed)
        raise UsageError(f"{assignment.public_key} is missing, and checks need it: {step}")
    if assignment.reference is None:
        raise OracleError(
            f"no answer key for seed {seed.label} of {assignment.name}, and no reference to ask: "
            "give a key with --key, or use the public seed"
        )
    return None


def open_oracle(assignment: Assignment, seed: Seed, key: AnswerKey | None) -> Oracle:
    """The oracle of a key, with live answers behind it where the reference is at hand.

    Raises:
        OracleError: the key is for another assignment or another seed.
    """
    live: Live | None = None
    if assignment.reference is not None:
        live = live_oracle(assignment.reference / "oracle.py")
    if key is None:
        return Oracle({}, live)
    _require_fit(assignment, seed, key)
    return Oracle(key.answers, live, key_step(assignment, seed))


def _require_fit(assignment: Assignment, seed: Seed, key: AnswerKey) -> None:
    if (key.assignment, key.seed) != (assignment.name, seed.label):
        raise OracleError(
            f"the answer key is for {key.assignment}, seed {key.seed}; "
            f"want {assignment.name}, seed {seed.label}: {key_step(assignment, seed)}"
        )


def submission_program(assignment: Assignment, submission: Submission) -> Program:
    """What to load for a submission: its sources, and which of them may not run."""
    forbidden = {}
    for module, file in submission.modules.items():
        found = forbidden_imports(
            submission.files[file], file, assignment.allowed_imports, assignment.modules
        )
        if found:
            named = ", ".join(f"{f.name} (line {f.line})" for f in found[:3])
            allowed = sorted(assignment.allowed_imports - HARMLESS)
            fine = ", ".join([*allowed, "your own modules"])
            forbidden[module] = (
                f"{file} imports what this assignment does not allow: {named}. Allowed are "
                f"{fine} and the standard library's harmless part"
            )
    functions: dict[str, Function] = assignment.functions
    return Program(
        submission.files, submission.modules, functions, assignment.allowed_imports, forbidden
    )
