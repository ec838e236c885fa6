"""A verdict as the rows of a report whose reader is a student, on platforms that cannot hide a row.

A check that is not `visible` stays out; those checks become one row of their own, so that the
points add up. Text is bounded: a row's share is fair, and a report fits every platform's limit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from autograder.report.words import explain, tally
from autograder.text import clean
from autograder.verdict import CheckResult, Outcome, Property, Verdict, tidy

MAX_ROW: Final = 8_000
"""Characters of one row's text; more than a person reads."""
MAX_TEXT: Final = 200_000
"""Characters of all rows: at most four bytes each, which is below PrairieLearn's 1 MB."""
MAX_SUMMARY: Final = 20_000
"""Characters of what is said once for a submission."""


@dataclass(frozen=True)
class Row:
    """A check, or all those that are not shown; `score` is None where the points are withheld."""

    number: str
    title: str
    exercise: str
    outcome: Outcome
    score: float | None
    max_score: float
    text: str = ""
    """What the student reads, the outcome first; empty where there is nothing to say."""
    seconds: float | None = None
    """None where a submission's own clock has no place in a report."""
    properties: tuple[tuple[str, Property], ...] = ()

    @property
    def passed(self) -> bool:
        """Whether the points are earned."""
        return self.outcome is Outcome.PASSED

    @property
    def name(self) -> str:
        """Number and title on one line."""
        return f"{self.number} {self.title}".strip()


def rows_of(verdict: Verdict) -> list[Row]:
    """The verdict's rows, in the checks' order; what is not shown comes last."""
    limit = min(MAX_ROW, MAX_TEXT // max(1, len(verdict.checks)))
    shown = [check for check in verdict.checks if check.visibility == "visible"]
    unseen = [check for check in verdict.checks if check.visibility != "visible"]
    return [_row(check, verdict.public, limit) for check in shown] + list(_unseen(unseen))


def _row(check: CheckResult, public: bool, limit: int) -> Row:
    lines = explain(check, public=public)
    if check.outcome is not Outcome.PASSED:
        lines.insert(0, check.outcome.value)
    return Row(
        number=check.number,
        title=_line(check.title),
        exercise=check.exercise,
        outcome=check.outcome,
        score=None if check.outcome is Outcome.BROKEN else tidy(check.score),
        max_score=tidy(check.max_score),
        text=clean("\n".join(lines), limit),
        seconds=round(check.seconds, 3) if public else None,
        properties=check.properties,
    )


def _unseen(checks: Sequence[CheckResult]) -> Iterator[Row]:
    """One row for the checks that nobody may see yet, and one for those of them that broke."""
    for broke in (False, True):
        found = [check for check in checks if (check.outcome is Outcome.BROKEN) is broke]
        if not found:
            continue
        whole = all(check.outcome is Outcome.PASSED for check in found)
        outcome = Outcome.BROKEN if broke else Outcome.PASSED if whole else Outcome.FAILED
        count = f"{len(found)} check{'s' if len(found) > 1 else ''}"
        yield Row(
            number="",
            title=f"{count} not shown here"
            + (": broken, the points are withheld" if broke else ""),
            exercise="not shown",
            outcome=outcome,
            score=None if broke else tidy(sum(check.score for check in found)),
            max_score=tidy(sum(check.max_score for check in found)),
            text="" if whole else outcome.value,
        )


def summary_of(verdict: Verdict) -> list[str]:
    """What is said once for a submission: the tally, its notes, and what is withheld."""
    lines = [tally(verdict.checks, public=verdict.public)]
    lines += [_line(note, 400) for note in verdict.notes]
    if verdict.withheld:
        lines.append(withheld_line(verdict))
    return clean("\n".join(lines), MAX_SUMMARY).splitlines()


def withheld_line(verdict: Verdict) -> str:
    """That points are neither earned nor lost."""
    return (
        f"points withheld: {verdict.withheld:g} of {verdict.max_score:g}. A check of ours broke; "
        "they are not lost, and your instructor has to look"
    )


def _line(text: str, limit: int = 200) -> str:
    return clean(" ".join(text.split()), limit)
