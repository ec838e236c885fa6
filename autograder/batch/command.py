"""`backmark class` without the command line: grades a class and writes what comes of it.

    source ──▶ hand-ins ──grade_class──▶ OUT/ledger.sqlite ──outputs──▶ gradebooks, verdicts, pages

The ledger holds every verdict; nothing else of the class stays in memory. An interrupted run goes
on from it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from rich.console import Console

from autograder.batch.ledger import Entry, Ledger, read_ledger
from autograder.batch.outputs import Forms, gradebooks, write_grades, write_pages
from autograder.batch.page import environment
from autograder.batch.pools import LocalPool, Pool, get_ready
from autograder.batch.regrade import moves, never_lower, paired
from autograder.batch.run import grade_class
from autograder.batch.screen import Report, progress, tally
from autograder.batch.sources import read_source
from autograder.batch.work import Setup, setup_of
from autograder.course.assignment import Assignment
from autograder.course.load import find_assignment, load_assignment
from autograder.errors import UsageError, explain
from autograder.files import make_folder
from autograder.judging.build_key import build_key
from autograder.judging.judge import choose_key
from autograder.judging.seeds import read_seed

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
    if request.dask is None:
        get_ready()
    assignment = load_assignment(find_assignment(request.assignment, here))
    seed = read_seed(assignment, request.seed, request.seed_file)
    templates = environment()
    key = choose_key(assignment, seed, request.key) or build_key(assignment, seed)
    setup = setup_of(assignment, seed, key, request.transport, require_jail=request.require_jail)
    with closing(_pool(request, assignment, setup, console)) as pool:
        path = make_folder(request.output) / LEDGER
        with Ledger(path) as ledger:
            source = read_source(request.source, assignment.name, request.output / "hand_ins")
            with progress(console, len(source.hand_ins)) as tell:
                standing = grade_class(assignment, setup, source.hand_ins, ledger, pool, tell)
            pool.close()  # its processes are not needed while pages are written
            entries = partial(_entries, request, ledger)
            moved = tuple(moves(paired(_before(request), ledger.entries())))
            written = (
                path,
                *write_grades(entries, forms, request.output),
                *write_pages(entries, assignment, templates, request.output, names=request.names),
            )
            counts = tally(entries())
    seconds = time.monotonic() - start
    return Report(source, standing, counts, moved, written, seconds)


def _check(request: Request, forms: Forms) -> None:
    """Tell whatever can be told before anything is graded, and before anything is written."""
    try:
        request.source.stat()
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        why = "there is nothing there" if missing else error.strerror
        raise UsageError(f"cannot read the class in {request.source}: {why}") from error
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


def _before(request: Request) -> Iterator[Entry]:
    return iter(()) if request.against is None else read_ledger(request.against)


def _entries(request: Request, ledger: Ledger) -> Iterator[Entry]:
    """The class as it is written out."""
    if request.keep_higher:
        return never_lower(paired(_before(request), ledger.entries()))
    return ledger.entries()


def _pool(request: Request, assignment: Assignment, setup: Setup, console: Console) -> Pool:
    if request.dask is None:
        return LocalPool(setup, request.jobs)
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
