"""`backmark class` without the command line: grades a class and writes what comes of it.

OUT/ledger.sqlite          every verdict: an interrupted run goes on from it
OUT/verdicts/ID.json       each verdict as data
OUT/gradebook.csv          in Gradescope's columns
OUT/class.html             the class and its checks in figures, for the instructor
OUT/feedback/ID.html       what each student reads
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from autograder.batch.feedback import feedback_page, file_stem
from autograder.batch.gradebook import Grade, canvas_csv, grades, gradescope_csv, moodle_csv
from autograder.batch.ledger import Entry, Ledger, read_ledger
from autograder.batch.page import class_page, environment
from autograder.batch.pools import LocalPool, Pool
from autograder.batch.regrade import Move, moves, never_lower
from autograder.batch.run import Progress as Standing
from autograder.batch.run import grade_class
from autograder.batch.sources import Source, read_source
from autograder.batch.statistics import class_of
from autograder.batch.work import Setup
from autograder.course.assignment import Assignment
from autograder.course.load import find_assignment, load_assignment
from autograder.errors import UsageError
from autograder.files import write_atomically
from autograder.grade import read_seed
from autograder.judging.build_key import build_key
from autograder.judging.judge import choose_key

if TYPE_CHECKING:
    import jinja2

LEDGER: Final = "ledger.sqlite"


@dataclass(frozen=True)
class Request:
    """What to grade, where to put it, and how."""

    assignment: str
    source: Path
    output: Path
    seed: int | None = None
    seed_file: Path | None = None
    key: Path | None = None
    transport: str = "auto"
    require_jail: bool = False
    jobs: int | None = None
    against: Path | None = None
    keep_higher: bool = False
    canvas: Path | None = None
    canvas_column: str = ""
    moodle: Path | None = None
    names: bool = False
    """Whether the class page names students."""


@dataclass(frozen=True)
class Report:
    """What came of it."""

    source: Source
    standing: Standing
    entries: tuple[Entry, ...]
    moved: tuple[Move, ...]
    written: tuple[Path, ...]
    seconds: float

    @property
    def data(self) -> dict[str, Any]:
        """What `--json` prints."""
        scores = [e.verdict["score"] for e in self.entries if e.verdict]
        return {
            "submissions": len(self.entries),
            "graded": len(scores),
            "failed_to_grade": len(self.entries) - len(scores),
            "mean": round(sum(scores) / len(scores), 2) if scores else None,
            "seconds": round(self.seconds, 2),
            "ledger": str(self.written[0]),
        }


def grade_source(request: Request, here: Path, console: Console) -> Report:
    """Grade a class, or whatever of it has no verdict yet.

    Raises:
        UsageError: the source is no class, the ledger is in use, a file to fill in is none.
        KeyboardInterrupt: what is graded is kept.
    """
    start = time.monotonic()
    if not request.source.exists():
        raise UsageError(f"cannot read the class in {request.source}: there is nothing there")
    assignment = load_assignment(find_assignment(request.assignment, here))
    seed = read_seed(assignment, request.seed, request.seed_file)
    before = read_ledger(request.against) if request.against else []
    _gradebooks(request, [])  # what cannot be filled in is told before anything is graded
    templates = environment()
    key = choose_key(assignment, seed, request.key) or build_key(assignment, seed)
    setup = Setup(assignment.folder, seed, key, request.transport, request.require_jail)
    _make(request.output)
    with Ledger(request.output / LEDGER) as ledger:
        source = read_source(request.source, assignment.name, request.output / "hand_ins")
        pool: Pool = LocalPool(setup, request.jobs)
        try:
            with progress(console, len(source.hand_ins)) as tell:
                standing = grade_class(assignment, setup, source.hand_ins, ledger, pool, tell)
        finally:
            pool.close()
        entries = tuple(ledger.entries())
    moved = tuple(moves(before, entries))
    if request.keep_higher:
        entries = tuple(never_lower(before, entries))
    written = [
        request.output / LEDGER,
        *_write(request, entries),
        *_pages(request, assignment, templates, entries),
    ]
    return Report(source, standing, entries, moved, tuple(written), time.monotonic() - start)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot make the folder {folder}: {error.strerror}") from error


def _gradebooks(request: Request, found: Sequence[Grade]) -> dict[str, str]:
    texts = {"gradebook.csv": gradescope_csv(found)}
    if request.canvas is not None:
        texts["canvas.csv"] = canvas_csv(found, request.canvas, request.canvas_column)
    if request.moodle is not None:
        texts["moodle.csv"] = moodle_csv(found, request.moodle)
    return texts


def _write(request: Request, entries: Sequence[Entry]) -> Iterator[Path]:
    for name, text in _gradebooks(request, grades(entries)).items():
        write_atomically(request.output / name, text)
        yield request.output / name
    folder = request.output / "verdicts"
    _make(folder)
    for entry in entries:
        if entry.verdict is not None:
            path = folder / f"{file_stem(entry.hand_in.id)}.json"
            write_atomically(path, json.dumps(entry.verdict, indent=1) + "\n")
    yield folder


def _pages(
    request: Request,
    assignment: Assignment,
    templates: jinja2.Environment,
    entries: Sequence[Entry],
) -> Iterator[Path]:
    path = request.output / "class.html"
    found = class_of(entries)
    page = class_page(templates, assignment.title, assignment.name, found, names=request.names)
    write_atomically(path, page)
    yield path
    folder = request.output / "feedback"
    _make(folder)
    for entry in entries:
        if entry.verdict is not None:
            name = f"{file_stem(entry.hand_in.id)}.html"
            write_atomically(folder / name, feedback_page(templates, assignment, entry.verdict))
    yield folder


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
            if standing.problems:
                counts += f", {len(standing.problems)} failed"
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
    for entry in report.entries:
        if entry.job is None:
            first = entry.notes[0].partition("\n")[0] if entry.notes else "no reason known"
            console.print(f"  not graded: {entry.hand_in.id}: {first}", markup=False)
    for name, problem in report.standing.problems.items():
        console.print(f"  our own fault: {name}: {problem}; run again", markup=False)
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
