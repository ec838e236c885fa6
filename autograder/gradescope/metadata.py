"""`submission_metadata.json`: when this was submitted, and what came of earlier submissions.

The platform says that the file may change, so nothing in it is relied on: what is missing or of
another form is as if it had not been said.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Previous:
    """An earlier submission."""

    time: datetime
    score: float | None
    failed: bool
    """The autograder did, not the student: it is not held against anyone."""
    results: dict[str, Any] | None
    """Its results.json; the platform tells the latest one's only."""


@dataclass(frozen=True)
class Metadata:
    """What is known about this submission; the earlier ones in the order of their times."""

    created_at: datetime | None = None
    previous: tuple[Previous, ...] = ()
    students: tuple[str, ...] = ()
    """E-mail addresses of those who submitted, as the platform knows them."""


def read_metadata(path: Path) -> Metadata:
    """What the file says; nothing, where it is missing or no JSON."""
    try:
        data = json.loads(path.read_text(encoding="utf-8", errors="replace"))
    except (OSError, ValueError):
        return Metadata()
    if not isinstance(data, dict):
        return Metadata()
    created_at = _time(data.get("created_at"))
    rows = data.get("previous_submissions")
    found = [p for row in (rows if isinstance(rows, list) else ()) if (p := _previous(row))]
    before = [p for p in found if created_at is None or p.time < created_at]
    earlier = tuple(sorted(before, key=lambda p: p.time))
    return Metadata(created_at, earlier, _students(data.get("users")))


def _students(rows: Any) -> tuple[str, ...]:
    users = [row for row in (rows if isinstance(rows, list) else ()) if isinstance(row, dict)]
    return tuple(user["email"] for user in users if isinstance(user.get("email"), str))


def _previous(row: Any) -> Previous | None:
    time = _time(row.get("submission_time")) if isinstance(row, dict) else None
    if time is None:
        return None
    results = row.get("results")
    results = results if isinstance(results, dict) else None
    extra = results.get("extra_data") if results else None
    ours = isinstance(extra, dict) and "grader_error" in extra
    failed = row.get("autograder_error") is True or ours
    return Previous(time, number(row.get("score")), failed, results)


def number(value: Any) -> float | None:
    """A finite number; the platform writes some as text."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def _time(value: Any) -> datetime | None:
    try:
        time = datetime.fromisoformat(value.replace("Z", "+00:00"))
    except (AttributeError, ValueError):
        return None
    return time if time.tzinfo else time.replace(tzinfo=timezone.utc)
