"""Commands that grade: `grade`, `key` and `doctor`."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from autograder.cli.shared import PATH, WRITTEN, print_written
from autograder.errors import UsageError
from autograder.report import FORMATS


@click.command()
@click.argument("assignment")
@click.argument("paths", nargs=-1, required=True, type=PATH, metavar="PATH...")
@click.option("--format", "form", type=click.Choice(FORMATS), help="Print what a platform reads.")
@click.option("-o", "--output", type=PATH, metavar="FILE", help="Where to, with --format.")
@click.option("--json", "form", flag_value="json", help="Short for --format json: a line each.")
@click.option("--gradescope", type=PATH, metavar="FILE", help="Write Gradescope's results.json.")
@click.option("--seed", type=click.IntRange(min=0), help="A public seed, if not the assignment's.")
@click.option("--seed-file", type=PATH, help="A file with the secret seed of a grade that counts.")
@click.option("--key", type=PATH, help="The answer key for that seed; without one torch is asked.")
@click.option(
    "--transport",
    type=click.Choice(["auto", "forked", "worker", "in-process"]),
    default="auto",
    show_default=True,
    help="How the submission's process comes to be; in-process isolates nothing.",
)
@click.option("--require-jail", is_flag=True, help="Refuse to grade on a host that enforces less.")
@click.option("--student", "students", multiple=True, help="Whose it is (e-mail); again for each.")
def grade(
    assignment: str, paths: tuple[Path, ...], *, form: str | None, output: Path | None, **how: Any
) -> None:
    """Grade hand-ins: .py files, folders, .zip or .ipynb files."""
    from autograder.grade import Request, grade_all  # noqa: PLC0415 - keeps `--help` quick

    _check_format(form, len(paths), output)
    rows = grade_all(Request(assignment, paths, **how), Path.cwd())
    _warn_of_gaps(rows, how["transport"])
    if form is None:
        _print_rows(rows)
    else:
        _write_rows(rows, form, output)
    # Of several, one that cannot be opened is told in its row; alone it is what was asked about.
    if len(rows) == 1 and isinstance(rows[0][1], str):
        sys.exit(UsageError.exit_code)


def _check_format(form: str | None, count: int, output: Path | None) -> None:
    """Tell before grading what could not be written after it."""
    from autograder.report.formats import check_format  # noqa: PLC0415

    if form is not None:
        check_format(form, count, os.environ)
    elif output is not None:
        raise UsageError("-o FILE says where; say with --format what")


def _write_rows(rows: list[tuple[str, Any]], form: str, output: Path | None) -> None:
    from autograder.files import write_atomically  # noqa: PLC0415
    from autograder.report.formats import render  # noqa: PLC0415

    text = render(form, rows, os.environ)
    if output is None:
        click.echo(text.encode(), nl=False)  # UTF-8 and its own line ends, whatever the terminal's
    else:
        write_atomically(output, text)


def _print_rows(rows: list[tuple[str, Any]]) -> None:
    from autograder.report.terminal import print_class, print_verdict  # noqa: PLC0415

    if len(rows) == 1 and isinstance(rows[0][1], str):
        click.echo(f"backmark: {rows[0][1]}", err=True)
    elif len(rows) == 1:
        print_verdict(Console(highlight=False), rows[0][1])
    else:
        print_class(Console(highlight=False), rows)


def _warn_of_gaps(rows: list[tuple[str, Any]], transport: str) -> None:
    """Whoever trusts a verdict must know where it came about with less than the whole jail."""
    from autograder.judging.judge import NO_WORKER  # noqa: PLC0415
    from autograder.sandbox.jail import STRICT  # noqa: PLC0415

    jails = [v.provenance["jail"].split(", ") for _, v in rows if not isinstance(v, str)]
    if transport != "in-process":  # nothing of a submission that needed no worker ever ran
        jails = [jail for jail in jails if jail != [NO_WORKER]]
    missing = [layer for layer in STRICT if any(layer not in jail for jail in jails)]
    if missing:
        lacking = ", ".join(missing)
        click.echo(f"backmark: graded without {lacking}; see `backmark doctor`", err=True)


@click.group()
def key() -> None:
    """Build answer keys, so that grading needs no torch."""


@key.command()
@click.argument("assignment")
@click.option("--seed-file", type=PATH, help="The secret seed; without it, the public one's key.")
@click.option("-o", "--output", type=PATH, help="Where to write; required with --seed-file.")
@WRITTEN
def build(assignment: str, seed_file: Path | None, output: Path | None, *, as_json: bool) -> None:
    """Ask the oracle (torch) everything the checks ask, and store the answers."""
    from autograder.grade import build_and_save  # noqa: PLC0415

    if seed_file is not None and output is None:
        raise UsageError("a secret key has no place of its own: say where with -o FILE")
    print_written([build_and_save(assignment, seed_file, output, Path.cwd())], as_json=as_json)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def doctor(*, as_json: bool) -> None:
    """Show what this host enforces around a submission."""
    from autograder.doctor import examine  # noqa: PLC0415
    from autograder.report.terminal import print_doctor  # noqa: PLC0415

    findings = examine()
    if as_json:
        click.echo(json.dumps(findings))
    else:
        print_doctor(Console(highlight=False), findings)
