"""Run the attacks of one mode in this process, and print what came of them as JSON lines.

python -m tests.hostile.here MODE [ONLY]
"""

# ruff: noqa: T201 - what it prints is its result

from __future__ import annotations

import dataclasses
import json
import sys

from autograder.sandbox.launchers import Zygote


def main() -> None:
    """Command line."""
    mode, only = (*sys.argv[1:], "")[:2]
    copy = Zygote() if mode == "copy" else None
    if copy is not None:
        copy.fork_now()
    # Imported after the fork: a copy holds what there is on Gradescope at that moment, and no more.
    from tests.hostile.harness import run_mode  # noqa: PLC0415

    for result in run_mode(mode, only, copy):
        print(json.dumps(dataclasses.asdict(result)), flush=True)


if __name__ == "__main__":
    main()
