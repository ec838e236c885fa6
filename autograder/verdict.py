"""What grading finds, as frozen values: points, words and JSON are pure functions of these.

Verdict ── CheckResult ── Failure ── Mismatch (Element, Element)
                       └─ Diagnosis
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

Property = float | int | str


class Outcome(str, Enum):
    """How a check ended. The set is closed; `broken` alone is our fault, and never costs points."""

    PASSED = "passed"
    FAILED = "failed"
    RAISED = "raised"
    NOT_ATTEMPTED = "not attempted"
    TIMED_OUT = "timed out"
    OUT_OF_MEMORY = "out of memory"
    CRASHED = "crashed"
    BLOCKED = "blocked"
    NOT_ALLOWED = "not allowed"
    BROKEN = "broken"


@dataclass(frozen=True)
class Element:
    """One element of an array that is not what it should be."""

    index: tuple[int, ...]
    got: float
    want: float
    allowed: float
    """The largest |got - want| that would have passed."""


@dataclass(frozen=True)
class Mismatch:
    """How a value differs from what was wanted; `kind` is the first of these that applies.

    "type" (not a number or array at all), "shape", "dtype" (integers where floats belong), "finite"
    (NaN or infinity where there should be a number), "values".
    """

    kind: str
    got: str
    """The type, shape or dtype found, for people."""
    want: str
    got_in_secret: str = ""
    """What to say instead of `got` under a secret seed, where `got` could spell out inputs."""
    differing: int = 0
    total: int = 0
    first: Element | None = None
    worst: Element | None = None
    remark: str = ""
    """What is certain about the difference: a transposition, a sign, a constant factor."""
    factor: float | None = None
    """The constant got / want, where there is one: a number, so for public seeds only."""


@dataclass(frozen=True)
class Failure:
    """Why a check did not pass.

    `kind` is "value" (see `mismatch`), "gradient" (the same, against finite differences of the
    student's own forward), "changed" (an argument was modified), "results" (not what the function
    should return), "assertion" (a sentence of the check's own), "exception", "import", "missing",
    "death" or "forbidden".
    """

    kind: str
    where: str
    """The output ("db"), argument ("x") or function ("relu_forward") it is about."""
    text: str = ""
    """One sentence that is safe to show under a secret seed."""
    detail: str = ""
    """More, possibly with inputs or values in it: for public seeds only."""
    mismatch: Mismatch | None = None
    observed: object = field(default=None, repr=False, compare=False)
    """The student's value, for diagnosis; never shown as such."""


class CheckFailed(Exception):  # noqa: N818 - an outcome, not an error
    """Ends a check: the student's work is not what it should be."""

    def __init__(self, failure: Failure, outcome: Outcome = Outcome.FAILED) -> None:
        super().__init__(f"{failure.kind}: {failure.where}: {failure.text}")
        self.failure = failure
        self.outcome = outcome


@dataclass(frozen=True)
class Diagnosis:
    """The misconception whose values the student's are.

    `certain`: every check of the exercise agrees. Otherwise it merely behaves like it on this one
    check.
    """

    name: str
    sentence: str
    hint: str
    certain: bool


@dataclass(frozen=True)
class CheckResult:
    """One check's outcome. `visibility` and `tags` are Gradescope's."""

    number: str
    name: str
    title: str
    exercise: str
    outcome: Outcome
    max_score: float
    failure: Failure | None = None
    diagnosis: Diagnosis | None = None
    notes: tuple[str, ...] = ()
    printed: str = ""
    seconds: float = 0.0
    visibility: str = "visible"
    tags: tuple[str, ...] = ()
    properties: tuple[tuple[str, Property], ...] = ()
    """What the check measured and recorded: names, and finite numbers or a few words of ours."""

    @property
    def score(self) -> float:
        """All of the check's points or none."""
        return self.max_score if self.outcome is Outcome.PASSED else 0.0


@dataclass(frozen=True)
class Rank:
    """What a submission shows on a leaderboard, in one of its columns."""

    name: str
    value: Property
    order: str


@dataclass(frozen=True)
class Verdict:
    """Everything that grading one submission found."""

    assignment: str
    title: str
    submission: str
    checks: tuple[CheckResult, ...]
    public: bool
    """Graded on the public seed: inputs and wanted values may be shown."""
    seed: str
    """The public seed's number, or the secret one's digest."""
    notes: tuple[str, ...] = ()
    seconds: float = 0.0
    provenance: Mapping[str, str] = field(default_factory=dict)
    leaderboard: tuple[Rank, ...] = ()
    hints: Mapping[str, int] = field(default_factory=dict)
    """How many hints were taken, by exercise, as the hand-in says of itself: told, not proven."""

    @property
    def score(self) -> float:
        """Points earned by evidence."""
        return tidy(sum(check.score for check in self.checks))

    @property
    def max_score(self) -> float:
        """Points there are."""
        return tidy(sum(check.max_score for check in self.checks))

    @property
    def withheld(self) -> float:
        """Points of checks that broke on our side: neither earned nor lost until a person looks."""
        return tidy(sum(c.max_score for c in self.checks if c.outcome is Outcome.BROKEN))


def tidy(points: float) -> float:
    """Points rounded to five decimals, a whole number as an int (`7`, not `7.0`)."""
    rounded = round(points, 5)
    return int(rounded) if rounded == int(rounded) else rounded
