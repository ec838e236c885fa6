"""A class of 100,000 on a cluster of thousands, without the cluster: where it stops to scale.

The sample class is graded once, here, and its verdicts and durations are kept. Then so many jobs go
through a real dask scheduler, the real `DaskPool` and the real ledger; only the workers are few, of
many threads, and a job there talks to the scheduler as a real one does, sleeps for its recorded
duration divided by `--faster`, and returns its recorded verdict. What is measured is what
everything but grading takes: processor time and memory of the scheduler, and of our own process
with its ledger.

    python benchmarks/cluster_simulation.py --jobs 100000
"""

from __future__ import annotations

import argparse
import asyncio
import os
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Final

import psutil
from distributed import Client, get_worker

from autograder.batch.cluster import MAX_FLYING, DaskPool
from autograder.batch.hand_in import HandIn, Person
from autograder.batch.ledger import Ledger, packed
from autograder.batch.pools import Finished, LocalPool
from autograder.batch.run import grade_class
from autograder.batch.sources import read_source
from autograder.batch.work import Job, Setup, job_of, setup_of
from autograder.course.assignment import Assignment
from autograder.course.load import load_assignment
from autograder.course.submission import open_submission
from autograder.judging.judge import choose_key
from autograder.judging.seeds import Seed

ROOT: Final = Path(__file__).parents[1]
NAME: Final = "04_layers"
PROCESSES: Final = 2
THREADS: Final = 64
REPORTS: Final = 10


@dataclass(frozen=True)
class Recorded:
    """A hand-in that was graded once: what its job sends, how long it took, what came of it."""

    job: Job
    seconds: float
    verdict: bytes


def record(folder: Path) -> list[Recorded]:
    """The sample class, graded on this machine."""
    assignment = load_assignment(ROOT / "assignments" / NAME)
    seed = Seed.of_number(assignment.public_seed)
    key = choose_key(assignment, seed, None)
    assert key is not None  # noqa: S101 - the committed one
    setup = setup_of(assignment, seed, key, "auto", require_jail=False)
    source = read_source(ROOT / "tests/submissions" / NAME, NAME, folder)
    pool = LocalPool(setup)
    with Ledger(folder / "recorded.sqlite") as ledger:
        grade_class(assignment, setup, source.hand_ins, ledger, pool)
        entries = list(ledger.entries())
    pool.close()
    return [
        Recorded(_job(entry.hand_in, assignment), entry.verdict["seconds"], packed(entry.verdict))
        for entry in entries
        if entry.verdict is not None
    ]


def _job(hand_in: HandIn, assignment: Assignment) -> Job:
    opened = open_submission(hand_in.path, assignment.modules, assignment.functions)
    return job_of(hand_in, opened, assignment)


async def replay(name: str, seconds: float, verdict: bytes, job: bytes) -> Finished:
    """What a worker runs instead of `grade_there`, with the same questions to the scheduler."""
    scheduler = get_worker().scheduler
    count = {"keys": ["replay", name]}
    ended = await scheduler.get_metadata(**count, default=0)
    await scheduler.set_metadata(**count, value=ended + 1)
    pickle.loads(job)  # noqa: S301 - our own
    await asyncio.sleep(seconds)
    await scheduler.set_metadata(**count, value=0)
    return Finished(name, verdict)


class ReplayPool(DaskPool):
    """A pool whose workers remember instead of grading; verdicts ride along with their jobs."""

    def __init__(self, address: str, recorded: Sequence[Recorded], faster: float) -> None:
        self._recorded, self._faster = recorded, faster
        self._began = 0
        super().__init__(address, None, None, lambda said: None)  # type: ignore[arg-type]

    def _prepare(self, assignment: Assignment, setup: Setup) -> str:
        return "replay"

    @property
    def capacity(self) -> int:
        """As of a thousand workers."""
        return MAX_FLYING

    def _send(self, name: str, job: bytes, *, moves: int) -> None:
        again = self._recorded[self._began % len(self._recorded)]
        self._began += 1
        future = self._client.submit(
            replay, name, again.seconds / self._faster, again.verdict, job, pure=False, retries=0
        )
        self._flying[future] = name, job, moves
        self._results.add(future)


