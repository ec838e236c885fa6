"""The exceptions Backmark raises on purpose, each with the exit code of the command that meets it.

    BackmarkError
    ├── UsageError            2   what was asked for does not exist or makes no sense
    │   ├── CourseError       2   a course's own files are wrong; lists every problem at once
    │   └── SubmissionError   2   what was handed in cannot be opened
    ├── OracleError           3   no trustworthy answer for these inputs: ours, never the student's
    ├── WireError             3   bytes that are not a valid message
    └── WorkerError           3   a worker could not be started at all

A student's own exception never becomes one of these: it is data (see `verdict.py`). Anything that
is not a `BackmarkError` and reaches the top is a bug of ours, and exits with 3 as well. `explain`
words a message that takes more than one line, `in_short` takes one line of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


class BackmarkError(Exception):
    """Something Backmark can explain; `exit_code` is what the command line returns."""

    exit_code = 3


class UsageError(BackmarkError):
    """What was asked for does not exist or makes no sense."""

    exit_code = 2


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a course's files: where it is, and what to do about it."""

    path: Path
    line: int | None
    message: str

    def __str__(self) -> str:
        place = str(self.path) if self.line is None else f"{self.path}:{self.line}"
        return f"{place}: {self.message}"


class CourseError(UsageError):
    """A course's own files are wrong; carries every `Problem` found, not only the first."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(problems)
        count = f"{len(problems)} problem{'s' if len(problems) != 1 else ''}"
        super().__init__(f"{count} in the course:\n" + "\n".join(f"  {p}" for p in problems))


class SubmissionError(UsageError):
    """What was handed in cannot be opened; nothing of it has been run."""


class OracleError(BackmarkError):
    """No trustworthy answer for these inputs: the grader's fault, so it never costs points."""


class WireError(BackmarkError):
    """Bytes that are not a valid message; whoever sent them is no longer listened to."""


class WorkerError(BackmarkError):
    """A worker could not be started at all: nothing was learned about the submission."""


def explain(what: str, *, got: str, want: str, step: str) -> str:
    """A message in our order: what and where, got, want, next step; the first line stands alone."""
    return f"{what}\n  got: {got}\n  want: {want}\n  next: {step}"


def in_short(message: str) -> str:
    """Such a message in one line: what, and what was got; for lists with no room for the rest."""
    what, _, rest = message.partition("\n")
    got = next((line[7:] for line in rest.split("\n") if line.startswith("  got: ")), "")
    return f"{what} ({got})" if got else what
