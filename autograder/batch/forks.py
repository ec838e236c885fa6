"""What the processes of a pool are forks of: a server that has imported what they need.

It imports as long as the command itself does, so it is started before that, on another core; hence
this module imports next to nothing.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
from multiprocessing.context import BaseContext


def pool_context() -> BaseContext:
    """How processes start: by a fork of one that has imported everything, where that is safe.

    Never by a fork of ourselves, since we have threads.
    """
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    # The second, by which we were started ourselves, each of them would import again.
    context.set_forkserver_preload(["autograder.batch.pools", "autograder.cli"])
    return context


def start_forkserver() -> None:
    """Have the server import from now on, where there is one; a second time does nothing."""
    if pool_context().get_start_method() == "forkserver":
        from multiprocessing import forkserver  # noqa: PLC0415 - not on every platform

        # Ctrl-C goes to it too, and is ours to answer: it ignores what we ignore as it starts.
        ours = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            forkserver.ensure_running()
        finally:
            signal.signal(signal.SIGINT, ours)
