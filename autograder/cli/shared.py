"""What several families of commands need."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import click

from autograder.errors import UsageError, explain

PATH = click.Path(path_type=Path)


def require_room(name: str) -> None:
    """The engine that students and platforms get leaves out what they have no use for."""
    if find_spec(f"autograder.{name}") is None:
        raise UsageError(
            explain(
                "this command is not in the engine that comes with an assignment",
                got=f"an installation without autograder.{name}",
                want="Backmark as authors and instructors have it",
                step="in Backmark's repository: python -m pip install '.[author]'",
            )
        )
