"""Grading a class: hand-ins become jobs, jobs become verdicts, and the ledger keeps them.

    hand-ins ──open──▶ jobs ──those without a verdict──▶ pool ──▶ ledger

One thread does all of it: it opens hand-ins only as fast as the pool finishes jobs, so memory does
not grow with the class, and it alone writes the ledger.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from autograder.batch.hand_in import HandIn
from autograder.batch.ledger import Ledger
from autograder.batch.pools import Pool
from autograder.batch.work import Setup, identity_of, job_of
from autograder.course.assignment import Assignment
from autograder.course.submission import open_submission
from autograder.errors import SubmissionError


@dataclass
class Progress:
    """How far a run is; handed out after every change."""

    total: int
    settled: int = 0
    """Hand-ins that need no more work, whatever became of them."""
    graded: int = 0
    """Jobs that ran now."""
    known: int = 0
    """Hand-ins whose job had its verdict before, from an earlier run or from the same text."""
    unopened: int = 0
    failed: int = 0
    """Hand-ins that could not be graded by our own fault; the ledger has the reasons."""
    gone: tuple[str, ...] = ()
    """Hand-ins that the ledger had and the source has no more, once all others are settled."""


def grade_class(
    assignment: Assignment,
    setup: Setup,
    hand_ins: Sequence[HandIn],
    ledger: Ledger,
    pool: Pool,
    tell: Callable[[Progress], None] = lambda progress: None,
) -> Progress:
    """Grade whatever has no verdict yet; returns when every hand-in is settled."""
    run = _Run(ledger, pool, tell, Progress(len(hand_ins)))
    for hand_in in hand_ins:
        try:
            submission = open_submission(hand_in.path, assignment.modules, assignment.functions)
            job = job_of(hand_in, submission, assignment)
            name = identity_of(setup, assignment, job)
        except SubmissionError as error:
            ledger.record(hand_in, None, [str(error)])
            run.progress.unopened += 1
            run.settle(1)
            continue
        except Exception as error:  # noqa: BLE001 - ours, whatever it is: it costs this one alone
            name = f"opening {hand_in.id}"
            ledger.record(hand_in, name, ())
            ledger.fail(name, f"it could not be opened: {type(error).__name__}: {error}")
            run.progress.failed += 1
            run.settle(1)
            continue
        ledger.record(hand_in, name, submission.notes)
        if ledger.knows(name):
            run.progress.known += 1
            run.settle(1)
        elif name in run.waiting:
            run.waiting[name].append(hand_in.id)
        else:
            run.waiting[name] = [hand_in.id]
            pool.submit(name, job)
        while len(run.waiting) >= pool.capacity:
            run.collect()
    while run.waiting:
        run.collect()
    run.progress.gone = ledger.keep_only([hand_in.id for hand_in in hand_ins])
    return run.progress


@dataclass
class _Run:
    ledger: Ledger
    pool: Pool
    tell: Callable[[Progress], None]
    progress: Progress
    waiting: dict[str, list[str]] = field(default_factory=dict)
    """Job in flight to the hand-ins that wait for it."""

    def settle(self, count: int) -> None:
        self.progress.settled += count
        self.tell(self.progress)

    def collect(self) -> None:
        """Wait for one job and keep its verdict."""
        finished = self.pool.next()
        served = self.waiting.pop(finished.name)
        if finished.verdict is None:
            self.ledger.fail(finished.name, finished.problem)
            self.progress.failed += len(served)
        else:
            self.ledger.finish(finished.name, finished.verdict)
            self.progress.graded += 1
            self.progress.known += len(served) - 1
        self.settle(len(served))
