"""A verdict as plain data: what `backmark grade --json` prints."""

from __future__ import annotations

from typing import Any

from autograder.report.words import explain, seconds_of
from autograder.text import clean
from autograder.verdict import CheckResult, Outcome, Verdict, tidy


def verdict_data(verdict: Verdict) -> dict[str, Any]:
    """The verdict as JSON has it: finite numbers and clean text only."""
    hints = {"hints": dict(verdict.hints)} if verdict.hints else {}
    return {
        "assignment": verdict.assignment,
        "submission": clean(verdict.submission),
        "score": verdict.score,
        "max_score": verdict.max_score,
        "withheld": verdict.withheld,
        "public": verdict.public,
        "seconds": seconds_of(verdict.seconds, public=verdict.public),
        "notes": [clean(note, 400) for note in verdict.notes],
        "checks": [_check(check, verdict.public) for check in verdict.checks],
        "provenance": dict(verdict.provenance),
        **hints,
    }


def _check(check: CheckResult, public: bool) -> dict[str, Any]:
    return {
        "number": check.number,
        "name": check.name,
        "title": check.title,
        "exercise": check.exercise,
        "outcome": check.outcome.value,
        "score": None if check.outcome is Outcome.BROKEN else tidy(check.score),
        "max_score": tidy(check.max_score),
        "message": "\n".join(explain(check, public=public)),
        "diagnosis": check.diagnosis.name if check.diagnosis else None,
        "certain": check.diagnosis.certain if check.diagnosis else None,
        "properties": dict(check.properties),
        "seconds": round(check.seconds, 4) if public else None,
    }