@dataclass(frozen=True)
class Load:
    """Processor seconds and MB of a process."""

    cpu_s: float
    memory_mb: float

    @classmethod
    def of(cls, process: psutil.Process) -> Load:
        """What it has used until now."""
        times = process.cpu_times()
        return cls(times.user + times.system, process.memory_info().rss / 1e6)


def simulate(recorded: list[Recorded], count: int, faster: float, folder: Path) -> Iterator[str]:
    """Run so many jobs; lines of a table."""
    with ExitStack() as stack:
        scheduler, address = start(folder, stack)
        us, them = psutil.Process(), psutil.Process(scheduler)
        pool = ReplayPool(address, recorded, faster)
        stack.callback(pool.close)
        ledger = stack.enter_context(Ledger(folder / "ledger.sqlite"))
        first, before, start_s, writing = Load.of(us), Load.of(them), time.monotonic(), 0.0
        flying = done = 0
        for number in range(count + 1):
            while flying and (flying >= pool.capacity or number == count):
                finished = pool.next()
                assert finished.verdict is not None  # noqa: S101 - a replay does not fail
                began = time.thread_time()
                ledger.finish(finished.name, finished.verdict)
                writing += time.thread_time() - began
                flying, done = flying - 1, done + 1
                if done % (count // REPORTS) == 0:
                    ours, theirs = Load.of(us), Load.of(them)
                    wall = time.monotonic() - start_s
                    size = sum(p.stat().st_size for p in folder.glob("ledger.sqlite*")) / 1e6
                    yield (
                        f"| {done:,} | {wall:.0f} | {done / wall:.0f} | "
                        f"{1000 * (theirs.cpu_s - before.cpu_s) / done:.2f} | "
                        f"{theirs.memory_mb:.0f} | {1000 * (ours.cpu_s - first.cpu_s) / done:.2f} "
                        f"| {1000 * writing / done:.2f} | {ours.memory_mb:.0f} | {size:.0f} |"
                    )
            if number < count:
                who = HandIn(f"{number:06}", (Person(f"{number:06}"),), Path(f"{number:06}"))
                ledger.record(who, f"job {number}", ())
                pool.submit(f"job {number}", recorded[number % len(recorded)].job)
                flying += 1


def start(folder: Path, stack: ExitStack) -> tuple[int, str]:
    """A scheduler in a process of its own, and its workers: its process, and its file."""
    file = folder / "scheduler.json"
    paths = os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "PYTHONPATH": paths}
    dask = [sys.executable, "-m", "dask"]
    here = ["--scheduler-file", str(file), "--no-dashboard"]
    commands = [
        [*dask, "scheduler", "--port", "0", *here],
        *[[*dask, "worker", *here, "--no-nanny", "--nthreads", str(THREADS)]] * PROCESSES,
    ]
    processes = []
    for command in commands:
        process = subprocess.Popen(  # noqa: S603 - our own commands
            command, cwd=folder, env=environment, stderr=subprocess.DEVNULL
        )
        stack.callback(process.wait)
        stack.callback(process.kill)
        processes.append(process)
    while not file.is_file():
        time.sleep(0.1)
    with Client(scheduler_file=str(file), set_as_default=False) as client:
        client.wait_for_workers(PROCESSES, timeout=60)
    return processes[0].pid, str(file)


def say(line: str) -> None:
    """Print it now."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--jobs", type=int, default=100_000)
    parser.add_argument("--faster", type=float, default=20, help="durations are divided by it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="backmark-simulation-") as folder:
        recorded = record(Path(folder))
        mean = sum(one.seconds for one in recorded) / len(recorded)
        sent = sum(len(pickle.dumps(one.job)) for one in recorded) / len(recorded)
        back = sum(len(one.verdict) for one in recorded) / len(recorded)
        say(
            f"{len(recorded)} verdicts recorded: {mean:.2f} s each, replayed {options.faster:g} "
            f"times faster; a job is {sent / 1000:.1f} kB, a verdict {back / 1000:.1f} kB"
        )
        say(
            "| jobs | wall s | a second | scheduler CPU ms each | scheduler MB | our CPU ms each | "
            "of it the ledger | our MB | ledger MB |"
        )
        say("|---" * 9 + "|")
        for line in simulate(recorded, options.jobs, options.faster, Path(folder)):
            say(line)


if __name__ == "__main__":
    # Workers import what they run by its name.
    sys.path.insert(0, str(Path(__file__).parent))
    import_module("cluster_simulation").main()
