"""The answer key: what the oracle said, and what each misconception answers, to one seed's inputs.

Values, never code: a key in a student's hands gives away no solution, right or wrong, and a key of
the public seed says nothing about the secret one. The format is one frame of the wire (see
`sandbox/wire.py`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from autograder.course.assignment import Assignment
from autograder.course.solutions import Solution
from autograder.errors import OracleError, WireError
from autograder.files import write_atomically
from autograder.judging.seeds import Seed
from autograder.sandbox import wire

FORMAT: Final = 2
_ANYBODY: Final = "get it again from where it came from"


@dataclass(frozen=True)
class Evidence:
    """How a check ended for a misconception: what a student who has it would show there."""

    outcome: str
    kind: str
    where: str
    observed: Any


@dataclass(frozen=True)
class Known:
    """A misconception as the key knows it; a check that is not in `evidence` passed."""

    name: str
    exercise: str
    sentence: str
    hint: str
    evidence: Mapping[str, Evidence] = field(default_factory=dict)


@dataclass(frozen=True)
class AnswerKey:
    """Answers and evidence for one assignment and one seed.

    `content` is the file that it was read from, where there is one.
    """

    assignment: str
    seed: str
    answers: Mapping[str, Any]
    misconceptions: tuple[Known, ...] = ()
    solutions: Mapping[str, Solution] = field(default_factory=dict, repr=False)
    """Of the questions; only in the key of a secret seed, since anybody may read the public one."""
    content: bytes = field(default=b"", repr=False, compare=False)

    def to_bytes(self) -> bytes:
        """The key as a file holds it."""
        known = [
            [m.name, m.exercise, m.sentence, m.hint, _rows(m.evidence)] for m in self.misconceptions
        ]
        answers = [list(item) for item in self.answers.items()]
        solutions = [[name, *_row(solution)] for name, solution in self.solutions.items()]
        return wire.to_bytes([FORMAT, self.assignment, self.seed, answers, known, solutions])

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the key, for provenance; a verdict so far asks for it again and again."""
        return hashlib.sha256(self.content or self.to_bytes()).hexdigest()

    def save(self, path: Path, *, secret: bool = False) -> None:
        """Write the key, atomically; a secret one is for its owner's eyes alone."""
        write_atomically(path, self.to_bytes(), mode=0o600 if secret else 0o666)


def _row(solution: Solution) -> list[Any]:
    foreseen = [list(pair) for pair in solution.foreseen]
    return [solution.answer, solution.otherwise, dict(solution.wrong), foreseen]


def _solution(answer: Any, otherwise: str, wrong: dict[str, str], foreseen: list[Any]) -> Solution:
    return Solution(answer, otherwise, wrong, tuple((a, says) for a, says in foreseen))


def _rows(evidence: Mapping[str, Evidence]) -> dict[str, list[Any]]:
    return {check: [e.outcome, e.kind, e.where, e.observed] for check, e in evidence.items()}


def key_step(assignment: Assignment, seed: Seed) -> str:
    """What to do where a key does not fit: students have the public one, and nothing to build it.

    Returns:
        The step in a sentence without an end, to come behind a colon.
    """
    if assignment.reference is None and seed.public is not None:
        return (
            "get the assignment's current folder from your instructor, copy your files into it, "
            "and leave the other files in it as they are"
        )
    secret = "" if seed.public is not None else " --seed-file SEED -o KEY"
    return (
        f"build it where reference/{assignment.name} is: "
        f"backmark key build {assignment.name}{secret}"
    )


def load_key(path: Path, step: str = _ANYBODY) -> AnswerKey:
    """Read a key.

    Args:
        path: the file.
        step: what whoever reads the error is to do.

    Raises:
        OracleError: the file is missing, unreadable, or no key.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise OracleError(f"cannot read the answer key {path}: {error.strerror}; {step}") from error
    try:
        version, *fields = wire.from_bytes(data)
        if type(version) is int and version != FORMAT:
            raise OracleError(f"{path} has the key format {version}, not {FORMAT}: {step}")
        assignment, seed, answers, known, solutions = fields
        misconceptions = tuple(
            Known(name, exercise, sentence, hint, {c: Evidence(*e) for c, e in evidence.items()})
            for name, exercise, sentence, hint, evidence in known
        )
        solved = {name: _solution(*row) for name, *row in solutions}
        if not all(type(name) is str for name in (assignment, seed, *dict(answers))):
            raise ValueError("names that are no strings")
    except (WireError, ValueError, TypeError, IndexError, AttributeError) as error:
        raise OracleError(f"{path} is not an answer key, or is damaged: {step}") from error
    return AnswerKey(assignment, seed, dict(answers), misconceptions, solved, data)
