"""`backmark class` without the command line: grades a class and writes what comes of it.

    source ──▶ hand-ins ──grade_class──▶ OUT/ledger.sqlite ──outputs──▶ gradebooks, verdicts, pages

The ledger holds every verdict; nothing else of the class stays in memory. An interrupted run goes
on from it.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rich.console import Console

from autograder.batch.gradebook import Book, grades
from autograder.batch.hand_in import Person
from autograder.batch.ledger import Entry, Ledger, read_ledger
from autograder.batch.outputs import (
    Entries,
    Forms,
    gradebooks,
    write_grades,
    write_pages,
    write_verdicts,
)
from autograder.batch.page import environment
from autograder.batch.pools import LocalPool, Pool, get_ready
from autograder.batch.regrade import moves, never_lower, paired, vanished
from autograder.batch.roster import Roster, read_roster
from autograder.batch.run import grade_class
from autograder.batch.screen import Remark, Report, progress, tally
from autograder.batch.sources import Source, read_source
from autograder.batch.unpack import require_class
from autograder.batch.work import Setup, setup_of
from autograder.course.assignment import Assignment
from autograder.course.load import find_assignment, load_assignment
from autograder.errors import UsageError, explain
from autograder.files import make_folder
from autograder.judging.build_key import build_key
from autograder.judging.judge import choose_key
from autograder.judging.seeds import read_seed
from autograder.sandbox.launchers import Launcher

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
    dask: str | None = None
    """Where a scheduler is, in a form that `cluster` knows; None: on this machine."""
    against: Path | None = None
    keep_higher: bool = False
    canvas: Path | None = None
    canvas_column: str = ""
    moodle: Path | None = None
    roster: Path | None = None
    """A list of the course's students, for names and e-mail addresses."""
    names: bool = False
    """Whether the class page names students."""


def grade_source(request: Request, here: Path, console: Console) -> Report:
    """Grade a class, or whatever of it has no verdict yet.

    Raises:
        UsageError: the source is no class, the ledger is in use, a file to fill in is none, the
            cluster cannot grade.
        KeyboardInterrupt: what is graded is kept.
    """
    start = time.monotonic()
    forms = Forms(request.canvas, request.canvas_column, request.moodle)
    _check(request, forms)
    with get_ready(request.transport) if request.dask is None else nullcontext() as launcher:
        assignment = load_assignment(find_assignment(request.assignment, here))
        _check_before(request, assignment)
        roster = None if request.roster is None else read_roster(request.roster)
        seed = read_seed(assignment, request.seed, request.seed_file)
        templates = environment()
        key = choose_key(assignment, seed, request.key) or build_key(assignment, seed)
        setup = setup_of(
            assignment, seed, key, request.transport, require_jail=request.require_jail
        )
        pool = _pool(request, assignment, setup, launcher, console)
        with closing(pool), Ledger(make_folder(request.output) / LEDGER) as ledger:
            source = read_source(request.source, assignment.name, request.output / "hand_ins")
            if roster is not None:
                source = replace(source, hand_ins=roster.known(source.hand_ins))
            with progress(console, len(source.hand_ins)) as tell:
                standing = grade_class(assignment, setup, source.hand_ins, ledger, pool, tell)
            pool.close()  # its processes are not needed while pages are written
            entries = partial(_entries, request, ledger)
            books = gradebooks(forms, grades(entries()))
            outputs = _write(request, assignment, templates, books, entries, standing.gone)
            written = (request.output / LEDGER, *outputs)
            counts = tally(entries())
            moved = moves(paired(_before(request), entries()))
            gone = vanished(paired(_before(request), ledger.entries()))
    remarks = [
        ("several hand-ins, of which the best counts", _each(_repeated(source))),
        ("not handed in any more", [hand_in.people for hand_in in gone]),
        *_of_roster(roster, source),
        *((f"not in {n}, where no row is theirs alone", _each(b.left)) for n, b in books.items()),
        *_of_addresses(source, assignment),
    ]
    return Report(source, standing, counts, moved, remarks, written, time.monotonic() - start)


