"""results.json of a run that does not end as it should: time is up, we broke, it is one too many.

What is our fault is never a zero: a higher earlier score stands, and where nothing was scored the
file has no score at all, so that the platform shows none. Staff find "grader error" in the output,
in `extra_data` and, with the details, in the run's log.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from autograder.gradescope.carried import carried, standing
from autograder.gradescope.metadata import Metadata, number
from autograder.report.gradescope import NOT_RUN, zero_results
from autograder.report.markup import marked_up
from autograder.text import clean
from autograder.verdict import tidy

Results = dict[str, Any]

STARTED: Final = "The autograder started and did not finish. Please tell your instructor."
OUR_FAULT: Final = (
    "Grader error: something of ours broke while this was graded. It is our fault, not yours."
)


def read_results(path: Path) -> Results | None:
    """What a results.json of ours holds; None where nothing had been graded yet."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return data if isinstance(data, dict) and "extra_data" in data else None


def time_is_up(sofar: Results, after_s: float) -> Results:
    """What was earned before time was up, of a grading that did not finish."""
    lines = [
        f"Time was up after {after_s:.0f} s, before every check had run.",
        "What was earned until then counts; a check that has not run earns nothing.",
        "If nothing in your code is slow or endless, tell your instructor.",
    ]
    extra = {**sofar["extra_data"], "time_is_up": True}
    return _told(sofar, lines) | {"extra_data": extra}


def grader_error(sofar: Results | None, reason: str, metadata: Metadata) -> Results:
    """The results of a run that broke on our side: checks that did not run are withheld.

    Args:
        sofar: what had been graded, if anything had.
        reason: for staff; kept where students do not see it.
        metadata: whose earlier score stands where it is the higher one.
    """
    results = _withheld(zero_results("") if sofar is None else sofar)
    results["extra_data"]["grader_error"] = clean(reason, 2000) or "unknown"
    scored = any("score" in test for test in results["tests"])
    earned = number(results.pop("score")) or 0.0
    earlier = standing(metadata)
    if earlier is not None and earlier.score > earned:
        stands = f"Your previous score, {tidy(earlier.score):g}, stands until it is mended."
        if not scored:
            results = carried(earlier) | {"extra_data": results["extra_data"]}
        results["score"] = tidy(earlier.score)
    elif scored:
        stands = "Points that could not be checked are withheld, not lost."
        results["score"] = tidy(earned)
    else:
        stands = "This submission has no score yet, which is not a zero."
    return _told(results, [OUR_FAULT, stands, "Please tell your instructor; nothing is lost."])


def over_quota(metadata: Metadata, limit: int, hours: float, until: datetime) -> Results:
    """The latest previous result for a submission that may not be graded."""
    counted = f"{limit} submissions are" if limit > 1 else "1 submission is"
    lines = [
        f"Not graded: {counted} graded within {hours:g} hours, and that was used up.",
        "What is shown is your previous result.",
        f"A submission after {until:%Y-%m-%d %H:%M:%S %Z} will be graded again.",
    ]
    earlier = standing(metadata)
    results = zero_results("") if earlier is None else carried(earlier)
    return _told(results, lines) | {"extra_data": {"over_quota": True}}


def _withheld(results: Results) -> Results:
    """The results with no score for what did not run: it is no zero."""
    extra = {k: v for k, v in results.get("extra_data", {}).items() if k != "unfinished"}
    lost = sum(t["max_score"] for t in results["tests"] if _has_not_run(t))
    tests = [_unscored(test) if _has_not_run(test) else test for test in results["tests"]]
    if lost:
        extra["withheld"] = tidy(extra.get("withheld", 0) + lost)
    return results | {"tests": tests, "extra_data": extra}


def _has_not_run(test: dict[str, Any]) -> bool:
    return bool(test["extra_data"]["outcome"] == NOT_RUN)


def _unscored(test: dict[str, Any]) -> dict[str, Any]:
    kept = {k: v for k, v in test.items() if k not in ("score", "max_score", "status")}
    return kept | {"extra_data": {**test["extra_data"], "outcome": "broken"}}


def _told(results: Results, lines: list[str]) -> Results:
    """The results with our own lines above what they say already, and a blank line between."""
    told = marked_up(lines, results["output_format"])
    before = results["output"]
    return results | {"output": f"{told}\n\n{before}" if before else told}
