"""A verdict as the last two lines that an Autolab autograder prints.

    {"_presentation": "semantic", "stages": [...], ...}     what students see, an exercise a stage
    {"scores": {exercise: points}, "scoreboard": [total]}   what is recorded, an exercise a problem

Facts about the platform that this rests on: a problem that is not among the scores stays for a
person to score, so an exercise with a broken check is left out, and the scoreboard with it; the
default parser turns every `word:` of the last line into `"word":` before it decodes the JSON, also
inside strings, so colons in strings are escaped; everything printed is shown to the student.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from autograder.report.rows import Row, rows_of, summary_of
from autograder.text import clean
from autograder.verdict import Outcome, Verdict, tidy


def autolab_lines(verdict: Verdict) -> str:
    """The two lines for a verdict."""
    result: dict[str, Any] = {"scores": _scores(verdict)}
    if not verdict.withheld:
        result["scoreboard"] = [verdict.score]
    return _lines(_presentation(verdict), result)


def refused_lines(reason: str) -> str:
    """The two lines for a hand-in that could not be opened: a person scores it."""
    case = {"the submission can be opened": {"passed": False, "hint": clean(reason, 2_000)}}
    stages = {"stages": ["submission"], "submission": case}
    return _lines({"_presentation": "semantic", **stages}, {"scores": {}})


def _scores(verdict: Verdict) -> dict[str, float]:
    """Each exercise's points, where every check of it could be decided."""
    broken = {check.exercise for check in verdict.checks if check.outcome is Outcome.BROKEN}
    exercises = dict.fromkeys(check.exercise for check in verdict.checks)
    return {
        exercise: tidy(sum(c.score for c in verdict.checks if c.exercise == exercise))
        for exercise in exercises
        if exercise not in broken
    }


def _presentation(verdict: Verdict) -> dict[str, Any]:
    stages: dict[str, dict[str, Any]] = {}
    for row in rows_of(verdict):
        stage = f"{row.number.partition('.')[0]} {row.exercise}".strip()
        stages.setdefault(stage, {})[row.name] = _case(row)
    result = {f"note {n}": text for n, text in enumerate(summary_of(verdict), start=1)}
    names = [*stages, "result"]
    return {"_presentation": "semantic", "stages": names, **stages, "result": result}


def _case(row: Row) -> dict[str, Any] | str:
    """A tick, a cross with its hint, or for a check that broke neither: only the words."""
    if row.score is None:
        return f"points withheld ({row.max_score:g}): {row.text}"
    return {"passed": row.passed, **({"hint": row.text} if row.text else {})}


def _lines(*objects: Mapping[str, Any]) -> str:
    return "".join(_without_colons(json.dumps(one, allow_nan=False)) + "\n" for one in objects)


def _without_colons(line: str) -> str:
    """The same JSON, with no colon inside a string."""
    return re.sub(r'"(?:[^"\\]|\\.)*"', lambda string: string[0].replace(":", r"\u003a"), line)
