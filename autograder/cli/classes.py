"""Commands for a whole class: `class` and `similar`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from autograder.cli.shared import PATH, require_room
from autograder.errors import UsageError


@click.command("class")
@click.argument("assignment")
@click.argument("source", type=PATH)
@click.option("-o", "--output", type=PATH, required=True, metavar="FOLDER", help="Where to write.")
@click.option("--seed", type=click.IntRange(min=0), help="A public seed, if not the assignment's.")
@click.option("--seed-file", type=PATH, help="A file with the secret seed of a grade that counts.")
@click.option("--key", type=PATH, help="The answer key for that seed; without one torch is asked.")
@click.option("--jobs", type=click.IntRange(min=1), help="Processes; by default one a core.")
@click.option(
    "--dask", metavar="ADDRESS", help="Grade on a cluster: its scheduler (docs/cluster.md)."
)
@click.option("--against", type=PATH, metavar="LEDGER", help="Tell who moved since that run.")
@click.option("--keep-higher", is_flag=True, help="With --against: nobody's grade falls.")
@click.option("--canvas", type=PATH, metavar="CSV", help="Canvas' gradebook export, to fill in.")
@click.option("--canvas-column", default="", metavar="TITLE", help="The assignment's title there.")
@click.option("--moodle", type=PATH, metavar="CSV", help="Moodle's grading worksheet, to fill in.")
@click.option("--roster", type=PATH, metavar="CSV", help="The students, with e-mail addresses.")
@click.option("--names", is_flag=True, help="Name students on the class page; else numbers.")
@click.option("--require-jail", is_flag=True, help="Refuse to grade on a host that enforces less.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
def grade_a_class(assignment: str, source: Path, *, as_json: bool, **how: Any) -> None:
    """Grade a class: a platform's download, or a folder of hand-ins.

    What is graded is kept in FOLDER: run the same command again to go on where it stopped.
    """
    require_room("batch")
    if how["keep_higher"] and how["against"] is None:
        raise UsageError("--keep-higher needs --against LEDGER: higher than what?")
    if (how["canvas"] is None) is not (how["canvas_column"] == ""):
        raise UsageError("--canvas EXPORT and --canvas-column TITLE go together")
    if how["dask"] is not None and how["jobs"] is not None:
        raise UsageError("--jobs is for this machine; a cluster has as many workers as it has")
    if how["dask"] is None:
        from autograder.batch.forks import start_forkserver  # noqa: PLC0415

        start_forkserver()  # it imports while we do
    from autograder.batch.command import Request, grade_source  # noqa: PLC0415
    from autograder.batch.screen import print_report  # noqa: PLC0415

    request = Request(assignment, source, **how)
    try:
        report = grade_source(request, Path.cwd(), Console(stderr=True))
    except KeyboardInterrupt:
        click.echo("backmark: what is graded is kept; the same command goes on", err=True)
        raise
    if as_json:
        click.echo(json.dumps(report.data))
    else:
        print_report(Console(highlight=False, soft_wrap=True, emoji=False), report)


@click.command("similar")
@click.argument("assignment")
@click.argument("source", type=PATH)
@click.option("--most", type=click.IntRange(min=1), default=50, show_default=True, help="Pairs.")
@click.option("--json", "as_json", is_flag=True, help="Print the pairs as JSON.")
def list_similar(assignment: str, source: Path, *, most: int, as_json: bool) -> None:
    """List hand-ins that share what is rare in a class.

    For a person to look at: it accuses nobody.
    """
    require_room("batch")
    from autograder.batch.alike import compare_source, print_pairs  # noqa: PLC0415

    found = compare_source(assignment, source, Path.cwd(), most)
    if as_json:
        click.echo(json.dumps(found.data))
    else:
        print_pairs(Console(highlight=False, soft_wrap=True, emoji=False), found)
