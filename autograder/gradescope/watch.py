"""The run as the platform sees it: results.json from the first instant, and an end in time.

This process imports no NumPy, no course and no submission. It writes zeros, forks the grading, and
waits. If the grading is not done in time, or dies, what it wrote last is completed here.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from typing import Final

from autograder.errors import BackmarkError
from autograder.gradescope.endings import (
    STARTED,
    Results,
    grader_error,
    read_results,
    time_is_up,
)
from autograder.gradescope.folders import Folders
from autograder.gradescope.metadata import read_metadata
from autograder.report.gradescope import write_results, zero_results

MARGIN_S: Final = 30.0
"""Before the platform's limit: it overwrites results.json when it has to end the run itself."""

Grading = Callable[[Folders], None]


def tell(line: str) -> None:
    """A line for the run's log, which staff see and students do not."""
    print(line, flush=True)  # noqa: T201 - the log is standard output


def time_allowed(limit_s: float) -> float:
    """How long a grading may take within the platform's limit; of a short one at least half."""
    return max(limit_s - MARGIN_S, limit_s / 2)


def run(folders: Folders, grading: Grading, allowed_s: float) -> None:
    """Let `grading` write results.json in a process of its own, and see to it that it is there."""
    folders.results.mkdir(parents=True, exist_ok=True)
    write_results(folders.results_json, zero_results(STARTED))
    folders.make_private()
    status = _watched(folders, grading, allowed_s)
    if status != 0:
        sofar = read_results(folders.results_json)
        write_results(folders.results_json, _completed(sofar, status, folders, allowed_s))


def _completed(
    sofar: Results | None, status: int | None, folders: Folders, allowed_s: float
) -> Results:
    """What the grading wrote last, with a word about how it ended."""
    if status is None and sofar is not None:
        tell(f"time was up after {allowed_s:g} s")
        return time_is_up(sofar, allowed_s) if "unfinished" in sofar["extra_data"] else sofar
    reason = f"the grading process ended with status {status}"
    if status is None:
        reason = f"in {allowed_s:g} s the grading did not come to the first check"
    tell(f"grader error: {reason}")
    return grader_error(sofar, reason, read_metadata(folders.metadata))


def _watched(folders: Folders, grading: Grading, allowed_s: float) -> int | None:
    """The exit status of the grading, negative for a signal; None where time was up."""
    deadline = time.monotonic() + allowed_s
    alive, ours = os.pipe()  # its other end closes when the grading is gone, however it went
    pid = os.fork()
    if pid == 0:
        os.close(alive)
        _be_the_grading(folders, grading)
    os.close(ours)
    try:
        ended, _, _ = select.select([alive], [], [], max(0.0, deadline - time.monotonic()))
        if not ended:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
    finally:
        os.close(alive)
        _clear_half_written(folders)
    return os.waitstatus_to_exitcode(status) if ended else None


def _be_the_grading(folders: Folders, grading: Grading) -> None:
    """Grade, and end: no code of the parent runs in this process."""
    status = BackmarkError.exit_code
    try:
        os.setsid()
        grading(folders)
        status = 0
    except Exception:  # noqa: BLE001 - the status says that there was one
        traceback.print_exc(file=sys.stdout)
    finally:
        sys.stdout.flush()
        os._exit(status)


def _clear_half_written(folders: Folders) -> None:
    for path in folders.results.glob(f".{folders.results_json.name}.*"):
        path.unlink(missing_ok=True)
