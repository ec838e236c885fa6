"""One exercise of a certificate as its page shows it: rows, columns, and little pictures of both.

    Certificate + exercise --> ExerciseView: plain values for the template, nothing left to decide

A column of the kill matrix is one wrong solution. Columns that the same checks fail stand together,
so a row's coloured columns are a few long runs, and the picture is small.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from autograder.certify.certificate import Certificate
from autograder.certify.facts import (
    EQUIVALENT,
    KILLED,
    SURVIVED,
    UNLOADABLE,
    CheckFacts,
    ExerciseFacts,
    MisconceptionFacts,
    MutantFacts,
)
from autograder.certify.naming import Named, confusion_picture, named_view
from autograder.text import clean

LONG: Final = 2000
"""Characters of a diff, a reason or a message: more than anybody reads."""


@dataclass(frozen=True)
class Column:
    """One wrong solution: what the page says of it, and the checks that fail it."""

    what: str
    fate: str
    diff: str
    killed_by: tuple[str, ...]
    outcome: str

    def as_data(self) -> dict[str, str]:
        """What the page's script shows when the column is pointed at."""
        return {"what": self.what, "fate": self.fate, "diff": self.diff}


@dataclass(frozen=True)
class Row:
    """A check: its strip of the kill matrix, and its figures."""

    number: str
    name: str
    title: str
    passed: bool
    paths: tuple[tuple[str, str], ...]
    """A CSS class and the SVG path of the columns that have it."""
    kills: int
    alone: int
    example: str
    ms: float
    bar: float


@dataclass(frozen=True)
class ExerciseView:
    """Everything that the page shows of an exercise."""

    number: int
    name: str
    section: str
    anchor: str
    rows: tuple[Row, ...]
    columns: tuple[Column | None, ...]
    """None is the gap between misconceptions and mutants."""
    misconceptions: tuple[Named, ...]
    confusion: dict[str, Any]
    killed: int
    loadable: int
    equivalent: tuple[MutantFacts, ...]
    survivors: tuple[MutantFacts, ...]

    @property
    def width(self) -> int:
        """How many columns wide the kill matrix is."""
        return max(len(self.columns), 1)

    @property
    def named(self) -> int:
        """How many misconceptions are called by their own name alone."""
        return sum(m.is_right for m in self.misconceptions)

    @property
    def ms(self) -> float:
        """Processor time of its checks on the reference."""
        return sum(row.ms for row in self.rows)

    @property
    def candidates(self) -> tuple[Row, ...]:
        """Checks that fail nothing alone."""
        return tuple(row for row in self.rows if not row.alone)

    @property
    def line(self) -> str:
        """What its closed box says."""
        wrong = len(self.misconceptions), self.loadable
        return (
            f"{len(self.rows)} checks against {wrong[0]} foreseen mistakes and {wrong[1]} mutants"
        )

    @property
    def hint(self) -> str:
        """What stands where a column's facts will be."""
        count = sum(column is not None for column in self.columns)
        return f"{count} wrong solutions: point at one, or use the arrow keys."


def exercise_view(certificate: Certificate, facts: ExerciseFacts, slowest: float) -> ExerciseView:
    """The exercise's view; `slowest` is the time, in seconds, of the longest bar."""
    is_alone = sum(e.section == facts.section for e in certificate.exercises) == 1
    checks = [c for c in certificate.checks if c.exercise == facts.name]
    named = [m for m in certificate.misconceptions if m.exercise == facts.name]
    mutants = [m for m in certificate.mutants if m.exercise == facts.name]
    columns = _columns(checks, named, mutants, {c.name: c.number for c in certificate.checks})
    return ExerciseView(
        number=facts.number,
        name=facts.name,
        section=clean(facts.section if is_alone else f"{facts.section}: {facts.name}"),
        anchor=f"exercise-{facts.number}",
        rows=tuple(_row(check, columns, certificate, slowest) for check in checks),
        columns=tuple(columns),
        misconceptions=tuple(named_view(m, certificate) for m in named),
        confusion=confusion_picture(named),
        killed=sum(m.outcome == KILLED for m in mutants),
        loadable=sum(m.outcome != UNLOADABLE for m in mutants),
        equivalent=tuple(m for m in mutants if m.outcome == EQUIVALENT),
        survivors=tuple(m for m in mutants if m.outcome == SURVIVED),
    )


