"""What a class's verdicts say about the class and about the checks: values in, values out.

    ledger entries ──table_of──▶ Table ──▶ Standing, one a hand-in, the best first
                                       ├─▶ Spread (scores, seconds)
                                       ├─▶ CheckStatistics (with its flag)
                                       └─▶ Mistake (what was diagnosed)

One observation is one hand-in: a group's members share their results, so they count once. A figure
that a small class does not have (a mean of nobody, a correlation where all are equal) is None.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from autograder.batch.flags import Flag, flag_of
from autograder.batch.hand_in import HandIn
from autograder.batch.ledger import Entry
from autograder.batch.table import Table, table_of
from autograder.course.checks import ordinal

PASSED: Final = "passed"
UNTRIED: Final = ("not attempted", "blocked")
"""Nothing was handed in that the check could have judged."""
BROKEN: Final = "broken"
"""Our own fault: such a check says nothing about the student."""
BINS: Final = 20
FEW: Final = 40
"""Hand-ins below which bins of 5 % would hold two or three each: half as many bins then."""


@dataclass(frozen=True)
class Standing:
    """A hand-in among the others; its number is its place, so it tells no more than the score."""

    number: int
    hand_in: HandIn
    score: float
    max_score: float
    seconds: float
    outcomes: tuple[str | None, ...]
    """By check, in the order of `Class.checks`; None: its verdict has no such check."""
    mistakes: tuple[str, ...]
    """Misconceptions that were diagnosed."""

    @property
    def share(self) -> float:
        """Of the points there are, 0 to 1."""
        return self.score / self.max_score if self.max_score else 0.0


@dataclass(frozen=True)
class Spread:
    """How numbers are spread; all None for nobody."""

    count: int
    mean: float | None
    deviation: float | None
    """Of a sample (n - 1); None below two."""
    least: float | None
    quartiles: tuple[float, float, float] | None
    """The middle one is the median."""
    most: float | None
    total: float


@dataclass(frozen=True)
class CheckStatistics:
    """What became of one check in the class."""

    number: str
    name: str
    title: str
    exercise: str
    points: float
    outcomes: Mapping[str, int]
    attempted: int
    passed: int
    discrimination: float | None
    """Point-biserial correlation of passing it with the rest score, of those who attempted it."""
    seconds: float | None
    """The median; None under a secret seed."""
    flag: Flag | None

    @property
    def difficulty(self) -> float | None:
        """Share passed of attempted: 0 nobody could, 1 everybody."""
        return self.passed / self.attempted if self.attempted else None


@dataclass(frozen=True)
class Mistake:
    """A misconception that was diagnosed, and in how many hand-ins."""

    name: str
    count: int
    checks: tuple[str, ...]
    hand_in: HandIn
    """One that has it, for an example."""
    message: str
    """What that one's student reads."""


@dataclass(frozen=True)
class Class:
    """Everything that the page shows."""

    standings: tuple[Standing, ...]
    checks: tuple[CheckStatistics, ...]
    mistakes: tuple[Mistake, ...]
    scores: Spread
    histogram: tuple[int, ...]
    """Hand-ins by share of the points, in bins of equal width; the last holds the full score."""
    seconds: Spread
    outcomes: Mapping[str, int]
    """Of all checks of all hand-ins, the most frequent first."""
    ungraded: tuple[Entry, ...]
    withheld: int
    """Hand-ins with points that a person must look at."""


def class_of(entries: Iterable[Entry]) -> Class:
    """All figures of a class, whose entries may come one at a time."""
    table = table_of(entries)
    standings = tuple(
        Standing(
            number, row.hand_in, row.score, row.max_score, row.seconds, row.outcomes, row.mistakes
        )
        for number, row in enumerate(table.rows, start=1)
    )
    return Class(
        standings=standings,
        checks=tuple(_facts(table)),
        mistakes=tuple(_mistakes(table)),
        scores=spread([standing.score for standing in standings]),
        histogram=histogram([standing.share for standing in standings]),
        seconds=spread([standing.seconds for standing in standings]),
        outcomes=dict(Counter(o for s in standings for o in s.outcomes if o).most_common()),
        ungraded=table.ungraded,
        withheld=sum(row.withheld > 0 for row in table.rows),
    )


def spread(values: Sequence[float]) -> Spread:
    """How these numbers are spread."""
    if not values:
        return Spread(0, None, None, None, None, None, 0.0)
    low, middle, high = (float(q) for q in np.quantile(values, [0.25, 0.5, 0.75]))
    deviation = float(np.std(values, ddof=1)) if len(values) > 1 else None
    return Spread(
        len(values), float(np.mean(values)), deviation, float(min(values)),
        (low, middle, high), float(max(values)), float(sum(values)),
    )  # fmt: skip


def histogram(shares: Sequence[float]) -> tuple[int, ...]:
    """How many of these shares, 0 to 1, lie in each bin."""
    bins = BINS if len(shares) >= FEW else BINS // 2
    # Counted by hand: a share of 0.15 belongs to the bin that begins with it, whatever binary says.
    places = [min(int(share * bins + 1e-9), bins - 1) for share in shares]
    return tuple(places.count(place) for place in range(bins))


def point_biserial(passed: Sequence[bool], rest: Sequence[float]) -> float | None:
    """The correlation of passing with a score, -1 to 1; None where either does not vary."""
    if len(passed) < 2 or len(set(passed)) < 2 or np.ptp(rest) < 1e-12:
        return None
    return float(np.clip(np.corrcoef(np.asarray(passed, float), rest)[0, 1], -1, 1))


def _facts(table: Table) -> list[CheckStatistics]:
    points, there_are = np.nan_to_num(table.points), np.nan_to_num(table.there_are)
    have, could = points.sum(axis=1), there_are.sum(axis=1)
    facts = []
    for column in range(len(table.checks)):
        others, most = have - points[:, column], could - there_are[:, column]
        rest = np.divide(others, most, out=np.zeros_like(others), where=most > 0)
        facts.append(_check_facts(table, column, rest))
    return facts


def _check_facts(table: Table, column: int, rest: np.ndarray) -> CheckStatistics:
    """Figures of one check.

    Args:
        table: the class.
        column: which check.
        rest: each hand-in's share of all other points, 0 to 1.
    """
    check, found = table.checks[column], [row.outcomes[column] for row in table.rows]
    outcomes = Counter(outcome for outcome in found if outcome is not None)
    silent = (None, *UNTRIED, BROKEN)
    tried = [i for i, outcome in enumerate(found) if outcome not in silent]
    passed = [found[i] == PASSED for i in tried]
    rests = [float(rest[i]) for i in tried]
    seconds = table.seconds[:, column]
    seconds = seconds[~np.isnan(seconds)]
    discrimination = point_biserial(passed, rests)
    return CheckStatistics(
        number=check["number"],
        name=check["name"],
        title=check["title"],
        exercise=check["exercise"],
        points=check["max_score"],
        outcomes=dict(outcomes.most_common()),
        attempted=len(tried),
        passed=sum(passed),
        discrimination=discrimination,
        seconds=float(np.median(seconds)) if len(seconds) else None,
        flag=flag_of(passed, rests, discrimination, outcomes[BROKEN]),
    )


def _mistakes(table: Table) -> list[Mistake]:
    """The most common first."""
    common = sorted(table.mistakes.items(), key=lambda item: (-item[1].count, item[0]))
    return [
        Mistake(
            name, seen.count, tuple(sorted(seen.checks, key=ordinal)), seen.example.hand_in,
            seen.message,
        )
        for name, seen in common
    ]  # fmt: skip
