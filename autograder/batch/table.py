"""A class's verdicts as one table of hand-ins by checks, read entry by entry.

    ledger entries ──▶ Table: rows the best first, columns by the checks' numbers

A verdict takes some 100 kB as Python objects, its row 3 kB: only the rows are kept.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np

from autograder.batch.hand_in import HandIn
from autograder.batch.ledger import Entry
from autograder.course.checks import ordinal

_NUMBERS: Final = ("score", "max_score", "seconds")


@dataclass(frozen=True)
class Row:
    """A hand-in that was graded."""

    hand_in: HandIn
    job: str
    score: float
    max_score: float
    seconds: float
    withheld: float
    outcomes: tuple[str | None, ...]
    """By check, in the order of `Table.checks`; None: its verdict has no such check."""
    mistakes: tuple[str, ...]
    """Misconceptions that were diagnosed, in the order of its checks."""

    @property
    def rank(self) -> tuple[float, str, str]:
        """The best first; equals in an order that says nothing about who they are."""
        return -self.score, self.job, self.hand_in.id


@dataclass
class Seen:
    """A misconception that was diagnosed."""

    example: Row
    message: str
    """What the example's student reads."""
    count: int = 0
    """Hand-ins, each once, however many checks it fails by it."""
    checks: set[str] = field(default_factory=set)
    """Numbers."""


@dataclass(frozen=True)
class Table:
    """All graded hand-ins of a class; arrays are float64 (rows, checks), NaN for none."""

    rows: tuple[Row, ...]
    checks: tuple[Mapping[str, Any], ...]
    """One example of each: number, name, title, exercise, max_score."""
    points: np.ndarray
    there_are: np.ndarray
    """Points that could be had, where the check did not break."""
    seconds: np.ndarray
    mistakes: Mapping[str, Seen]
    ungraded: tuple[Entry, ...]


def table_of(entries: Iterable[Entry]) -> Table:
    """The table; entries may come one at a time, and none is kept that has a verdict."""
    columns: dict[str, int] = {}
    checks: list[dict[str, Any]] = []
    rows: list[tuple[Row, np.ndarray]] = []
    mistakes: dict[str, Seen] = {}
    ungraded = []
    for entry in entries:
        if entry.verdict is None:
            ungraded.append(entry)
            continue
        for check in entry.verdict["checks"]:
            if check["name"] not in columns:
                columns[check["name"]] = len(checks)
                kept = ("number", "name", "title", "exercise", "max_score")
                checks.append({key: check[key] for key in kept})
        row = _row(entry, entry.verdict, columns)
        rows.append((row, _numbers(entry.verdict, columns)))
        _see(mistakes, row, entry.verdict)
    return _table(rows, checks, mistakes, ungraded)


def _row(entry: Entry, verdict: Mapping[str, Any], columns: Mapping[str, int]) -> Row:
    outcomes: list[str | None] = [None] * len(columns)
    for check in verdict["checks"]:
        outcomes[columns[check["name"]]] = sys.intern(check["outcome"])
    named = (sys.intern(c["diagnosis"]) for c in verdict["checks"] if c["diagnosis"])
    return Row(
        entry.hand_in, entry.job or "", verdict["score"], verdict["max_score"], verdict["seconds"],
        verdict["withheld"], tuple(outcomes), tuple(dict.fromkeys(named)),
    )  # fmt: skip


def _numbers(verdict: Mapping[str, Any], columns: Mapping[str, int]) -> np.ndarray:
    found = np.full((len(_NUMBERS), len(columns)), np.nan)
    for check in verdict["checks"]:
        got = [np.nan if check[name] is None else check[name] for name in _NUMBERS]
        found[:, columns[check["name"]]] = got
    return found


def _see(mistakes: dict[str, Seen], row: Row, verdict: Mapping[str, Any]) -> None:
    """The example of a mistake is the best hand-in that has it, at its first check."""
    for name in row.mistakes:
        shown = [check for check in verdict["checks"] if check["diagnosis"] == name]
        seen = mistakes.setdefault(name, Seen(row, shown[0]["message"]))
        if row.rank < seen.example.rank:
            seen.example, seen.message = row, shown[0]["message"]
        seen.count += 1
        seen.checks |= {check["number"] for check in shown}


def _table(
    rows: list[tuple[Row, np.ndarray]],
    checks: list[dict[str, Any]],
    mistakes: dict[str, Seen],
    ungraded: list[Entry],
) -> Table:
    """Rows and columns in order, all of one length."""
    order = sorted(range(len(checks)), key=lambda i: ordinal(checks[i]["number"]))
    rows.sort(key=lambda pair: pair[0].rank)
    numbers = np.full((len(_NUMBERS), len(rows), len(checks)), np.nan)
    for place, (_, found) in enumerate(rows):
        numbers[:, place, : found.shape[1]] = found
    points, there_are, seconds = numbers[:, :, order]
    return Table(
        rows=tuple(replace(row, outcomes=_ordered(row.outcomes, order)) for row, _ in rows),
        checks=tuple(checks[i] for i in order),
        points=points,
        there_are=np.where(np.isnan(points), np.nan, there_are),
        seconds=seconds,
        mistakes=mistakes,
        ungraded=tuple(ungraded),
    )


def _ordered(outcomes: tuple[str | None, ...], order: list[int]) -> tuple[str | None, ...]:
    """An early row is shorter than the table, where later ones have checks that it has not."""
    return tuple(outcomes[i] if i < len(outcomes) else None for i in order)