def _columns(
    checks: Sequence[CheckFacts],
    named: Sequence[MisconceptionFacts],
    mutants: Sequence[MutantFacts],
    numbers: dict[str, str],
) -> list[Column | None]:
    """Misconceptions, a gap, mutants; each kind by the checks that fail them, survivors last."""

    def place(column: Column) -> list[bool]:
        return [check.name not in column.killed_by for check in checks]

    foreseen = [
        Column(
            clean(f"foreseen mistake: {m.sentence}", LONG),
            _fate(m.killed_by, numbers),
            "",
            m.killed_by,
            KILLED if m.killed_by else SURVIVED,
        )
        for m in named
    ]
    made = [
        Column(
            clean(f"{m.function}, {where(m)}", LONG),
            f"{m.outcome}: {clean(m.reason, LONG)}" if m.reason else _fate(m.killed_by, numbers),
            clean(m.diff, LONG),
            m.killed_by,
            m.outcome,
        )
        for m in mutants
        if m.outcome != UNLOADABLE
    ]
    gap: list[Column | None] = [None] * max(1, len(made) // 100) if foreseen and made else []
    return [*sorted(foreseen, key=place), *gap, *sorted(made, key=place)]


def where(mutant: MutantFacts) -> str:
    """Where a mutant is, and which operator made it."""
    return f"{mutant.module}.py:{mutant.line}, {mutant.operator}"


def _fate(killed_by: Iterable[str], numbers: dict[str, str]) -> str:
    shown = ", ".join(numbers.get(name, name) for name in killed_by)
    return f"failed by {shown}" if shown else "no check fails it"


def _row(
    check: CheckFacts, columns: Sequence[Column | None], certificate: Certificate, slowest: float
) -> Row:
    own = frozenset(c.name for c in certificate.checks if c.exercise == check.exercise)
    alone = certificate.sole_killers.get(check.name, ())
    return Row(
        number=check.number,
        name=check.name,
        title=clean(check.title),
        passed=check.passed,
        paths=tuple(_paths([_kind(check.name, column, own) for column in columns])),
        kills=len(certificate.kill_matrix[check.name]),
        alone=len(alone),
        example=_what(alone[0], certificate) if alone else "",
        ms=1000 * check.seconds,
        bar=round(3 * check.seconds / slowest, 2) if slowest else 0.0,
    )


def _what(killed: str, certificate: Certificate) -> str:
    """A wrong solution in a few words: a misconception's name, or a mutant's diff."""
    return next((clean(m.diff, LONG) for m in certificate.mutants if m.key == killed), killed)


def _kind(check: str, column: Column | None, checks: AbstractSet[str]) -> str:
    """The CSS class of one field of the kill matrix."""
    if column is None:
        return "gap"
    if check in column.killed_by:
        return "sole" if len(column.killed_by) == 1 else "hit"
    if column.outcome == KILLED:
        return "" if checks & set(column.killed_by) else "elsewhere"
    return column.outcome


def _paths(kinds: Sequence[str]) -> Iterable[tuple[str, str]]:
    """For each kind of column, one path of rectangles: a rectangle for each run of columns."""
    runs: dict[str, list[str]] = {}
    start = 0
    for kind, run in groupby(kinds):
        width = len(list(run))
        if kind:
            runs.setdefault(kind, []).append(f"M{start} 0h{width}v1h-{width}z")
        start += width
    for kind, pieces in runs.items():
        yield kind, "".join(pieces)
