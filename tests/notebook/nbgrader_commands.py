"""Run several of nbgrader's commands, one after the other, in a process that imports it once.

python nbgrader_commands.py "generate_assignment 04_layers" "autograde 04_layers" ...

Each goes through the program's own entry point, as `nbgrader generate_assignment 04_layers` does.
"""

from __future__ import annotations

import sys

from nbgrader.apps.nbgraderapp import NbGraderApp
from traitlets.config import Application


def main(commands: list[str]) -> None:
    for command in commands:
        try:
            NbGraderApp.launch_instance(command.split())
        except SystemExit as end:
            if end.code:
                raise
        type(Application.instance()).clear_instance()  # the subcommand's
        NbGraderApp.clear_instance()


if __name__ == "__main__":
    main(sys.argv[1:])
