"""What the sandbox costs, in one run: start of a worker, the jail's share, a round trip.

python benchmarks/sandbox.py        (Linux; medians, with the fastest and slowest of the runs)
"""

from __future__ import annotations

import secrets
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

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


def timed(work: Callable[[], None]) -> float:
    """Milliseconds that `work` takes."""
    start = time.perf_counter()
    work()
    return 1e3 * (time.perf_counter() - start)


def report(name: str, times: list[float]) -> None:
    """Print a median, with the fastest and the slowest."""
    median = statistics.median(times)
    sys.stdout.write(f"{name:<50} {median:8.3f} ms  ({min(times):.3f} .. {max(times):.3f})\n")


def starts(jailed: Workers, bare: Workers, runs: int) -> None:
    """From fork to first reply, with and without the jail, in turn."""
    times: dict[str, list[float]] = {"jailed": [], "bare": []}
    for _ in range(runs):
        for name, workers in (("jailed", jailed), ("bare", bare)):
            workers.end_worker()
            times[name].append(timed(partial(load, workers)))
    report("fork to jailed, loaded and first reply", times["jailed"])
    report("the same without the jail", times["bare"])
    pairs = zip(times["jailed"], times["bare"], strict=True)
    report("the jail's own share", [with_jail - without for with_jail, without in pairs])


def round_trips(workers: Workers, runs: int) -> None:
    """Calls of a function that doubles its argument."""
    x = np.random.default_rng(0).standard_normal((64, 128))
    for name, value in {"an empty call": 1.0, "(64, 128) float64 in and out": x}.items():
        call = Call(fresh(), TARGET, (value,), {})
        times = [timed(partial(ask, workers, call)) for _ in range(runs)]
        report(f"round trip, {name}", times)


def main() -> None:
    """Measure and print."""
    jailed = Workers(Zygote(), Limits())
    bare = Workers(Zygote(skip=KERNEL_LAYERS), Limits())
    try:
        load(jailed)  # the zygotes' own start
        load(bare)
        starts(jailed, bare, runs=50)
        round_trips(jailed, runs=500)
    finally:
        jailed.close()
        bare.close()


if __name__ == "__main__":
    main()
