"""What several families of commands need."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import click

from autograder.errors import UsageError, explain

PATH = click.Path(path_type=Path)


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
