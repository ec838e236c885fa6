"""Limits for what our own process grades, of CPU time by a signal and of memory; and a watch."""

from __future__ import annotations

import signal
import sys
from collections.abc import Container, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Final

from autograder.limits import MIB

MEMORY_BYTES: Final = 2048 * MIB
"""What a process of the pool may map beyond what it maps at its start."""


class OutOfTimeError(BaseException):
    """A check used up its CPU time; no `except Exception` of a mutant's may stop it."""


@contextmanager
def cpu_limit(seconds: float) -> Iterator[list[bool]]:
    """Raise `OutOfTimeError` in what runs longer, and end the process where that is of no avail.

    Yields a list that is not empty once the time is up, as whoever runs may swallow the exception.
    """
    spent: list[bool] = []

    def raise_out_of_time(*_: object) -> None:
        spent.append(True)
        raise OutOfTimeError

    before = signal.signal(signal.SIGPROF, raise_out_of_time)
    # Again and again: what catches everything catches the first. A loop inside of NumPy lets no
    # handler run; the other timer's signal has none, and ends the process.
    signal.setitimer(signal.ITIMER_PROF, seconds, seconds)
    signal.setitimer(signal.ITIMER_VIRTUAL, 10 * seconds)
    try:
        yield spent
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGPROF, before)


@contextmanager
def calls_into(files: Container[str]) -> Iterator[set[tuple[str, int]]]:
    """Collect the functions of these files that are called: each one's file and first line."""
    called: set[tuple[str, int]] = set()

    def note(frame: FrameType, _event: str, _argument: object) -> None:
        code = frame.f_code
        if code.co_filename in files:
            called.add((code.co_filename, code.co_firstlineno))

    before = sys.gettrace()
    sys.settrace(note)
    try:
        yield called
    finally:
        sys.settrace(before)


def limit_memory() -> None:
    """Let a blow-up end in a MemoryError, in this process for ever, and not in a swapping host."""
    if sys.platform != "linux":
        return  # elsewhere what is mapped cannot be told as simply
    import resource  # noqa: PLC0415 - there is none on Windows

    pages = int(Path("/proc/self/statm").read_text().split()[0])
    limit = pages * resource.getpagesize() + MEMORY_BYTES
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    if hard in (resource.RLIM_INFINITY,) or limit < hard:
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
