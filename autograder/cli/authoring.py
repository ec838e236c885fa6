"""Commands for authors: `new`, `release` and `certify`."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console

from autograder.cli.shared import PATH, WRITTEN, print_written, require_room
from autograder.errors import UsageError

if TYPE_CHECKING:
    from autograder.files import Written


@click.command()
@click.argument("assignments", nargs=-1, metavar="[ASSIGNMENT...]")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if anything has drifted.")
@click.option("--bundle", type=PATH, metavar="ZIP", help="Write what students get of one, instead.")
@click.option("--practice", type=PATH, metavar="FILE", help="Write one's key for `quiz`, instead.")
@click.option("--json", "as_json", is_flag=True, help="Print the paths as JSON.")
def release(
    assignments: tuple[str, ...],
    *,
    check: bool,
    bundle: Path | None,
    practice: Path | None,
    as_json: bool,
) -> None:
    """Derive what students get from the solutions."""
    from autograder.release.assignment import release_assignments  # noqa: PLC0415

    if bundle is not None or practice is not None:
        if len(assignments) != 1 or check or (bundle and practice):
            raise UsageError(
                "--bundle and --practice each write one file of one assignment: "
                "give one of them, without --check, and name the assignment"
            )
        print_written([_release_to(assignments[0], bundle, practice)], as_json=as_json)
        return
    drifted = release_assignments(assignments, Path.cwd(), write=not check)
    word = "differs" if check else "wrote"
    if as_json:
        click.echo(json.dumps({word: [{"path": str(path)} for path in drifted]}))
    else:
        for path in drifted:
            click.echo(f"{word}: {path}")
        if not drifted:
            click.echo("everything is up to date")
    if check and drifted:
        sys.exit(1)


def _release_to(name: str, bundle: Path | None, practice: Path | None) -> Written:
    from autograder.course.load import find_assignment, load_assignment  # noqa: PLC0415
    from autograder.release.bundle import write_bundle  # noqa: PLC0415
    from autograder.study.quiz import write_practice_key  # noqa: PLC0415

    if bundle is not None:
        return write_bundle(name, bundle, Path.cwd())
    assert practice is not None  # noqa: S101 - one of the two was given
    return write_practice_key(load_assignment(find_assignment(name, Path.cwd())), practice)


@click.command()
@click.argument("name")
@click.option("--assignment", help="Where it belongs, new or not; by default whose folder this is.")
@WRITTEN
def new(name: str, *, assignment: str | None, as_json: bool) -> None:
    """Write a new exercise to start from.

    Solution, oracle, checks, mistakes and handout, complete and right.
    """
    require_room("scaffold")
    from autograder.scaffold.exercise import new_exercise  # noqa: PLC0415

    print_written(new_exercise(name, assignment, Path.cwd()), as_json=as_json)


@click.command()
@click.argument("assignments", nargs=-1, metavar="[ASSIGNMENT...]")
@click.option("-o", "--output", type=PATH, metavar="FOLDER", help="Write NAME.json and NAME.html.")
@click.option("--exercise", metavar="NAME", help="One exercise alone.")
@click.option("--seeds", type=click.IntRange(min=0), help="Secret seeds besides the public one.")
@click.option("--quick", is_flag=True, help="One seed and a fixed sample of mutants.")
@click.option("--jobs", type=click.IntRange(min=1), help="Processes; by default one a core.")
@click.option("--variants", type=PATH, metavar="FOLDER", help="Where right solutions are.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
def certify(
    assignments: tuple[str, ...], *, output: Path | None, as_json: bool, **how: Any
) -> None:
    """Prove that checks take what is right, and nothing else.

    Needs the extra `author`.
    """
    require_room("certify", needs="cosmic_ray")
    from autograder.certify.command import certify_all  # noqa: PLC0415
    from autograder.certify.run import SEEDS, Plan  # noqa: PLC0415

    how["jobs"] = how["jobs"] or os.cpu_count() or 1
    how["seeds"] = SEEDS if how["seeds"] is None else how["seeds"]
    console = Console(highlight=False)
    if not certify_all(assignments, Plan(**how), output, Path.cwd(), console, as_json=as_json):
        sys.exit(1)
