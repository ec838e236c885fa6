"""The command line: each command is a function elsewhere, and a few lines here that print.

Results go to standard output, narration to standard error. Exit status: 0 the command did its job
(grading a failing submission is a success), 1 what was asked about is not good, 2 wrong usage, 3
our own fault, 130 interrupted.

A command's module is imported when the command is asked for: `backmark grade` pays for no other.
"""

from __future__ import annotations

import sys
import traceback
from typing import NoReturn

import click

from autograder.cli.commands import Commands
from autograder.errors import BackmarkError
from autograder.version import VERSION


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="backmark")
def cli() -> None:
    """Assignment kit and autograder for deep learning from scratch."""


def main() -> NoReturn:
    """Run the command line; every exit goes through here."""
    try:
        sys.exit(cli.main(standalone_mode=False))
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.exceptions.Exit as error:
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("backmark: interrupted", err=True)
        sys.exit(130)
    except BackmarkError as error:
        click.echo(f"backmark: {error}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:  # `backmark ... | head`
        sys.stderr.close()
        sys.exit(0)
    except Exception:  # noqa: BLE001 - a bug of ours: say so, and keep what helps to mend it
        traceback.print_exc()
        click.echo(
            "backmark: this is a bug in Backmark, not in a submission; please report it", err=True
        )
        sys.exit(BackmarkError.exit_code)
