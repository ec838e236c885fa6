"""What a submission says besides its results: prints, warnings, messages; all of it bounded.

The worker imports this module: standard library only.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

MAX_WARNINGS: Final = 4
MAX_MESSAGE: Final = 2_000


class Printed(io.TextIOBase):
    """Standard output that keeps its first characters and drops the rest."""

    def __init__(self, limit: int) -> None:
        self.start(limit)

    def start(self, limit: int) -> None:
        """Forget what was written, and have room for this many characters."""
        self._left = limit
        self._parts: list[str] = []

    def writable(self) -> bool:
        """It is, as print asks."""
        return True

    def write(self, text: str, /) -> int:
        """Keep what there is room for; say that all was written."""
        kept = text[: self._left]
        self._left -= len(kept)
        if kept:
            self._parts.append(kept)
        return len(text)

    def take(self) -> str:
        """What was printed since this was last asked."""
        text, self._parts = "".join(self._parts), []
        return text


@contextmanager
def recorded_warnings(caught: list[str]) -> Iterator[None]:
    """Collect the different warnings of a call, the first few of them."""
    with warnings.catch_warnings(record=True) as records:
        warnings.simplefilter("always")
        try:
            yield
        finally:
            texts = (f"{r.category.__name__}: {r.message}"[:200] for r in records)
            caught += list(dict.fromkeys(texts))[:MAX_WARNINGS]


def message_of(error: BaseException) -> str:
    """`str(error)`, which is the student's code and may itself raise."""
    try:
        return str(error)[:MAX_MESSAGE]
    except BaseException:  # noqa: BLE001
        return ""
