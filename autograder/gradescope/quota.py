"""How many submissions are graded in a window of time, decided by submission times alone.

"Now" plays no part, so that a regrade of every submission decides as the first run did. One that
was refused does not count against those after it: which were refused follows from the times.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from autograder.gradescope.metadata import Metadata


def refused_until(metadata: Metadata, limit: int, window: timedelta) -> datetime | None:
    """When another submission would be graded; None where this one is."""
    if metadata.created_at is None:
        return None
    graded: list[datetime] = []
    for time in (p.time for p in metadata.previous if not p.failed):
        if _free_at(graded, time, limit, window) is None:
            graded.append(time)
    return _free_at(graded, metadata.created_at, limit, window)


def _free_at(
    graded: list[datetime], time: datetime, limit: int, window: timedelta
) -> datetime | None:
    within = [earlier for earlier in graded if time - earlier < window]
    return within[-limit] + window if len(within) >= limit else None
