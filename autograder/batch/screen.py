"""What `backmark class` shows: a bar while it grades, and what came of it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from autograder.batch.hand_in import Person
from autograder.batch.ledger import Entry
from autograder.batch.regrade import Move
from autograder.batch.run import Progress as Standing
from autograder.batch.sources import Source
from autograder.text import clean
from autograder.verdict import Outcome

MAX_NAMED: Final = 10
"""Students in one line."""


@dataclass
class Tally:
    """What became of a class's hand-ins, counted."""

    graded: int = 0
    total: float = 0.0
    """The sum of all scores."""
    ungraded: list[Entry] = field(default_factory=list)
    withheld: int = 0
    """Hand-ins with points that a person must give, since a check broke."""
    broken: Counter[str] = field(default_factory=Counter)
    """Check, by its number, to the hand-ins that it broke on."""


def tally(entries: Iterable[Entry]) -> Tally:
    """The counts of a class, whose entries may come one at a time."""
    found = Tally()
    for entry in entries:
        if entry.verdict is None:
            found.ungraded.append(entry)
            continue
        found.graded += 1
        found.total += entry.verdict["score"]
        found.withheld += entry.verdict["withheld"] > 0
        found.broken.update(
            check["number"]
            for check in entry.verdict["checks"]
            if check["outcome"] == Outcome.BROKEN.value
        )
    return found


Remark = tuple[str, Sequence[Sequence[Person]]]
"""What an instructor should know, and of whom: groups count as one."""


@dataclass(frozen=True)
class Report:
    """What came of a class."""

    source: Source
    standing: Standing
    tally: Tally
    moved: Sequence[Move]
    remarks: Sequence[Remark]
    written: tuple[Path, ...]
    seconds: float

    @property
    def data(self) -> dict[str, Any]:
        """What `--json` prints."""
        graded, ungraded = self.tally.graded, len(self.tally.ungraded)
        return {
            "submissions": graded + ungraded,
            "graded": graded,
            "failed_to_grade": ungraded,
            "withheld": self.tally.withheld,
            "broken": dict(self.tally.broken),
            "mean": round(self.tally.total / graded, 2) if graded else None,
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
    for number, count in report.tally.broken.items():
        on = "one hand-in" if count == 1 else f"{count} hand-ins"
        console.print(
            f"  our own fault: check {number} broke on {on}: its points are withheld, and the "
            "gradebook leaves the grade open; mend the check and run again"
        )
    for entry in report.tally.ungraded:
        ours = "our own fault: " if entry.problem else "not graded: "
        again = "; run again" if entry.problem else ""
        said = one_line(f"{entry.hand_in.id}: {entry.why}")
        console.print(f"  {ours}{said}{again}", markup=False)
    for stray in report.source.strays:
        console.print(f"  nobody's: {one_line(stray)}", markup=False)
    for move in report.moved:
        who, checks = one_line(", ".join(move.people)), " ".join(move.checks)
        console.print(f"  moved: {who}: {move.before:g} to {move.after:g} ({checks})", markup=False)
    for what, people in report.remarks:
        if people:
            more = len(people) - MAX_NAMED
            names = "; ".join(map(_names, people[:MAX_NAMED]))
            names += f"; and {more:,} more" if more > 0 else ""
            console.print(f"  {what}: {names}", markup=False)
    for path in report.written:
        console.print(f"wrote {path}", markup=False)


def one_line(text: str) -> str:
    """A name or a reason as a terminal may show it: whoever chose it, it stays one line."""
    return " ".join(clean(text, 400).split())


def _names(people: Sequence[Person]) -> str:
    return one_line(", ".join(person.name or person.id for person in people))
