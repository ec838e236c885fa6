"""A verdict as Classroom 50's result.json.

Facts about the platform that this rests on: points are whole numbers; the result must carry the
identity that the runner gives in environment variables; `datetime` is when the student submitted
and must not move with a regrade, so it is read from the submission's tag; the result is public to
the student.

Points are never rounded: all of an assignment's are multiplied by the smallest power of ten that
makes each check's whole, which depends on the assignment alone. A broken check is worth 0 of 0 and
says what is withheld, so the maximum is lower than the class's, and a gradebook shows it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from autograder.errors import UsageError
from autograder.report.rows import Row, rows_of
from autograder.text import clean
from autograder.verdict import Verdict

_VARIABLES: Final = {
    "classroom": "CLASSROOM",
    "assignment": "ASSIGNMENT",
    "assignment_type": "ASSIGNMENT_TYPE",
    "owner": "OWNER",
    "submission": "SUBMISSION_TAG",
    "commit": "COMMIT_URL",
    "release": "RELEASE_URL",
}
_TAG: Final = re.compile(r"submit/(\d{4}-\d\d-\d\dT)(\d\d)-(\d\d)-(\d\dZ)\b")


def identity_of(environment: Mapping[str, str]) -> dict[str, str]:
    """Whose result it is, as the runner says.

    Raises:
        UsageError: this is not Classroom 50's runner, or its tag has another form.
    """
    missing = [name for name in _VARIABLES.values() if not environment.get(name)]
    if missing:
        raise UsageError(
            f"--format classroom50 is for Classroom 50's runner: {', '.join(missing)} not set"
        )
    identity = {key: environment[name] for key, name in _VARIABLES.items()}
    tag = _TAG.match(identity["submission"])
    if tag is None:
        raise UsageError(
            f"SUBMISSION_TAG is {identity['submission']!r}, want submit/YYYY-MM-DDThh-mm-ssZ-COMMIT"
        )
    review = environment.get("REVIEW_URL") or identity["commit"]
    submitted = f"{tag[1]}{tag[2]}:{tag[3]}:{tag[4]}"
    return {"schema": "classroom50/result/v1", **identity, "review": review, "datetime": submitted}


def classroom50_result(verdict: Verdict, identity: Mapping[str, str]) -> dict[str, Any]:
    """result.json for a verdict."""
    rows = rows_of(verdict)
    scale = scale_of(verdict)
    return _result([_test(row, scale) for row in rows], identity)


def refused_result(reason: str, identity: Mapping[str, str]) -> dict[str, Any]:
    """result.json for a hand-in that could not be opened: 0 of 0, and why."""
    name = "the submission can be opened"
    test = {"test-name": name, "passed": False, "score": 0, "max-score": 0}
    return _result([{**test, "message": clean(reason, 2_000)}], identity)


def scale_of(verdict: Verdict) -> int:
    """The smallest power of ten that makes the points of every check whole: mostly 1."""
    points = [round(check.max_score, 5) for check in verdict.checks]
    powers = (10**n for n in range(5))
    return next((p for p in powers if all(_is_whole(x * p) for x in points)), 10**5)


def _is_whole(number: float) -> bool:
    return abs(number - round(number)) < 1e-6


def _result(tests: list[dict[str, Any]], identity: Mapping[str, str]) -> dict[str, Any]:
    score = sum(test["score"] for test in tests)
    return {
        **identity,
        "score": score,
        "max-score": sum(test["max-score"] for test in tests),
        "tests": tests,
    }


def _test(row: Row, scale: int) -> dict[str, Any]:
    withheld = row.score is None
    test: dict[str, Any] = {
        "test-name": row.name,
        "passed": row.passed,
        "score": round((row.score or 0) * scale),
        "max-score": 0 if withheld else round(row.max_score * scale),
        "outcome": row.outcome.value,
        "message": row.text,
    }
    return test | ({"withheld": round(row.max_score * scale)} if withheld else {})
