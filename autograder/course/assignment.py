"""An assignment as values: its exercises, its checks, and where its files are."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from autograder.course.hunt import Hunt
from autograder.course.questions import Question
from autograder.course.solutions import Solution
from autograder.errors import UsageError
from autograder.limits import Limits


@dataclass(frozen=True)
class Function:
    """A graded function: the module that defines it, and the names of what it returns, in order.

    `name` is what the module calls it: a misconception stands in under a name of its own.
    """

    module: str
    name: str
    returns: tuple[str, ...]
    opaque: tuple[int, ...] = ()
    """Positions of results that stay in the student's process."""


@dataclass(frozen=True)
class Exercise:
    """A few functions of one module that are taught, graded and diagnosed together."""

    number: int
    name: str
    module: str
    section: str
    functions: Mapping[str, Function]
    hunt: bool = False
    """Whether its module is handed out as a program with bugs of each student's own."""


@dataclass(frozen=True)
class Check:
    """What grades a student: one test function, with the metadata of its decorators."""

    number: str
    name: str
    title: str
    exercise: str
    points: float
    after: tuple[str, ...]
    visibility: str
    tags: tuple[str, ...]
    function: Callable[..., None] = field(repr=False, compare=False)
    fixtures: tuple[str, ...]
    path: Path
    line: int


@dataclass(frozen=True)
class Misconception:
    """A named wrong solution: what it replaces, and what a student who has it is told."""

    name: str
    exercise: str
    sentence: str
    hint: str
    row: str | None
    replaces: Mapping[str, str]
    """Graded function -> the function in `misconceptions.py` that stands in for it."""
    line: int


@dataclass(frozen=True)
class Column:
    """A column of a leaderboard: the property that fills it, and which values come first."""

    name: str
    property: str
    order: str = "desc"
    """ "desc": the highest first; or "asc"."""


@dataclass(frozen=True)
class GradescopeOptions:
    """What `[gradescope]` in assignment.toml says: how the assignment runs on that platform."""

    format: str = "text"
    """How feedback is marked up: "text", "ansi" or "md"."""
    max_submissions: int | None = None
    """How many submissions are graded within any `window_hours`; None for no limit."""
    window_hours: float = 24.0
    time_limit_s: int = 600
    """The platform's limit, where it does not tell: by default its default."""
    require_jail: bool = True
    """Whether a container that does not enforce the jail is a grader error."""
    leaderboard: tuple[Column, ...] = ()


@dataclass(frozen=True)
class Assignment:
    """A validated assignment. `reference` is None where only the students' half is at hand."""

    name: str
    title: str
    folder: Path
    reference: Path | None
    public_seed: int
    points: float
    allowed_imports: frozenset[str]
    limits: Limits
    exercises: tuple[Exercise, ...]
    checks: tuple[Check, ...]
    misconceptions: tuple[Misconception, ...]
    digest: str
    """Of everything that decides a verdict: the settings and the checks."""
    gradescope: GradescopeOptions = GradescopeOptions()
    questions: tuple[Question, ...] = ()
    solutions: Mapping[str, Solution] = field(default_factory=dict, repr=False)
    """The right answers to the questions, where the reference is at hand."""
    hunt: Hunt | None = None

    @property
    def modules(self) -> tuple[str, ...]:
        """The modules that students hand in, in order."""
        return tuple(dict.fromkeys(exercise.module for exercise in self.exercises))

    @property
    def functions(self) -> dict[str, Function]:
        """Every graded function by name."""
        return {name: f for exercise in self.exercises for name, f in exercise.functions.items()}

    @property
    def personal(self) -> bool:
        """Whether what is graded follows from who handed it in."""
        return self.hunt is not None or any(question.numbers for question in self.questions)

    @property
    def public_key(self) -> Path:
        """Where the answer key of the public seed lies."""
        return self.folder / "answer_key.bin"

    def check(self, name: str) -> Check:
        """The check of that name or number.

        Raises:
            UsageError: there is none; names the nearest.
        """
        for check in self.checks:
            if name in (check.name, check.number):
                return check
        raise unknown(
            "check", name, [c.number for c in self.checks] + [c.name for c in self.checks]
        )


def unknown(what: str, name: str, known: list[str], *, where: str = "") -> UsageError:
    """The error for a name that does not exist, with the nearest one that does."""
    part_of = [one for one in known if len(name) > 1 and name in one]
    near = part_of or difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    place = f" in {where}" if where else ""
    listed = ", ".join(known[:12]) + (", ..." if len(known) > 12 else "")
    hint = f"did you mean {near[0]}?" if near else f"there are: {listed or 'none'}"
    return UsageError(f"no {what} {name!r}{place}: {hint}")


def public_secret(seed: int) -> bytes:
    """The key material of a public seed; anyone can compute it, which is the point."""
    return f"backmark public seed {seed}".encode()
