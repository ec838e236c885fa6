"""Which module holds which command, and `backmark --help` that lists them by reader."""

from __future__ import annotations

from importlib import import_module
from typing import Final

import click

FAMILIES: Final[dict[str, dict[str, str]]] = {
    "Students": {
        "check": "practice:check",
        "replay": "practice:replay",
        "explain": "practice:explain",
        "hint": "practice:hint",
        "reset": "practice:reset",
        "quiz": "quiz:quiz",
        "status": "practice:status",
        "questions": "personal:questions",
        "hunt": "personal:hunt",
        "completion": "completion:completion",
    },
    "Instructors": {
        "grade": "grading:grade",
        "class": "classes:grade_a_class",
        "similar": "classes:list_similar",
        "gradescope": "platforms:gradescope",
        "nbgrader": "platforms:nbgrader",
        "doctor": "grading:doctor",
    },
    "Authors": {
        "new": "authoring:new",
        "release": "authoring:release",
        "key": "grading:key",
        "certify": "authoring:certify",
    },
}
"""For each kind of reader the commands in the order of their use, each as module:function."""


class Commands(click.Group):
    """The group of all commands; imports the module of the one that is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command's name, in the order of `--help`."""
        return [name for family in FAMILIES.values() for name in family]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None."""
        for family in FAMILIES.values():
            if cmd_name in family:
                module, _, function = family[cmd_name].partition(":")
                found = getattr(import_module(f"autograder.cli.{module}"), function)
                assert isinstance(found, click.Command)  # noqa: S101 - the table is ours
                return found
        return None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the arguments name; one that does not exist is told with the nearest."""
        name = args[0]
        if name.startswith("-") or ctx.resilient_parsing or self.get_command(ctx, name):
            return super().resolve_command(ctx, args)
        from autograder.course.assignment import unknown  # noqa: PLC0415 - only for a wrong name

        raise unknown("command", name, self.list_commands(ctx))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """One section of `--help` for each kind of reader."""
        for title, family in FAMILIES.items():
            rows = [(name, self.get_command(ctx, name)) for name in family]
            width = formatter.width - 6 - max(map(len, family))
            lines = [(name, found.get_short_help_str(width)) for name, found in rows if found]
            with formatter.section(title):
                formatter.write_dl(lines)