def _write(
    request: Request,
    assignment: Assignment,
    templates: jinja2.Environment,
    books: Mapping[str, Book],
    entries: Entries,
    gone: Sequence[str],
) -> Iterator[Path]:
    """Write whatever comes of a class beside its ledger; what was written."""
    output = request.output
    yield from write_grades(books, output)
    yield write_verdicts(entries, gone, output)
    yield from write_pages(entries, gone, assignment, templates, output, names=request.names)


def _check(request: Request, forms: Forms) -> None:
    """Tell whatever can be told before anything is graded, and before anything is written."""
    require_class(request.source)
    if request.output.resolve().is_relative_to(request.source.resolve()):
        raise UsageError(
            f"-o {request.output} lies within the class in {request.source}, and would be taken "
            "for a hand-in: name a folder elsewhere"
        )
    if request.against is not None:
        if request.against.resolve() == (request.output / LEDGER).resolve():
            raise UsageError(
                f"--against {request.against} is the ledger that this run writes: name another "
                "folder with -o, or a copy of that ledger with --against"
            )
        next(iter(read_ledger(request.against)), None)
    gradebooks(forms, [])


def _repeated(source: Source) -> list[Person]:
    people = Counter(person for hand_in in source.hand_ins for person in hand_in.people)
    return [person for person, count in people.items() if count > 1]


def _of_roster(roster: Roster | None, source: Source) -> Iterator[Remark]:
    if roster is not None:
        yield "on the roster, and nothing handed in", _each(roster.absent(source.hand_ins))
        yield "not on the roster", _each(roster.strangers(source.hand_ins))


def _of_addresses(source: Source, assignment: Assignment) -> Iterator[Remark]:
    """Students were told to use their address; in a folder, whatever the instructor calls them."""
    if assignment.personal and source.platform != "folder":
        people = (person for hand_in in source.hand_ins for person in hand_in.people)
        told = (
            f"no e-mail address, so their numbers are drawn for what {source.platform} calls them"
        )
        without = _each(person for person in people if "@" not in (person.email or person.id))
        yield f"{told} (give addresses with --roster CSV and run again)", without


def _each(people: Iterable[Person]) -> list[tuple[Person, ...]]:
    return [(person,) for person in people]


def _check_before(request: Request, assignment: Assignment) -> None:
    """A verdict of another assignment is nothing to compare with, and no grade of this one."""
    verdicts = (entry.verdict for entry in _before(request))
    graded = next((verdict["assignment"] for verdict in verdicts if verdict), assignment.name)
    if graded != assignment.name:
        raise UsageError(
            f"--against {request.against} is of {graded}, want a ledger of {assignment.name}"
        )


def _before(request: Request) -> Iterator[Entry]:
    return iter(()) if request.against is None else read_ledger(request.against)


def _entries(request: Request, ledger: Ledger) -> Iterator[Entry]:
    """The class as it is written out."""
    if request.keep_higher:
        return never_lower(paired(_before(request), ledger.entries()))
    return ledger.entries()


def _pool(
    request: Request,
    assignment: Assignment,
    setup: Setup,
    launcher: Launcher | None,
    console: Console,
) -> Pool:
    if request.dask is None:
        return LocalPool(setup, request.jobs, launcher)
    if find_spec("distributed") is None:
        raise UsageError(
            explain(
                "cannot grade on a cluster",
                got="no dask.distributed in this Python",
                want="the extra for clusters, here and on every worker",
                step="in Backmark's repository: python -m pip install '.[class,cluster]'",
            )
        )
    from autograder.batch.cluster import DaskPool  # noqa: PLC0415 - of the extra `cluster`

    return DaskPool(request.dask, assignment, setup, lambda said: console.print(said, markup=False))
