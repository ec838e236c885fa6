"""What a check records beside its outcome, by pytest's own word for it: `record_property`.

    record_property("accuracy", np.mean(guessed == labels))

A value is measured by the check, never taken from a submission as it is. Even so a submission can
choose its size, and thereby tell something about hidden inputs: hence four digits, and no more.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Any, Final

import numpy as np

from autograder.course.assignment import Column
from autograder.verdict import CheckResult, Outcome, Property, Rank

MAX_TEXT: Final = 40
DIGITS: Final = 4

_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")


class Properties:
    """A check's `record_property`, and what it was given."""

    def __init__(self) -> None:
        self._recorded: dict[str, Property] = {}

    def __call__(self, name: str, value: Any) -> None:
        """Record a number or a few words of ours; of one name, the last value counts.

        A number that is not finite is not recorded: a submission may well have caused it.

        Raises:
            ValueError, TypeError: the check asks for what cannot be recorded.
        """
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise ValueError(f"record_property: the name {name!r} is no word: want {_NAME.pattern}")
        if isinstance(value, str):
            if len(value) > MAX_TEXT or not (value.isascii() and value.isprintable()):
                raise ValueError(f"record_property: {name}: want at most {MAX_TEXT} plain letters")
            self._recorded[name] = value
            return
        known = isinstance(value, (int, float, np.integer, np.floating))
        if not known or isinstance(value, bool):
            kind = type(value).__name__
            raise TypeError(f"record_property: {name} is a {kind}: want a number or a few words")
        plain = value if isinstance(value, int) else float(value)
        if -1e300 < plain < 1e300:  # false of NaN too
            rounded = float(f"{plain:.{DIGITS}g}")
            whole = abs(rounded) < 1e15 and rounded == math.trunc(rounded)
            self._recorded[name] = int(rounded) if whole else rounded

    def recorded(self) -> tuple[tuple[str, Property], ...]:
        """What was recorded, in order."""
        return tuple(self._recorded.items())


def ranks(columns: Iterable[Column], results: Iterable[CheckResult]) -> tuple[Rank, ...]:
    """A submission's entries on a leaderboard: only a check that passed puts anything there."""
    known: dict[str, Property] = {}
    for result in results:
        if result.outcome is Outcome.PASSED:
            known.update(result.properties)
    return tuple(Rank(c.name, known[c.property], c.order) for c in columns if c.property in known)
