"""A verdict as Gradescope's results.json.

Facts about the platform that this rests on: a test without `score` shows no points; the platform
cuts each output at 100,000 characters by removing the middle, so we cut first, at the end; `NaN`
parses there but cannot be posted on, so it must never be written; the default format of the top-
level output is HTML, so text is asked for by name.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from autograder.files import write_atomically
from autograder.report.words import explain, tally
from autograder.text import clean
from autograder.verdict import CheckResult, Outcome, Verdict, tidy

MAX_OUTPUT: Final = 20_000
"""Characters in one test's output: a fifth of the platform's limit, more than a person reads."""


def gradescope_results(verdict: Verdict) -> dict[str, Any]:
    """results.json for a verdict."""
    return {
        "score": verdict.score,
        "execution_time": round(verdict.seconds, 3),
        "output": "\n".join(_summary(verdict)),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "extra_data": {"withheld": verdict.withheld, "provenance": dict(verdict.provenance)},
        "tests": [_test(check, verdict.public) for check in verdict.checks],
    }


def zero_results(reason: str) -> dict[str, Any]:
    """results.json before anything is known, or when nothing could be graded: zero, and why."""
    return {
        "score": 0,
        "output": clean(reason, MAX_OUTPUT),
        "output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [],
    }


def write_results(path: Path, results: dict[str, Any]) -> None:
    """Write results.json, atomically; a number that is not finite is our error, never a file."""
    write_atomically(path, json.dumps(results, allow_nan=False, indent=1) + "\n")


def _summary(verdict: Verdict) -> list[str]:
    lines = [
        tally(verdict.checks, public=verdict.public),
        *(clean(note, 400) for note in verdict.notes),
    ]
    if verdict.withheld:
        lines.append(
            f"{verdict.withheld:g} points are withheld: a check of ours broke. "
            "They are not lost; your instructor has to look"
        )
    return lines


def _test(check: CheckResult, public: bool) -> dict[str, Any]:
    output = "\n".join(explain(check, public=public))
    if check.outcome is not Outcome.PASSED:
        output = f"{check.outcome.value}\n{output}"
    test: dict[str, Any] = {
        "number": check.number,
        "name": check.title,
        "output": clean(output, MAX_OUTPUT),
        "visibility": check.visibility,
        "extra_data": {
            "check": check.name,
            "outcome": check.outcome.value,
            "diagnosis": check.diagnosis.name if check.diagnosis else None,
        },
    }
    if check.tags:
        test["tags"] = list(check.tags)
    if check.outcome is not Outcome.BROKEN:  # a broken check has no score: it is not a zero
        passed = check.outcome is Outcome.PASSED
        test |= {"score": tidy(check.score), "max_score": tidy(check.max_score)}
        test["status"] = "passed" if passed else "failed"
    return test
