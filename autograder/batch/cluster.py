"""Jobs on a cluster, through dask.distributed: the same jobs, the same verdicts.

    grade_class ──submit──▶ DaskPool ──▶ scheduler ──▶ workers (on_worker.py)
         ▲                     │
         └──── next() ◀────────┘   the ledger stays here, with its one writer

dask's own configuration says how to connect: certificates, timeouts, compression. How often a job
is tried does not: what its worker's end means for a job is counted by the job (see `grade_there`).
"""

from __future__ import annotations

import asyncio
import json
import logging
import pickle
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, Final

from distributed import Client, LocalCluster, Security, as_completed
from distributed.comm import connect
from distributed.scheduler import KilledWorker

from autograder.batch.engine import differences, engine_facts
from autograder.batch.on_worker import Graders, MisfitError, grade_there, misfit, pack
from autograder.batch.pools import AHEAD, Finished
from autograder.batch.work import Job, Setup
from autograder.course.assignment import Assignment
from autograder.errors import UsageError, explain

MAX_FLYING: Final = 4_000
"""Jobs in flight, whatever the cluster's size: 1,000 workers with some to spare. A job is a few
10 kB of source, so this is some 100 MB at most, here and in the scheduler."""
CONNECT_S: Final = 10
"""A scheduler that does not answer for so long is not there."""
COUNT_S: Final = 5
"""How old our knowledge of who the workers are may be."""
PAUSE_S: Final = 0.005
"""Between looks for a result: a fraction of a job's time, and next to no work."""
MOVES: Final = 3
"""How often a job is handed in anew that the scheduler gave up on: it gives up as well on those
that only waited at workers that ended, and they are not to blame."""

Say = Callable[[str], None]


class DaskPool:
    """Runs jobs on a cluster's workers, one at a time in each.

    Args:
        address: `tcp://` or `tls://` of a scheduler, its scheduler file, or `local:N` for N
            processes here.
        assignment: what is graded.
        setup: how.
        say: tells a person about workers.

    Raises:
        UsageError: there is no scheduler, or one of its workers cannot grade.
    """

    def __init__(self, address: str, assignment: Assignment, setup: Setup, say: Say) -> None:
        self._address, self._say = address, say
        self._client, self._cluster = _connect(address)
        self._flying: dict[Any, tuple[str, bytes, int]] = {}
        self._results = as_completed(with_results=True, raise_errors=False, loop=self._client.loop)
        self._workers, self._counted_at = -1, 0.0
        try:
            self._plugin = self._prepare(assignment, setup)
            self._count()
        except BaseException:
            self.close()
            raise

    def _prepare(self, assignment: Assignment, setup: Setup) -> str:
        """Send workers what they need; those who come later get it from the scheduler."""
        parcel = pack(assignment, setup)
        client = self._client
        try:
            scheduler = client.run_on_scheduler(engine_facts)
            client.set_metadata([parcel.name], {})
            client.register_plugin(Graders(parcel), name=parcel.name)
            found = client.run(partial(misfit, parcel.name), on_error="return")
        except Exception as error:  # dask passes on what it meets there as nothing narrower
            raise self._unfit(
                [f"in one of its processes: {type(error).__name__}: {error}"]
            ) from error
        problems = [f"the worker {who} {said}" for who, said in found.items() if said]
        problems += [f"the scheduler {said}" for said in differences(scheduler, parcel.facts)]
        if problems:
            raise self._unfit(problems)
        return parcel.name

    def _unfit(self, problems: list[str]) -> UsageError:
        more = f"\n       and {len(problems) - 3} more" if len(problems) > 3 else ""
        want = ", ".join(f"{what} {version}" for what, version in engine_facts().items())
        return UsageError(
            explain(
                f"the cluster at {self._address} would not grade as this machine does",
                got="\n       ".join(problems[:3]) + more,
                want=f"{want}, on the scheduler and on every worker",
                step="install the same there (backmark[class,cluster]), and start it again",
            )
        )

    @property
    def capacity(self) -> int:
        """A few jobs for each worker, as many as there are now."""
        if time.monotonic() - self._counted_at > COUNT_S:
            self._count()
        return min(MAX_FLYING, AHEAD * max(self._workers, 1))

    def _count(self) -> None:
        threads = self._client.nthreads()
        self._counted_at = time.monotonic()
        before, self._workers = self._workers, len(threads)
        if not threads and before:
            self._say(f"no worker is connected to {self._address}: jobs wait for one")
        elif before <= 0:
            self._say(f"{len(threads)} worker{'s' * (len(threads) != 1)} at {self._address}")
            if idle := sum(count - 1 for count in threads.values()):
                self._say(
                    f"{idle} of their threads stay idle: a process grades one hand-in at a time. "
                    "Start workers with `--nworkers N --nthreads 1`"
                )

    def submit(self, name: str, job: Job) -> None:
        """Start a job, or queue it."""
        self._send(name, pickle.dumps(job), moves=0)

    def _send(self, name: str, job: bytes, *, moves: int) -> None:
        future = self._client.submit(grade_there, self._plugin, name, job, pure=False, retries=0)
        self._flying[future] = name, job, moves
        self._results.add(future)

    def next(self) -> Finished:
        """Wait for a job that is in flight to finish.

        Raises:
            UsageError: the scheduler is gone, or a worker that came later cannot grade.
        """
        while True:
            self._wait()
            future, result = next(self._results)
            name, job, moves = self._flying.pop(future)
            error = result[1] if future.status == "error" else None
            if isinstance(error, MisfitError):
                raise self._unfit([str(error)])
            if isinstance(error, KilledWorker) and moves < MOVES:
                self._send(name, job, moves=moves + 1)
            elif error is not None:
                return Finished(name, None, f"{type(error).__name__}: {error}")
            elif isinstance(result, Finished):
                return result
            else:
                raise self._gone()

    def _wait(self) -> None:
        while not self._results.has_ready():
            if self._client.status != "running":
                raise self._gone()
            if time.monotonic() - self._counted_at > COUNT_S:
                self._count()
            time.sleep(PAUSE_S)

    def _gone(self) -> UsageError:
        return UsageError(
            explain(
                f"lost the scheduler at {self._address}",
                got="a closed connection; what was graded is kept",
                want="a scheduler that stays until the class is graded",
                step="start it again and run the same command: it goes on where it stopped",
            )
        )

    def close(self) -> None:
        """End, and drop what is in flight; a second time does nothing."""
        if self._client.status == "running" and self._cluster is None:
            with suppress(Exception):  # whatever is left undone ends with the connection
                self._client.cancel(list(self._flying), force=True)
                self._client.unregister_worker_plugin(self._plugin)
        self._flying.clear()
        self._client.close(timeout=CONNECT_S)
        if self._cluster is not None:
            self._cluster.close()


