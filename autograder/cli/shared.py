"""What several families of commands need."""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

import click

from autograder.errors import UsageError, explain
from autograder.files import Written

PATH = click.Path(path_type=Path)
WRITTEN = click.option("--json", "as_json", is_flag=True, help="Print what was written as JSON.")


def print_written(told: Iterable[Written | str], *, as_json: bool) -> None:
    """What was written, a sentence each as it comes; as JSON in one object, remarks left out."""
    if as_json:
        click.echo(json.dumps({"wrote": [one.data for one in told if isinstance(one, Written)]}))
        return
    for one in told:
        click.echo(str(one))


def require_room(name: str, needs: str = "") -> None:
    """The engine that students and platforms get leaves out what they have no use for.

    Args:
        name: of the room.
        needs: a package that it cannot do without, which an extra brings.

    Raises:
        UsageError: one of them is not there.
    """
    missing = f"autograder.{name}" if find_spec(f"autograder.{name}") is None else ""
    if not missing and needs and find_spec(needs) is None:
        missing = needs
    if missing:
        raise UsageError(
            explain(
                "this command needs what does not come with an assignment",
                got=f"an installation without {missing}",
                want="Backmark as authors and instructors have it",
                step="in Backmark's repository: python -m pip install '.[author]'",
            )
        )
