"""Grading the hand-ins of an nbgrader course, outside of any kernel.

    COURSE/source/NAME/   settings, checks, public key     ─┐
    COURSE/secret/        the seed, NAME.bin: its answers  ─┼─▶ Grading ──hand-in──▶ Verdict
                                                           ─┘

The hand-in is read as text and run in a worker like any other, so what a notebook's cells do or
print cannot reach the points. Imports nothing of nbgrader.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from autograder.course.assignment import Assignment
from autograder.course.beside import with_hunt
from autograder.course.load import load_assignment
from autograder.course.places import SETTINGS
from autograder.course.questions import EXERCISE
from autograder.course.submission import open_submission
from autograder.errors import SubmissionError, UsageError, explain
from autograder.judging.judge import Judge, choose_key
from autograder.judging.seeds import Seed
from autograder.sandbox.supervisor import open_transport
from autograder.verdict import Outcome, Verdict

SECRET: Final = "secret"  # noqa: S105 - a folder
SEED: Final = "seed"


@dataclass(frozen=True)
class Points:
    """What an exercise's cell gets; `withheld` if a check of ours broke, so a person must look."""

    score: float
    withheld: bool = False


class Grading:
    """One assignment of an nbgrader course, ready to grade hand-ins; a context manager.

    Args:
        course: the course's folder.
        name: the assignment's name.
        public: grade on the public seed, as students' self-checks: for trying things out.

    Raises:
        UsageError: there is no such assignment in the course, or no secret seed.
        OracleError: the answer key is another seed's or another assignment's.
    """

    def __init__(self, course: Path, name: str, *, public: bool = False) -> None:
        self.assignment = load_assignment(_folder(course, name))
        self._seed, key = _secret(course, self.assignment, public=public)
        self._key = choose_key(self.assignment, self._seed, key)
        self._stack = ExitStack()
        self._transport = open_transport("auto", self.assignment.limits)
        self._stack.callback(self._transport.close)

    def verdict(self, path: Path, student: str) -> Verdict | str:
        """The verdict on a hand-in, or why it could not be opened.

        `student` is the e-mail address, or the id where there is none.
        """
        assignment = self.assignment
        try:
            opened = open_submission(path, assignment.modules, assignment.functions)
            if path.suffix == ".ipynb":
                opened = with_hunt(opened, assignment, path.parent)
        except SubmissionError as error:
            return str(error)
        return Judge(
            assignment,
            opened,
            seed=self._seed,
            key=self._key,
            transport=self._transport,
            identities=(student,),
        ).verdict()

    def close(self) -> None:
        """End the submissions' process."""
        self._stack.close()

    def __enter__(self) -> Grading:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def points_by_exercise(assignment: Assignment, verdict: Verdict | str) -> Mapping[str, Points]:
    """Points of each exercise that was graded; all 0 where the hand-in could not be opened.

    They are added in one order and never rounded, so an exercise whose checks all pass has exactly
    the points of its cell.
    """
    if isinstance(verdict, str):
        names = [exercise.name for exercise in assignment.exercises]
        return dict.fromkeys([*names, EXERCISE] if assignment.questions else names, Points(0.0))
    exercises = dict.fromkeys(check.exercise for check in verdict.checks)
    return {
        name: Points(
            math.fsum(c.score for c in verdict.checks if c.exercise == name),
            any(c.exercise == name and c.outcome is Outcome.BROKEN for c in verdict.checks),
        )
        for name in exercises
    }


def _folder(course: Path, name: str) -> Path:
    folder = course / "source" / name
    if not folder.is_dir():
        there = sorted(path.parent.name for path in course.glob(f"source/*/{SETTINGS}"))
        raise UsageError(
            explain(
                f"no assignment {name!r} in the course {course}",
                got=", ".join(there) or "no assignment at all",
                want=f"the folder source/{name} with its settings and checks",
                step=f"`backmark nbgrader {course} {name}` adds one of your repository",
            )
        )
    return folder


def _secret(course: Path, assignment: Assignment, *, public: bool) -> tuple[Seed, Path | None]:
    if public:
        return Seed.of_number(assignment.public_seed), None
    seed, key = course / SECRET / SEED, course / SECRET / f"{assignment.name}.bin"
    try:
        return Seed(seed.read_bytes().strip()), key
    except OSError as error:
        raise UsageError(
            explain(
                "this course has no secret seed to grade with",
                got=f"{seed}: {error.strerror}",
                want=f"the folder {SECRET}/ that `backmark nbgrader` made",
                step="put it back: with another seed, a regrade draws other inputs",
            )
        ) from error
