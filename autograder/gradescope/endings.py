"""results.json where a run does not end as it should: time is up, we broke, or it may not be graded.

What is our fault is never a zero: an earlier score stands, and where there is none the file has no
score at all. The platform then shows none; staff find "grader error" in the output, in `extra_data`
and, with the details, in the run's log.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from autograder.gradescope.metadata import Metadata, Previous, number
from autograder.report.gradescope import MAX_OUTPUT, NOT_RUN, zero_results
from autograder.report.markup import FORMATS, marked_up
from autograder.text import clean
from autograder.verdict import tidy

Results = dict[str, Any]

OUR_FAULT: Final = (
    "Grader error: something of ours broke while this was graded. It is our fault, not yours."
)
_VISIBILITIES: Final = ("visible", "hidden", "after_due_date", "after_published")
_TEST_KEYS: Final = ("number", "name", "output", "tags")
MAX_TESTS: Final = 1000


def read_results(path: Path) -> Results | None:
    """What a results.json holds; None where there is none."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return data if isinstance(data, dict) else None


def time_is_up(sofar: Results, after_s: float) -> Results:
    """What was earned before time was up, of a grading that did not finish."""
    reason = (
        f"Time was up after {after_s:.0f} s, before every check had run. "
        "What was earned until then counts; a check that has not run earns nothing. "
        "If your code has no slow loop and no endless one, tell your instructor."
    )
    extra = {**sofar.get("extra_data", {}), "time_is_up": True}
    return _told(sofar, [reason]) | {"extra_data": extra}


def grader_error(sofar: Results | None, reason: str, metadata: Metadata) -> Results:
    """The results of a run that broke on our side: checks that did not run are withheld.

    Args:
        sofar: what had been graded, if anything had.
        reason: for staff; kept where students do not see it.
        metadata: whose earlier score stands where it is the higher one.
    """
    results = zero_results("") if sofar is None else dict(sofar)
    results["tests"] = [_withheld(test) for test in results["tests"]]
    results["extra_data"] = _blamed(results, reason)
    earned = number(results.pop("score", None)) or 0.0
    scored = any("score" in test for test in results["tests"])
    standing = _standing(metadata)
    lines = [OUR_FAULT]
    if standing is not None and (not scored or standing.score > earned):
        results["score"] = tidy(standing.score)
        lines.append(f"Your previous score, {tidy(standing.score):g}, stands until it is mended.")
        if not scored:
            results["tests"] = _carried(standing.previous)["tests"] or results["tests"]
    elif scored:
        results["score"] = tidy(earned)
        lines.append("The points of what could not be checked are withheld, not lost.")
    else:
        lines.append("This submission has no score yet, which is not a zero.")
    lines.append("You need not submit again; please tell your instructor.")
    return _told(results, lines)


def over_quota(metadata: Metadata, limit: int, hours: float, until: datetime) -> Results:
    """The latest previous result for a submission that may not be graded."""
    counted = f"{limit} submissions" if limit > 1 else "1 submission"
    lines = [
        f"Not graded: {counted} within {hours:g} hours are, and you have made them. "
        "What is shown is your previous result.",
        f"The next one can be graded if it is submitted after {until:%Y-%m-%d %H:%M %Z}.",
    ]
    standing = _standing(metadata)
    results = zero_results("") if standing is None else _carried(standing.previous)
    if standing is not None:
        results["score"] = tidy(standing.score)
    return _told(results, lines) | {"extra_data": {"over_quota": True}}


class _Standing:
    """The score that an earlier submission left a student with."""

    def __init__(self, previous: Previous, score: float) -> None:
        self.previous = previous
        self.score = score


def _standing(metadata: Metadata) -> _Standing | None:
    """The latest score that came of a grading; one that we carried after an error counts too."""
    for previous in reversed(metadata.previous):
        results = previous.results or {}
        score = number(results.get("score", previous.score))
        if previous.failed:
            score = number(results.get("score"))
        if score is not None and score >= 0:
            return _Standing(previous, score)
    return None


def _withheld(test: dict[str, Any]) -> dict[str, Any]:
    """A test as it is; one that did not run, without a score, so that it is no zero."""
    if test.get("extra_data", {}).get("outcome") != NOT_RUN:
        return test
    kept = {k: v for k, v in test.items() if k not in ("score", "max_score", "status")}
    return kept | {"extra_data": {**test["extra_data"], "outcome": "broken"}}


def _blamed(results: Results, reason: str) -> Results:
    known = {k: v for k, v in results.get("extra_data", {}).items() if k != "unfinished"}
    return known | {"grader_error": clean(reason, 2000) or "unknown"}


def _carried(previous: Previous) -> Results:
    """An earlier results.json, reduced to what ours may hold: another autograder may have written it."""
    found = previous.results or {}
    tests = found.get("tests")
    forms = {form: found.get(form) for form in ("output_format", "test_output_format")}
    results = zero_results("")
    # Text of another format is shown as text, as it is.
    results |= {k: form if form in FORMATS else "text" for k, form in forms.items()}
    results["output"] = _text(found.get("output"))
    rows = tests[:MAX_TESTS] if isinstance(tests, list) else []
    results["tests"] = [_carried_test(n, t) for n, t in enumerate(rows, 1) if isinstance(t, dict)]
    return results


def _carried_test(place: int, test: dict[str, Any]) -> dict[str, Any]:
    tags = test.get("tags")
    kept: dict[str, Any] = {
        "number": _text(test.get("number")) or str(place),
        "name": _text(test.get("name")),
        "output": _text(test.get("output")),
        "visibility": v if (v := test.get("visibility")) in _VISIBILITIES else "visible",
    }
    if isinstance(tags, list):
        kept["tags"] = [_text(tag) for tag in tags[:20]]
    extra = test.get("extra_data")
    extra = extra if isinstance(extra, dict) else {}
    score, of = number(test.get("score")), number(test.get("max_score"))
    outcome = extra.get("outcome")
    if score is not None and of is not None and outcome != "broken":
        kept |= {"score": tidy(score), "max_score": tidy(of)}
        kept["status"] = "passed" if score >= of else "failed"
        outcome = outcome if type(outcome) is str else kept["status"]
    else:
        outcome = "broken"
    known = {"check": _text(extra.get("check")), "diagnosis": None}
    return kept | {"extra_data": known | {"outcome": outcome}}


def _text(value: Any) -> str:
    return clean(value, MAX_OUTPUT) if type(value) is str else ""


def _told(results: Results, lines: list[str]) -> Results:
    """The results with our own lines above what they say already."""
    told = marked_up(lines, results["output_format"])
    before = results["output"]
    return results | {"output": f"{told}\n\n{before}" if before else told}
