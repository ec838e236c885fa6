"""Commands that print what is a student's own: `questions` and `hunt`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from autograder.cli.shared import PATH


@click.command()
@click.argument("assignment")
@click.option(
    "--student", default="", metavar="EMAIL", help="Whose numbers; the platform's e-mail."
)
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
def questions(assignment: str, *, student: str, as_json: bool) -> None:
    """Print an assignment's questions with your own numbers."""
    from autograder.ask import personal_questions, personal_sheet  # noqa: PLC0415

    if as_json:
        click.echo(json.dumps(personal_questions(assignment, student, Path.cwd())))
        return
    click.echo(personal_sheet(assignment, student, Path.cwd()), nl=False)


@click.command()
@click.argument("assignment")
@click.option("--student", default="", metavar="EMAIL", help="Whose bugs; the platform's e-mail.")
@click.option("-o", "--output", type=PATH, metavar="FILE", help="Where to; never over your work.")
def hunt(assignment: str, *, student: str, output: Path | None) -> None:
    """Print an assignment's program with your own bugs in it."""
    from autograder.ask import personal_hunt, write_hunt  # noqa: PLC0415

    if output is None:
        click.echo(personal_hunt(assignment, student, Path.cwd()).encode(), nl=False)
    else:
        click.echo(write_hunt(assignment, student, output, Path.cwd()))
