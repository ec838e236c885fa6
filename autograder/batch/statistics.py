"""What a class's verdicts say about the class and about the checks: values in, values out.

    ledger entries ──▶ Standing, one a hand-in, the best first ──▶ Spread (scores, seconds)
                                                              ├─▶ CheckFacts (with its flag)
                                                              └─▶ Mistake (what was diagnosed)

One observation is one hand-in: a group's members share their results, so they count once. A figure
that a small class does not have (a mean of nobody, a correlation where all are equal) is None.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, Final

import numpy as np

from autograder.batch.flags import Flag, flag_of
from autograder.batch.ledger import Entry

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
    entry: Entry
    score: float
    max_score: float
    seconds: float
    outcomes: tuple[str | None, ...]
    """By check, in the order of `Class.checks`; None: its verdict has no such check."""

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
class CheckFacts:
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
    entry: Entry
    """A hand-in that has it, for an example."""
    message: str
    """What that one's student reads."""


@dataclass(frozen=True)
class Class:
    """Everything that the page shows."""

    standings: tuple[Standing, ...]
    checks: tuple[CheckFacts, ...]
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


def class_of(entries: Sequence[Entry]) -> Class:
    """All figures of a class."""
    graded = [(entry, entry.verdict) for entry in entries if entry.verdict is not None]
    graded.sort(key=lambda pair: (-pair[1]["score"], pair[0].job or "", pair[0].hand_in.id))
    found = {check["name"]: check for _, verdict in graded for check in verdict["checks"]}
    checks = sorted(found.values(), key=lambda check: _ordinal(check["number"]))
    results = [{check["name"]: check for check in verdict["checks"]} for _, verdict in graded]
    standings = tuple(
        Standing(
            number, entry, verdict["score"], verdict["max_score"], verdict["seconds"],
            tuple(by_name[c["name"]]["outcome"] if c["name"] in by_name else None for c in checks),
        )
        for number, (entry, verdict), by_name in zip(count(1), graded, results)
    )  # fmt: skip
    return Class(
        standings=standings,
        checks=tuple(_facts(checks, results)),
        mistakes=tuple(_mistakes(graded)),
        scores=spread([standing.score for standing in standings]),
        histogram=histogram([standing.share for standing in standings]),
        seconds=spread([standing.seconds for standing in standings]),
        outcomes=dict(Counter(o for s in standings for o in s.outcomes if o).most_common()),
        ungraded=tuple(entry for entry in entries if entry.verdict is None),
        withheld=sum(verdict["withheld"] > 0 for _, verdict in graded),
    )


def _ordinal(number: str) -> tuple[tuple[int, str], ...]:
    """2.10 comes after 2.9."""
    return tuple((int(part) if part.isdigit() else 0, part) for part in number.split("."))


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


def _facts(
    checks: Sequence[Mapping[str, Any]], results: Sequence[Mapping[str, Any]]
) -> list[CheckFacts]:
    """Each check's figures.

    Args:
        checks: one example of every check, in order.
        results: for each hand-in its checks by name.
    """
    shape = (len(results), len(checks))
    points, there_are = np.zeros(shape), np.zeros(shape)
    for row, by_name in enumerate(results):
        for column, check in enumerate(checks):
            found = by_name.get(check["name"])
            if found is not None and found["score"] is not None:
                points[row, column], there_are[row, column] = found["score"], found["max_score"]
    facts = []
    for column, check in enumerate(checks):
        have = points.sum(axis=1) - points[:, column]
        could = there_are.sum(axis=1) - there_are[:, column]
        rest = np.divide(have, could, out=np.zeros_like(have), where=could > 0)
        facts.append(_check_facts(check, [r.get(check["name"]) for r in results], rest))
    return facts


def _check_facts(
    check: Mapping[str, Any], found: Sequence[Mapping[str, Any] | None], rest: np.ndarray
) -> CheckFacts:
    outcomes = Counter(one["outcome"] for one in found if one is not None)
    silent = (*UNTRIED, BROKEN)
    tried = [i for i, one in enumerate(found) if one is not None and one["outcome"] not in silent]
    passed = [found[i]["outcome"] == PASSED for i in tried]  # type: ignore[index]
    rests = [float(rest[i]) for i in tried]
    seconds = [one["seconds"] for one in found if one is not None and one["seconds"] is not None]
    discrimination = point_biserial(passed, rests)
    return CheckFacts(
        number=check["number"],
        name=check["name"],
        title=check["title"],
        exercise=check["exercise"],
        points=check["max_score"],
        outcomes=dict(outcomes.most_common()),
        attempted=len(tried),
        passed=sum(passed),
        discrimination=discrimination,
        seconds=float(np.median(seconds)) if seconds else None,
        flag=flag_of(passed, rests, discrimination, outcomes[BROKEN]),
    )


def _mistakes(graded: Sequence[tuple[Entry, Mapping[str, Any]]]) -> list[Mistake]:
    """The most common first; one hand-in counts once, however many checks it fails by it."""
    counts: Counter[str] = Counter()
    checks: dict[str, dict[str, None]] = {}
    example: dict[str, tuple[Entry, str]] = {}
    for entry, verdict in graded:
        named = [check for check in verdict["checks"] if check["diagnosis"]]
        counts.update({check["diagnosis"] for check in named})
        for check in named:
            checks.setdefault(check["diagnosis"], {})[check["number"]] = None
            example.setdefault(check["diagnosis"], (entry, check["message"]))
    return [
        Mistake(name, n, tuple(sorted(checks[name], key=_ordinal)), *example[name])
        for name, n in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
