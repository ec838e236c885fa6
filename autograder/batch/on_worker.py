"""What runs on a cluster's worker: one grader a process, with everything it needs sent once.

    Parcel (engine facts, the assignment's files, the setup as bytes)
      ──Graders, a plugin of the worker──▶ Grader with its zygote, on a thread of its own
    Job (bytes) ──grade_there──▶ verdict (bytes), or why we could not

A worker that joins later gets the same plugin from the scheduler. Nothing is read from a shared
disk. Jobs of one worker run one after another, whatever number of threads it has.
"""

from __future__ import annotations

import asyncio
import pickle
import shutil
import signal
import tempfile
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from distributed import Worker, get_worker
from distributed.diagnostics.plugin import WorkerPlugin

from autograder.batch.engine import differences, engine_facts
from autograder.batch.ledger import packed
from autograder.batch.pools import Finished
from autograder.batch.work import Grader, Setup
from autograder.course.assignment import Assignment
from autograder.course.load import load_assignment
from autograder.errors import UsageError

TRIES: Final = 2
"""A job whose worker ended under it is tried once more: the next worker may have more luck, and a
job that ends every worker takes no more than two of them."""


class MisfitError(UsageError):
    """A worker that would not come to the verdicts that we would; nothing was graded on it."""


@dataclass(frozen=True)
class Parcel:
    """Everything that a worker is sent, as plain data."""

    name: str
    """The plugin's; another for every assignment, seed and engine."""
    facts: Mapping[str, str]
    """The engine's that a worker must share."""
    folder: str
    files: Mapping[str, bytes] = field(repr=False)
    digest: str
    """The assignment's, as these files must give it."""
    setup: bytes = field(repr=False)
    """A pickled `Setup`: another engine may not be able to read it, so it is read last."""


def pack(assignment: Assignment, setup: Setup) -> Parcel:
    """The parcel of an assignment and a setup: files beside the checks, without the public key."""
    files = {
        path.name: path.read_bytes()
        for path in sorted(assignment.folder.iterdir())
        if path.is_file() and path != assignment.public_key and not path.name.startswith(".")
    }
    return Parcel(
        name=f"backmark-{assignment.digest[:16]}-{setup.digest[:16]}",
        facts=engine_facts(),
        folder=assignment.folder.name,
        files=files,
        digest=assignment.digest,
        setup=pickle.dumps(setup),
    )


class Graders(WorkerPlugin):  # type: ignore[misc]  # dask has no types
    """A worker's grader; whatever goes wrong while it is made is told when it is asked for."""

    def __init__(self, parcel: Parcel) -> None:
        self._parcel = parcel

    def setup(self, worker: Worker) -> None:
        """Begin to make it. Its thread stays: a zygote ends with the thread that started it."""
        self._thread = ThreadPoolExecutor(1, "backmark")
        self._folder = Path(tempfile.mkdtemp(prefix="backmark-", dir=worker.local_directory))
        self._grader: Future[Grader] = self._thread.submit(self._make)

    def teardown(self, worker: Worker) -> None:
        """End it after the job it is at, without waiting: this is the worker's event loop."""
        self._thread.submit(self._end)
        self._thread.shutdown(wait=False)

    def _make(self) -> Grader:
        parcel = self._parcel
        for said in differences(engine_facts(), parcel.facts):
            raise MisfitError(said)
        folder = self._folder / "assignments" / parcel.folder
        folder.mkdir(parents=True)
        for name, content in parcel.files.items():
            (folder / name).write_bytes(content)
        digest = load_assignment(folder, validated=True).digest
        if digest != parcel.digest:
            got, want = digest[:12], parcel.digest[:12]
            raise MisfitError(f"reads another assignment from these files: {got}, want {want}")
        setup: Setup = pickle.loads(parcel.setup)  # noqa: S301 - of whoever may run code here anyway
        return Grader(replace(setup, folder=folder))

    def _end(self) -> None:
        if self._grader.exception() is None:
            self._grader.result().close()
        shutil.rmtree(self._folder, ignore_errors=True)

    async def ready(self) -> None:
        """Wait until the grader is there.

        Raises:
            MisfitError: it cannot be.
        """
        try:
            await asyncio.wrap_future(self._grader)
        except MisfitError:
            raise
        except Exception as error:
            raise MisfitError(
                f"cannot prepare to grade: {type(error).__name__}: {error}"
            ) from error

    async def grade(self, job: bytes) -> bytes:
        """A job's verdict, packed, when those before it are done."""
        return await asyncio.wrap_future(self._thread.submit(self._grade, job))

    def _grade(self, job: bytes) -> bytes:
        return packed(self._grader.result().grade(pickle.loads(job)))  # noqa: S301 - as above


async def misfit(plugin: str, dask_worker: Worker) -> str:
    """Why this worker cannot grade; empty if it can."""
    try:
        await dask_worker.plugins[plugin].ready()
    except MisfitError as error:
        return str(error)
    return ""


async def grade_there(plugin: str, name: str, job: bytes) -> Finished:
    """Run a job on the worker that this is.

    The scheduler counts how often the job's worker ended while it ran: before a job begins it is
    one more, and none as soon as it has ended well.

    Raises:
        MisfitError: this worker cannot grade.
        Exception: our own fault.
    """
    worker = get_worker()
    graders: Graders = worker.plugins[plugin]
    try:
        await graders.ready()
    except MisfitError as error:
        raise MisfitError(f"the worker {worker.address} {error}") from error
    count = {"keys": [plugin, name]}
    ended = await worker.scheduler.get_metadata(**count, default=0)
    if ended >= TRIES:
        return Finished(name, None, f"its worker ended {ended} times while it was graded")
    await worker.scheduler.set_metadata(**count, value=ended + 1)
    try:
        return Finished(name, await graders.grade(job))
    finally:
        await worker.scheduler.set_metadata(**count, value=0)


def dask_setup(worker: Worker) -> None:
    """In workers of our own machine and terminal: Ctrl-C is the parent's to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