def _connect(where: str) -> tuple[Any, Any]:
    """A client, and the cluster where it is one of our own."""
    kind, _, rest = where.partition(":")
    try:
        if kind == "local":
            return _local(where, rest)
        address = where if "://" in where else json.loads(Path(where).read_bytes())["address"]
        # A client that fails to connect stays behind half made, and may lock up the next one.
        asyncio.run(_knock(address))
        return Client(address, timeout=CONNECT_S, set_as_default=False), None
    except FileNotFoundError as error:
        raise _no_scheduler(where, "no such file") from error
    except (OSError, ValueError, TypeError, RuntimeError, KeyError) as error:
        raise _no_scheduler(where, str(error) or type(error).__name__) from error


async def _knock(address: str) -> None:
    """See whether somebody answers there who speaks as dask's configuration says."""
    arguments = Security().get_connection_args("client")
    comm = await connect(address, timeout=CONNECT_S, **arguments)
    await comm.close()


def _local(address: str, count: str) -> tuple[Any, Any]:
    if not count.isascii() or not count.isdigit() or not int(count):
        raise _no_scheduler(address, f"{count!r} processes")
    cluster = LocalCluster(
        n_workers=int(count),
        threads_per_worker=1,
        processes=True,
        memory_limit=0,  # a student's memory is the jail's to limit
        dashboard_address="127.0.0.1:0",  # for nobody else, and for several classes at once
        silence_logs=logging.CRITICAL,  # an end by Ctrl-C is no news
        preload=["autograder.batch.on_worker"],  # its `dask_setup`
    )
    return Client(cluster, set_as_default=False), cluster


def _no_scheduler(address: str, got: str) -> UsageError:
    return UsageError(
        explain(
            f"cannot reach a scheduler at {address}",
            got=got.partition("\n")[0],
            want="tcp://HOST:PORT or tls://HOST:PORT, a scheduler file, or local:N for N processes "
            "here",
            step="start one with `dask scheduler`; for tls:// dask's configuration has to name the "
            "certificates (docs/cluster.md)",
        )
    )
