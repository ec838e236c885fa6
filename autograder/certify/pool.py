"""A pool of graders: many processes, results in order, whatever one of the graded does to its own.

A task that ends its process is run again alone, in halves, until the item is found that does it;
for that one the answer is None. So results depend neither on the number of processes nor on chance.
"""

from __future__ import annotations

import gc
import multiprocessing
import multiprocessing.context
import os
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from time import process_time
from typing import Any, Generic, TypeVar

from autograder.certify.findings import Entered
from autograder.certify.grading import Answers, Grader
from autograder.certify.restraint import limit_memory
from autograder.sandbox.launchers import ONE_THREAD

T = TypeVar("T")
R = TypeVar("R")

_grader: list[Grader] = []
"""This process's own; a pool hands its functions nothing but their arguments."""


@dataclass(frozen=True)
class Setting:
    """What every process of a pool is made with."""

    folder: Path
    exercises: tuple[str, ...]
    answers: Answers = field(default_factory=dict)
    seconds: Mapping[str, float] = field(default_factory=dict)
    entered: Mapping[str, Mapping[str, Entered]] = field(default_factory=dict)
    limited: bool = True
    """Whether memory is limited; torch maps gigabytes that it never uses."""


@dataclass(frozen=True)
class Done(Generic[R]):
    """A task's results, one an item, and the CPU time they took."""

    results: list[R | None]
    seconds: float


def _context() -> multiprocessing.context.BaseContext:
    """Never a fork of this process: where torch has run, its threads' locks would stay locked."""
    forks = "forkserver" in multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if forks else "spawn")
    if forks:
        context.set_forkserver_preload(["autograder.certify.grading"])
    return context


def _end_with_parent() -> None:
    """An executor's processes would outlive a parent that is killed, and wait for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _start(setting: Setting) -> None:
    Thread(target=_end_with_parent, daemon=True).start()
    warnings.simplefilter("ignore", SyntaxWarning)  # a mutant may say `is 0`, and nobody else asks
    grader = Grader(setting.folder, setting.exercises)
    grader.answers, grader.seconds = setting.answers, setting.seconds
    grader.entered = setting.entered
    _grader[:] = [grader]
    gc.freeze()
    if setting.limited:
        limit_memory()


def _work(function: Callable[[Grader, T], R], items: Sequence[T]) -> Done[R]:
    start = process_time()
    return Done([function(_grader[0], item) for item in items], process_time() - start)


class Pool:
    """Processes that grade; use it in a `with` statement."""

    def __init__(self, setting: Setting, jobs: int) -> None:
        self._setting = setting
        self._jobs = jobs
        self._executor = self._new(jobs)

    def _new(self, jobs: int) -> ProcessPoolExecutor:
        os.environ.update(ONE_THREAD)  # for processes to come: NumPy has read ours
        return ProcessPoolExecutor(
            jobs, mp_context=_context(), initializer=_start, initargs=(self._setting,)
        )

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self._executor.shutdown(cancel_futures=True)

    def map(
        self, function: Callable[[Grader, T], R], items: Sequence[T], chunk: int = 1
    ) -> Iterator[Done[R]]:
        """The results of ``function(grader, item)``, a chunk at a time, in order.

        `function` must be importable: a module's own.
        """
        chunks = [items[i : i + chunk] for i in range(0, len(items), chunk)]
        waiting: list[tuple[Sequence[T], Future[Done[R]]]]
        waiting = [(one, self._executor.submit(_work, function, one)) for one in chunks]
        for position, (one, future) in enumerate(waiting):
            try:
                yield future.result()
            except BrokenProcessPool:  # noqa: PERF203 - each task may be the one
                # Which of those under way did it, nobody knows: all that have no result run anew.
                yield self._alone(function, one)
                self._executor = self._new(self._jobs)
                for later in range(position + 1, len(waiting)):
                    rest, its = waiting[later]
                    if not its.done() or its.exception() is not None:
                        waiting[later] = rest, self._executor.submit(_work, function, rest)

    def _alone(self, function: Callable[[Grader, T], R], items: Sequence[T]) -> Done[R]:
        with self._new(1) as executor:
            try:
                return executor.submit(_work, function, items).result()
            except BrokenProcessPool:
                if len(items) == 1:
                    return Done([None], 0.0)
        half = len(items) // 2
        first, second = self._alone(function, items[:half]), self._alone(function, items[half:])
        return Done([*first.results, *second.results], first.seconds + second.seconds)


Progress = Callable[[str, int, int], Any]
"""Told what is under way, how much of it is done, and how much there is."""
