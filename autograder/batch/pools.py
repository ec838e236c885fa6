"""Where jobs run: a pool takes submissions and gives verdicts back as they are ready."""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Final, Protocol

from autograder.batch.forks import pool_context, start_forkserver
from autograder.batch.ledger import packed
from autograder.batch.work import Grader, Job, Setup
from autograder.sandbox.launchers import Launcher
from autograder.sandbox.supervisor import open_launcher

AHEAD: Final = 4
"""Jobs in flight for each process: enough that none waits for us, few enough to hold in memory."""


@dataclass(frozen=True)
class Finished:
    """A job's end: its verdict as data, or how our side failed."""

    name: str
    verdict: bytes | None
    """As the ledger keeps it."""
    problem: str = ""


class Pool(Protocol):
    """Runs jobs. Everything is asked from one thread."""

    @property
    def capacity(self) -> int:
        """How many jobs may be in flight, now."""

    def submit(self, name: str, job: Job) -> None:
        """Start a job, or queue it."""

    def next(self) -> Finished:
        """Wait for a job that is in flight to finish."""

    def close(self) -> None:
        """End, and drop what is in flight; a second time does nothing."""


class LocalPool:
    """Processes of this machine, each with a warm zygote of its own: a copy of the launcher's.

    Student code runs in jailed workers below these processes, so what ends one of them is rare: the
    kernel short of memory, or a mistake of ours. Whatever was in flight then runs again, one job at
    a time, and the one that ends a process when alone is for a person to look at; the others lose
    nothing.

    Args:
        setup: what they grade.
        processes: how many; None: one for each core.
        launcher: from `get_ready`, and open as long as this; None: each opens one of its own.
    """

    def __init__(
        self, setup: Setup, processes: int | None = None, launcher: Launcher | None = None
    ) -> None:
        self._setup = setup
        self._launcher = launcher
        self._processes = processes or os.cpu_count() or 1
        self.capacity = AHEAD * self._processes
        self._flying: dict[str, Job] = {}
        self._suspects: deque[str] = deque()
        self._trial: str | None = None
        self._waiting: deque[str] = deque()
        self._done: SimpleQueue[tuple[str, int, Future[bytes]]] = SimpleQueue()
        self._generation = 0
        self._start()

    def _start(self) -> None:
        self._generation += 1
        context = pool_context()
        # Whatever becomes of us, the other end closes with us, and the processes end by it.
        self._ours, self._lifeline = context.Pipe(duplex=False)
        initargs = (self._setup, self._launcher, self._ours)
        self._executor = ProcessPoolExecutor(
            self._processes, context, initializer=_begin, initargs=initargs
        )

    def submit(self, name: str, job: Job) -> None:
        """Start a job, or queue it."""
        self._flying[name] = job
        if self._trial is None:
            self._launch(name)
        else:
            self._waiting.append(name)

    def _launch(self, name: str) -> None:
        generation = self._generation
        try:
            with _uninterrupted():  # the first one starts the processes
                future = self._executor.submit(_grade, self._flying[name])
        except BrokenProcessPool as error:
            future = Future()
            future.set_exception(error)
        future.add_done_callback(lambda done: self._done.put((name, generation, done)))

    def next(self) -> Finished:
        """Wait for a job that is in flight to finish."""
        while True:
            name, generation, future = self._done.get()
            error = future.exception()
            broke = isinstance(error, BrokenProcessPool)
            if broke and generation == self._generation:
                self._end()
                self._start()
            if not broke or name == self._trial:
                return self._finished(name, error, future)
            self._suspects.append(name)
            self._try_next()

    def _finished(self, name: str, error: BaseException | None, future: Future[bytes]) -> Finished:
        del self._flying[name]
        if name == self._trial:
            self._trial = None
            self._try_next()
        if error is None:
            return Finished(name, future.result())
        return Finished(name, None, f"{type(error).__name__}: {error}")

    def _try_next(self) -> None:
        """Run the next suspect alone; when there is none left, everything that waited."""
        if self._trial is not None:
            return
        if self._suspects:
            self._trial = self._suspects.popleft()
            self._launch(self._trial)
        while self._waiting and self._trial is None:
            self._launch(self._waiting.popleft())

    def close(self) -> None:
        """End, and drop what is in flight."""
        self._end()

    def _end(self) -> None:
        self._lifeline.close()
        self._executor.shutdown(wait=True, cancel_futures=True)
        self._ours.close()


@contextmanager
def get_ready(transport: str) -> Iterator[Launcher | None]:
    """Start what a pool's processes and their zygotes will be forks of: it imports while we read.

    What is given is the pool's launcher, and is closed at the end.
    """
    start_forkserver()
    launcher = open_launcher(transport)
    try:
        yield launcher
    finally:
        if launcher is not None:
            launcher.close()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let Ctrl-C wait: a process that is half started would end with a traceback of its own."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if came:
        raise KeyboardInterrupt


_graders: list[Grader] = []
"""This process's own; what a pool calls can keep it in no other place."""


def _begin(setup: Setup, launcher: Launcher | None, lifeline: Connection) -> None:
    """Prepare a process of the pool."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    threading.Thread(target=_end_with, args=(lifeline,), daemon=True).start()
    _graders.append(Grader(setup, launcher))
    gc.freeze()  # all of it stays: there is no need to look through it again and again


def _end_with(lifeline: Connection) -> None:
    """Nothing is ever sent: this waits until the other end is closed, or killed."""
    with suppress(EOFError, OSError):
        lifeline.recv()
    os._exit(1)


def _grade(job: Job) -> bytes:
    return packed(_graders[0].grade(job))
