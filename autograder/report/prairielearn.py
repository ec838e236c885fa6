"""A verdict as PrairieLearn's results.json, for its external graders.

Facts about the platform that this rests on: `score` is a fraction of the question's points; the
file may hold 1 MB; `gradable: false` takes no attempt from the student and records no score; a test
without points hides the points of all tests, one with none to earn is shown as neutral.

So a verdict with withheld points is not gradable: whatever fraction was given would be a lie. A
broken test is 0 of 0, which is neutral, and says so.
"""

from __future__ import annotations

from typing import Any

from autograder.report.rows import Row, rows_of, summary_of, withheld_line
from autograder.text import clean
from autograder.verdict import Verdict


def prairielearn_results(verdict: Verdict) -> dict[str, Any]:
    """results.json for a verdict."""
    results: dict[str, Any] = {
        "gradable": not verdict.withheld,
        "message": "\n".join(summary_of(verdict)),
        "tests": [_test(row) for row in rows_of(verdict)],
        "provenance": dict(verdict.provenance),
    }
    if verdict.withheld:
        return results | {"format_errors": [withheld_line(verdict)], "withheld": verdict.withheld}
    fraction = verdict.score / verdict.max_score if verdict.max_score else 0.0
    return results | {"score": round(min(1.0, fraction), 6)}


def ungradable_results(reason: str) -> dict[str, Any]:
    """results.json for a hand-in that could not be opened: no attempt is used up."""
    return {"gradable": False, "format_errors": [clean(reason, 2_000)], "tests": []}


def _test(row: Row) -> dict[str, Any]:
    withheld = row.score is None
    return {
        "name": row.name,
        "points": 0 if withheld else row.score,
        "max_points": 0 if withheld else row.max_score,
        "output": row.text,
        "outcome": row.outcome.value,
    }
