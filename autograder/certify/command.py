"""`backmark certify` without the command line: runs, writes the files, and says what is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from autograder.certify.certificate import Certificate
from autograder.certify.equivalents import FILE
from autograder.certify.facts import EQUIVALENT, KILLED, SURVIVED, MutantFacts
from autograder.certify.page import render
from autograder.certify.pool import Progress as Report
from autograder.certify.run import Plan, certify
from autograder.certify.stored import to_json
from autograder.course.load import find_assignments, load_assignment
from autograder.files import make_folder, write_atomically

SHOWN_WRONG = 40
"""Lines of what is wrong; the file has them all."""
SHOWN_ENTRIES = 5
"""Survivors whose entries are printed: of more, most want a better check and not an entry."""


def certify_all(
    names: Sequence[str],
    plan: Plan,
    output: Path | None,
    here: Path,
    console: Console,
    *,
    as_json: bool = False,
) -> bool:
    """Certify assignments (all of the course's by default); whether every one is complete.

    `as_json` prints the counts of each, as one object by assignment, instead of tables.
    """
    if output is not None:
        make_folder(output)  # before minutes are spent
    complete = True
    counts: dict[str, object] = {}
    for folder in find_assignments(names, here):
        assignment = load_assignment(folder)
        with reporting(Console(stderr=True)) as report:
            certificate = certify(assignment, plan, report)
        counts[certificate.assignment] = certificate.counts
        if not as_json:
            print_certificate(console, certificate)
        if output is not None:
            for path in write_certificate(certificate, output):
                Console(stderr=as_json).print(f"wrote {path}", highlight=False)
        complete = complete and certificate.complete
    if as_json:
        console.print_json(json.dumps(counts))
    return complete


def write_certificate(certificate: Certificate, folder: Path) -> tuple[Path, Path]:
    """Write NAME.json and NAME.html into `folder`, which is made if need be; their paths."""
    make_folder(folder)
    as_json, as_page = (folder / f"{certificate.assignment}.{end}" for end in ("json", "html"))
    write_atomically(as_json, to_json(certificate))
    write_atomically(as_page, render(certificate))
    return as_json, as_page


@contextmanager
def reporting(console: Console) -> Iterator[Report]:
    """A progress bar for what is under way."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as progress:
        tasks: dict[str, int] = {}

        def report(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = progress.add_task(what, total=total)
            progress.update(tasks[what], completed=done)  # type: ignore[arg-type]

        yield report


def print_certificate(console: Console, certificate: Certificate) -> None:
    """A table with a row for each exercise, and then what is wrong with the next step."""
    console.print(_table(certificate))
    console.print(
        f"Seeds {len(certificate.seeds)}, right solutions {len(certificate.variants)}, "
        f"false alarms {certificate.false_alarms}, "
        f"loadable mutants killed {certificate.rate:.1%}, CPU time "
        f"{certificate.seconds:.0f} s.",
        highlight=False,
    )
    if certificate.complete:
        partly = "; in part, no certificate to release on" if certificate.partial else ""
        console.print(f"[green]{certificate.assignment} is certified[/green]{partly}")
        return
    console.print(
        f"[red]{certificate.assignment} cannot be certified[/red]: "
        f"{len(certificate.wrong)} reason{'s' if len(certificate.wrong) > 1 else ''}",
        highlight=False,
    )
    for line in _wrong_lines(certificate):
        console.print(escape(line), highlight=False, soft_wrap=True)


def _table(certificate: Certificate) -> Table:
    title = f"{certificate.assignment}: {certificate.title}"
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, show_edge=False)
    table.padding = 0
    table.add_column("exercise", no_wrap=True, max_width=20)  # all fits into 80 columns
    for heading in (
        "checks", "caught", "named", "mutants", "killed", "equal", "alive", "alarms", "ms",
    ):  # fmt: skip
        table.add_column(heading, justify="right", no_wrap=True, min_width=max(3, len(heading)))
    for exercise in certificate.exercises:
        table.add_row(exercise.name, *map(str, _row(certificate, exercise.name)))
    return table


def _row(certificate: Certificate, exercise: str) -> list[object]:
    checks = [c for c in certificate.checks if c.exercise == exercise]
    names = {c.name for c in checks}
    mistakes = [m for m in certificate.misconceptions if m.exercise == exercise]
    mutants = [m for m in certificate.mutants if m.exercise == exercise]
    counts = {outcome: sum(m.outcome == outcome for m in mutants) for outcome in _OUTCOMES}
    alarms = sum(a.check in names for v in certificate.variants for a in v.alarms)
    return [
        len(checks),
        _of(sum(not m.missed_on for m in mistakes), len(mistakes)),
        _of(sum(not m.misnamed_on for m in mistakes), len(mistakes)),
        len(mutants),
        *(counts[outcome] or "" for outcome in _OUTCOMES),
        alarms or "",
        f"{1000 * sum(c.seconds for c in checks):.0f}",
    ]


_OUTCOMES = (KILLED, EQUIVALENT, SURVIVED)


def _of(good: int, total: int) -> str:
    return str(total) if good == total else f"{good}/{total}"


def _wrong_lines(certificate: Certificate) -> Iterator[str]:
    """What is wrong, each with what helps to mend it."""
    survivors = {m.key: m for m in certificate.survivors}
    for number, line in enumerate(certificate.wrong):
        if number == SHOWN_WRONG:
            yield f"... and {len(certificate.wrong) - number} more: see the certificate (-o FOLDER)"
            break
        yield f"- {line}"
        key = line.split()[1] if line.startswith("mutant ") else ""
        if key in survivors:
            yield from (f"      {changed}" for changed in survivors[key].diff.splitlines())
    if not all(check.passed for check in certificate.checks):
        yield "next: mend the check, its oracle or the reference before anything else"
    if any(m.missed_on for m in certificate.misconceptions):
        yield "next: draw inputs on which the mistake shows; if there are none, it is no mistake"
    if any(set(m.misnamed_on) - set(m.missed_on) for m in certificate.misconceptions):
        yield "next: draw inputs on which the mistakes differ, or make them one by `name=`"
    if survivors:
        yield (
            "next: fail each survivor with a better check; or, where no input can tell it from the "
            f"reference, give it an entry with its reason in reference/{certificate.assignment}/"
            f"{FILE}:"
        )
        for mutant in certificate.survivors[:SHOWN_ENTRIES]:
            yield from ("", *_entry(mutant))
        yield ""
    if certificate.never_failed and certificate.variants and certificate.partial:
        yield "next: certify without --quick and --exercise, to see what the check fails"
    elif certificate.never_failed and certificate.variants:
        yield (
            "next: write a misconception that the check fails, or see why it cannot fail; a check "
            "that was never seen to fail is not released"
        )


def _entry(mutant: MutantFacts) -> Iterator[str]:
    """The survivor as equivalents.toml lists it, but for the reason."""
    before, after = (
        "; ".join(line[1:].strip() for line in mutant.diff.splitlines() if line.startswith(sign))
        for sign in "-+"
    )
    yield "[[equivalent]]"
    for field, value in (
        ("key", mutant.key),
        ("function", mutant.function),
        ("mutation", f"{before} -> {after}"),
        ("reason", ""),
    ):
        yield f"{field} = {json.dumps(value, ensure_ascii=False)}"
