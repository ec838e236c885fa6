"""An earlier results.json, reduced to what ours may hold: another autograder may have made it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from autograder.gradescope.metadata import Metadata, number
from autograder.report.gradescope import zero_results
from autograder.report.markup import FORMATS
from autograder.text import clean
from autograder.verdict import tidy

MAX_TESTS: Final = 1000
MAX_TEXT: Final = 99_000
"""Characters: an earlier output was within the platform's 100,000, or was cut by it."""

_OUR_CODES: Final = re.compile(r"(\x1b\[(?:0|1|3[123])m)")
_VISIBILITIES: Final = ("visible", "hidden", "after_due_date", "after_published")


@dataclass(frozen=True)
class Standing:
    """The score that an earlier submission left a student with, and what was shown with it."""

    score: float
    results: dict[str, Any] | None


def standing(metadata: Metadata) -> Standing | None:
    """The latest score that came of a grading; one that was carried over an error counts too."""
    for previous in reversed(metadata.previous):
        found = previous.results or {}
        score = number(found.get("score", None if previous.failed else previous.score))
        if score is not None and score >= 0:
            return Standing(score, previous.results)
    return None


def carried(earlier: Standing) -> dict[str, Any]:
    """results.json with that score, and the tests that it came of where they are known."""
    found = earlier.results or {}
    forms = {key: found.get(key) for key in ("output_format", "test_output_format")}
    shown = {key: form if form in FORMATS else "text" for key, form in forms.items()}
    tests = found.get("tests")
    rows = tests[:MAX_TESTS] if isinstance(tests, list) else []
    return (
        zero_results("")
        | {
            **shown,
            "score": tidy(earlier.score),
            "output": _without_our_lines(found),
            "tests": [_test(place, t) for place, t in enumerate(rows, 1) if isinstance(t, dict)],
        }
        | _leaderboard(found.get("leaderboard"))
    )


def _leaderboard(board: Any) -> dict[str, Any]:
    rows = [row for row in board if isinstance(row, dict)] if isinstance(board, list) else []
    kept = []
    for row in rows[:MAX_TESTS]:
        name, value = _text(row.get("name"))[:40], row.get("value")
        shown = _text(value)[:40] if isinstance(value, str) else number(value)
        if name and shown is not None:
            order = "asc" if row.get("order") == "asc" else "desc"
            kept.append({"name": name, "value": shown, "order": order})
    return {"leaderboard": kept} if kept else {}


def _without_our_lines(found: dict[str, Any]) -> str:
    """Its output, without what we said above it when it was carried the last time."""
    output, extra = _text(found.get("output")), found.get("extra_data")
    if isinstance(extra, dict) and {"over_quota", "grader_error"} & set(extra):
        return output.partition("\n\n")[2]
    return output


def _test(place: int, test: dict[str, Any]) -> dict[str, Any]:
    tags, extra = test.get("tags"), test.get("extra_data")
    extra = extra if isinstance(extra, dict) else {}
    visibility = test.get("visibility")
    kept: dict[str, Any] = {
        "number": _text(test.get("number")) or str(place),
        "name": _text(test.get("name")),
        "output": _text(test.get("output")),
        "visibility": visibility if visibility in _VISIBILITIES else "visible",
    }
    if isinstance(tags, list):
        kept["tags"] = [_text(tag) for tag in tags[:20]]
    score, of = number(test.get("score")), number(test.get("max_score"))
    outcome = "broken"
    if score is not None and of is not None and min(score, of) >= 0:
        outcome = "passed" if score >= of else "failed"
        kept |= {"score": tidy(score), "max_score": tidy(of), "status": outcome}
    known = {"check": _text(extra.get("check")), "outcome": outcome, "diagnosis": None}
    return kept | {"extra_data": known}


def _text(value: Any) -> str:
    if type(value) is not str:
        return ""
    parts = _OUR_CODES.split(value[:MAX_TEXT])
    return "".join(p if n % 2 else clean(p, MAX_TEXT) for n, p in enumerate(parts))[:MAX_TEXT]
