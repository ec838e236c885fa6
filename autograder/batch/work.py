"""Grading one submission of a class, in a process that grades many: locally or on a cluster.

Setup (plain data, sent once) ──▶ Grader (assignment, key, warm zygote) ──▶ verdict data
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.batch.hand_in import HandIn
from autograder.course.assignment import Assignment
from autograder.course.load import load_assignment
from autograder.course.submission import Submission
from autograder.judging.answer_key import AnswerKey
from autograder.judging.judge import Judge, Seed
from autograder.report.data import verdict_data
from autograder.sandbox.supervisor import open_transport
from autograder.version import VERSION


@dataclass(frozen=True)
class Setup:
    """Everything that a grading process needs to know, and nothing that is open."""

    folder: Path
    seed: Seed
    key: AnswerKey = field(repr=False)
    transport: str = "auto"
    require_jail: bool = False


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
    facts = [
        job.submission.digest,
        job.identities,
        assignment.digest,
        VERSION,
        setup.seed.label,
        setup.key.digest,
    ]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


class Grader:
    """A process's own: the assignment loaded and a zygote warm, for one after another."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        # Whoever made the setup has validated the assignment.
        self._assignment = load_assignment(setup.folder, validated=True)
        self._transport = open_transport(
            setup.transport, self._assignment.limits, require_jail=setup.require_jail
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
