"""A verdict as Gradescope's results.json.

Facts about the platform that this rests on: a test without `score` shows no points; the platform
cuts each output at 100,000 characters by removing the middle, so we cut first, at the end; `NaN`
parses there but cannot be posted on, so it must never be written; the default format of the top-
level output is HTML, so ours is asked for by name.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from autograder.files import write_atomically
from autograder.report.markup import MAX_GROWTH, marked_up
from autograder.report.words import explain, seconds_of, tally
from autograder.text import clean
from autograder.verdict import CheckResult, Outcome, Verdict, tidy

MAX_OUTPUT: Final = 20_000
"""Characters in one test's output: a fifth of the platform's limit, more than a person reads."""
MAX_MARKED: Final = 90_000 // MAX_GROWTH
"""The same before it is marked up: below the platform's limit whatever has to be escaped."""
NOT_RUN: Final = "not run"
"""The outcome, in `extra_data`, of a check whose turn has not come."""

_MOODS: Final = {Outcome.PASSED: "good", Outcome.NOT_ATTEMPTED: "plain", Outcome.BROKEN: "ours"}


def gradescope_results(
    verdict: Verdict, *, form: str = "text", waiting: Sequence[CheckResult] = ()
) -> dict[str, Any]:
    """results.json for a verdict, in one of the formats of `markup.FORMATS`.

    `waiting` are checks that have not run, whatever their outcome says: worth nothing as yet.
    """
    extra: dict[str, Any] = {
        "withheld": verdict.withheld,
        "provenance": dict(verdict.provenance),
    }
    if waiting:
        extra["unfinished"] = len(waiting)
    board = [{"name": r.name, "value": r.value, "order": r.order} for r in verdict.leaderboard]
    return {
        "score": verdict.score,
        "execution_time": seconds_of(verdict.seconds, public=verdict.public),
        "output": marked_up(_summary(verdict, waiting), form),
        "output_format": form,
        "test_output_format": form,
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "extra_data": extra,
        "tests": [
            *(_test(check, verdict.public, form) for check in verdict.checks),
            *(_waiting_test(check, form) for check in waiting),
        ],
    } | ({"leaderboard": board} if board else {})


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


def write_results(path: Path, results: dict[str, Any], *, indent: int | None = 1) -> None:
    """Write results.json, atomically; a number that is not finite is our error, never a file.

    `indent` is for people; without it, Python's fast encoder is at work.
    """
    text = json.dumps(results, allow_nan=False, indent=indent) + "\n"
    write_atomically(path, text, durable=False)  # the container does not outlive its machine


def _summary(verdict: Verdict, waiting: Sequence[CheckResult]) -> list[str]:
    lines = [
        tally([*verdict.checks, *waiting], public=verdict.public),
        *(clean(note, 400) for note in verdict.notes),
    ]
    if waiting:
        lines.append(f"{len(waiting)} of these checks have not run")
    if verdict.withheld:
        lines.append(
            f"{verdict.withheld:g} points are withheld: a check of ours broke. "
            "They are not lost; your instructor has to look"
        )
    return lines


def _test(check: CheckResult, public: bool, form: str) -> dict[str, Any]:
    passed = check.outcome is Outcome.PASSED
    output = clean("\n".join(explain(check, public=public)), _room(form))
    heading = "" if passed else check.outcome.value
    test = _common(check) | {
        "output": marked_up(
            output.split("\n"), form, heading=heading, mood=_MOODS.get(check.outcome, "bad")
        ),
        "extra_data": {
            "check": check.name,
            "outcome": check.outcome.value,
            "diagnosis": check.diagnosis.name if check.diagnosis else None,
        },
    }
    if check.outcome is not Outcome.BROKEN:  # a broken check has no score: it is not a zero
        test |= {"score": tidy(check.score), "max_score": tidy(check.max_score)}
        test["status"] = "passed" if passed else "failed"
    return test


def _room(form: str) -> int:
    return MAX_OUTPUT - 100 if form == "text" else MAX_MARKED  # 100: the heading


def _waiting_test(check: CheckResult, form: str) -> dict[str, Any]:
    return _common(check) | {
        "output": marked_up([], form, heading="not run yet"),
        "extra_data": {"check": check.name, "outcome": NOT_RUN, "diagnosis": None},
        "score": 0,
        "max_score": tidy(check.max_score),
        "status": "failed",
    }


def _common(check: CheckResult) -> dict[str, Any]:
    known = {"number": check.number, "name": check.title, "visibility": check.visibility}
    return known | ({"tags": list(check.tags)} if check.tags else {})
