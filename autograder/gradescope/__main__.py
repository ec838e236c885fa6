"""`python -m autograder.gradescope`: what run_autograder starts, and setup.sh at its end."""

from __future__ import annotations

import argparse
import gc
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from autograder.gradescope.folders import Folders
from autograder.gradescope.watch import run, tell, time_allowed

if TYPE_CHECKING:
    from autograder.sandbox.launchers import Zygote

TIME_LIMIT: Final = "TIMEOUT_SECONDS"
"""The variable in which the platform says its own limit."""


def main() -> None:
    """Grade the submission in the container's folders; the exit status is 0 however it went."""
    started = time.monotonic()
    parser = argparse.ArgumentParser(prog="autograder.gradescope", description=__doc__)
    parser.add_argument("--root", type=Path, default=Path("/autograder"), help="the container's")
    parser.add_argument("--time-limit", type=float, default=600.0, metavar="SECONDS")
    parser.add_argument("--examine", action="store_true", help="tell whether grading will work")
    options = parser.parse_args()
    folders = Folders.below(options.root)
    if options.examine:
        _examine(folders)
        return
    run(folders, _grade, time_allowed(_limit(options.time_limit)))
    tell(f"done in {time.monotonic() - started:.2f} s")


def _limit(otherwise: float) -> float:
    """The platform's limit as it says itself, where it does."""
    try:
        told = float(os.environ.get(TIME_LIMIT, ""))
    except ValueError:
        return otherwise
    return told if 0 < told < float("inf") else otherwise


def _grade(folders: Folders) -> None:
    # Imported after the fork: the process that watches must not depend on any of it.
    gc.disable()  # importing makes much and drops nothing: a twentieth of a run is saved
    zygote = _zygote()  # before anything of this run is read
    from autograder.gradescope.grading import grade  # noqa: PLC0415

    gc.freeze()
    gc.enable()
    grade(folders, zygote)


def _zygote() -> Zygote:
    """A copy of this process, if its environment is what a worker may see; else a program.

    Of a process' first environment a copy remains in its memory, whatever is cleared.
    """
    from autograder.sandbox.launchers import ENVIRONMENT, Zygote  # noqa: PLC0415

    zygote = Zygote()
    if os.environ.keys() - {TIME_LIMIT} == ENVIRONMENT.keys():
        zygote.fork_now()  # NumPy is imported once and not twice: a third of a run is saved
    else:
        zygote.warm_up()
    return zygote


def _examine(folders: Folders) -> None:
    from autograder.errors import BackmarkError  # noqa: PLC0415
    from autograder.gradescope.grading import examine  # noqa: PLC0415

    try:
        examine(folders)
    except (BackmarkError, OSError) as error:
        sys.exit(f"backmark: this image cannot grade: {error}")


if __name__ == "__main__":
    main()
