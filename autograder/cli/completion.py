"""The command `completion`: what makes the shell complete `backmark`'s words."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print what completes commands and exercises in your shell.

    \b
    bash   eval "$(backmark completion bash)"             in ~/.bashrc
    zsh    eval "$(backmark completion zsh)"              in ~/.zshrc
    fish   backmark completion fish > ~/.config/fish/completions/backmark.fish
    """  # noqa: D301 - click reads the \b as "leave these lines as they are"
    found = get_completion_class(shell)
    assert found is not None  # noqa: S101 - click knows the shells in the list
    root = context.find_root().command
    click.echo(found(root, {}, "backmark", "_BACKMARK_COMPLETE").source())
