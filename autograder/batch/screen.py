"""What `backmark class` shows: a bar while it grades, and what came of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from autograder.batch.ledger import Entry
from autograder.batch.regrade import Move
from autograder.batch.run import Progress as Standing
from autograder.batch.sources import Source


@dataclass(frozen=True)
class Report:
    """What came of a class."""

    source: Source
    standing: Standing
    graded: int
    total: float
    """The sum of all scores."""
    ungraded: tuple[Entry, ...]
    moved: tuple[Move, ...]
    written: tuple[Path, ...]
    seconds: float

    @property
    def data(self) -> dict[str, Any]:
        """What `--json` prints."""
        return {
            "submissions": self.graded + len(self.ungraded),
            "graded": self.graded,
            "failed_to_grade": len(self.ungraded),
            "mean": round(self.total / self.graded, 2) if self.graded else None,
            "seconds": round(self.seconds, 2),
            "ledger": str(self.written[0]),
        }


@contextmanager
def progress(console: Console, total: int) -> Iterator[Callable[[Standing], None]]:
    """A bar with rate, time left, and counts by what became of hand-ins."""
    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[counts]}"),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("grading", total=total, rate="", counts="")
        start = time.monotonic()

        def tell(standing: Standing) -> None:
            rate = standing.settled / max(time.monotonic() - start, 1e-9)
            counts = (
                f"{standing.graded} graded, {standing.known} known, {standing.unopened} unopened"
            )
            if standing.failed:
                counts += f", {standing.failed} failed"
            bar.update(task, completed=standing.settled, rate=f"{rate:.1f}/s", counts=counts)

        yield tell


def print_report(console: Console, report: Report) -> None:
    """What came of it, for people."""
    data = report.data
    mean = "" if data["mean"] is None else f", mean {data['mean']:g}"
    console.print(
        f"{data['submissions']} hand-ins from {report.source.platform}: {data['graded']} graded "
        f"({report.standing.known} known before){mean}, {data['seconds']:.1f} s"
    )
    for entry in report.ungraded:
        ours = "our own fault: " if entry.problem else "not graded: "
        again = "; run again" if entry.problem else ""
        console.print(f"  {ours}{entry.hand_in.id}: {entry.why}{again}", markup=False)
    for stray in report.source.strays:
        console.print(f"  nobody's: {stray}", markup=False)
    for move in report.moved:
        people = ", ".join(move.people)
        console.print(
            f"  moved: {people}: {move.before:g} to {move.after:g} ({' '.join(move.checks)})",
            markup=False,
        )
    for path in report.written:
        console.print(f"wrote {path}", markup=False)
