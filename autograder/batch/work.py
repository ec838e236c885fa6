"""Grading one submission of a class, in a process that grades many: locally or on a cluster.

Setup (plain data, sent once) ──▶ Grader (assignment, key, warm zygote) ──▶ verdict data
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from autograder.batch.engine import engine_digest
from autograder.batch.hand_in import HandIn
from autograder.course.assignment import Assignment
from autograder.course.load import load_assignment
from autograder.course.submission import Submission
from autograder.judging.answer_key import AnswerKey
from autograder.judging.judge import Judge
from autograder.judging.seeds import Seed
from autograder.report.data import verdict_data
from autograder.sandbox.launchers import Launcher
from autograder.sandbox.supervisor import open_transport


@dataclass(frozen=True)
class Setup:
    """Everything that a grading process needs to know, and nothing that is open."""

    folder: Path
    seed: Seed
    key: AnswerKey = field(repr=False)
    transport: str = "auto"
    require_jail: bool = False

    @cached_property
    def digest(self) -> str:
        """SHA-256 of what decides verdicts beside the assignment and the hand-in.

        The key is digested as it is now, the questions' answers within it, not as its file was.
        """
        facts = [engine_digest(), self.seed.label, hashlib.sha256(self.key.to_bytes()).hexdigest()]
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def setup_of(
    assignment: Assignment, seed: Seed, key: AnswerKey, transport: str, *, require_jail: bool
) -> Setup:
    """A setup with the questions' answers in its key: a process elsewhere has no reference."""
    whole = replace(key, solutions=key.solutions or assignment.solutions)
    return Setup(assignment.folder, seed, whole, transport, require_jail)


@dataclass(frozen=True)
class Job:
    """What is graded, and whose it is: identities only where they can change the verdict."""

    submission: Submission
    identities: tuple[str, ...] = ()


def job_of(hand_in: HandIn, submission: Submission, assignment: Assignment) -> Job:
    """The job that a hand-in asks for."""
    return Job(submission, hand_in.identities if assignment.personal else ())


def identity_of(setup: Setup, assignment: Assignment, job: Job) -> str:
    """The identity of a grading job: the same job always ends in the same verdict.

    Two students who handed in the same text share one, unless their questions differ. Whatever can
    change a verdict changes it: the submission, the assignment, the engine, the seed, the key.
    """
    facts = [job.submission.digest, job.identities, assignment.digest, setup.digest]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


class Grader:
    """A process's own: the assignment loaded and a zygote warm, for one after another."""

    def __init__(self, setup: Setup, launcher: Launcher | None = None) -> None:
        self._setup = setup
        # Whoever made the setup has validated the assignment.
        self._assignment = load_assignment(setup.folder, validated=True)
        self._transport = open_transport(
            setup.transport,
            self._assignment.limits,
            launcher=launcher,
            require_jail=setup.require_jail,
        )

    def grade(self, job: Job) -> dict[str, Any]:
        """The verdict as data; an exception is our own fault."""
        setup = self._setup
        judge = Judge(
            self._assignment,
            job.submission,
            seed=setup.seed,
            key=setup.key,
            transport=self._transport,
            identities=job.identities,
        )
        return verdict_data(judge.verdict())

    def close(self) -> None:
        """End the zygote."""
        self._transport.close()
