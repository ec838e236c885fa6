"""What the sandbox costs, in one run: start of a worker, the jail's share, a round trip.

    python benchmarks/sandbox.py        (Linux; medians, with the fastest and slowest of the runs)
"""

from __future__ import annotations

import secrets
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.course.imports import HARMLESS
from autograder.limits import Limits
from autograder.sandbox.launchers import Zygote
from autograder.sandbox.protocol import Call, CallbackReply, Import, Load, Target
from autograder.sandbox.supervisor import Workers

SOURCE = "import numpy as np\n\ndef double(x): return 2 * x\n"
KERNEL_LAYERS = ("rlimits", "own user", "no new privileges", "memory limit", "landlock", "seccomp")
TARGET = Target("linear", "double")


def ask(workers: Workers, request: Any) -> None:
    """One request, answered or not."""
    workers.request(request, lambda call: CallbackReply(call.id, None), wall_s=10.0)


def fresh() -> int:
    """A request's id."""
    return secrets.randbits(48)


def load(workers: Workers) -> None:
    """From fork to the first reply of a loaded module."""
    ask(workers, Load(fresh(), {"linear.py": SOURCE}, {"linear": "linear.py"}, ["numpy"]))
    ask(workers, Import(fresh(), "linear"))
    ask(workers, Call(fresh(), TARGET, (1.0,), {}))


def measure(name: str, runs: int, work: Callable[[], None], after: Callable[[], None]) -> float:
    """Print the median of `work` in milliseconds, and return it."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(1e3 * (time.perf_counter() - start))
        after()
    median = statistics.median(times)
    sys.stdout.write(f"{name:<58} {median:8.3f} ms  ({min(times):.3f} .. {max(times):.3f})\n")
    return median


def main() -> None:
    """Measure and print."""
    starts = {}
    for name, skip in {"jailed": (), "without the jail": KERNEL_LAYERS}.items():
        workers = Workers(Zygote(HARMLESS, skip=skip), Limits())
        load(workers)  # the zygote's own start
        workers.end_worker()
        starts[name] = measure(
            f"fork to {name}, loaded and first reply",
            50,
            lambda workers=workers: load(workers),  # type: ignore[misc]
            workers.end_worker,
        )
        if name == "jailed":
            load(workers)
            x = np.random.default_rng(0).standard_normal((64, 128))
            for what, value in {"an empty call": 1.0, "(64, 128) float64 in and out": x}.items():
                measure(
                    f"round trip, {what}",
                    500,
                    lambda value=value, workers=workers: ask(  # type: ignore[misc]
                        workers, Call(fresh(), TARGET, (value,), {})
                    ),
                    lambda: None,
                )
        workers.close()
    share = starts["jailed"] - starts["without the jail"]
    sys.stdout.write(f"{'the share of the jail':<58} {share:8.3f} ms\n")


if __name__ == "__main__":
    main()
