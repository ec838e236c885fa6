"""Commands that print what is a student's own: `questions` and `hunt`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from autograder.cli.shared import PATH, print_written


@click.command()
@click.argument("assignment", required=False)
@click.option(
    "--student", default="", metavar="EMAIL", help="Whose numbers; the platform's e-mail."
)
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
def questions(assignment: str | None, *, student: str, as_json: bool) -> None:
    """Print an assignment's questions with your own numbers.

    Those of the assignment whose folder you are in, if you name none.
    """
    from autograder.ask import personal_questions, personal_sheet  # noqa: PLC0415

    name = assignment or _here()
    if as_json:
        click.echo(json.dumps(personal_questions(name, student, Path.cwd())))
        return
    click.echo(personal_sheet(name, student, Path.cwd()), nl=False)


@click.command()
@click.argument("assignment", required=False)
@click.option("--student", default="", metavar="EMAIL", help="Whose bugs; the platform's e-mail.")
@click.option("-o", "--output", type=PATH, metavar="FILE", help="Where to; never over your work.")
@click.option("--json", "as_json", is_flag=True, help="Print it, or what was written, as JSON.")
def hunt(assignment: str | None, *, student: str, output: Path | None, as_json: bool) -> None:
    """Print an assignment's program with your own bugs in it.

    That of the assignment whose folder you are in, if you name none.
    """
    from autograder.ask import personal_hunt, write_hunt  # noqa: PLC0415

    name = assignment or _here()
    if output is not None:
        print_written([write_hunt(name, student, output, Path.cwd())], as_json=as_json)
        return
    program = personal_hunt(name, student, Path.cwd())
    click.echo(json.dumps({"program": program}) if as_json else program.encode(), nl=as_json)


def _here() -> str:
    """The assignment whose folder this is, by its path."""
    from autograder.study.folder import assignment_folder  # noqa: PLC0415

    return str(assignment_folder(None, Path.cwd()))
