"""Run the three guides' first hours, each from an empty folder, exactly as they are written.

    python tools/first_hour.py [student|instructor|author ...]

Prints what each command took, and ends with 1 if one did something else than its page shows.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from guides import ROOT, Step, run_page
from rich.console import Console
from rich.table import Table

SECTION = "The first hour"
GUIDES = {name: ROOT / "docs" / f"{name}.md" for name in ("student", "instructor", "author")}


def main() -> int:
    """Run the guides that were asked for, and print a table of each."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("guides", nargs="*", metavar="GUIDE", help=", ".join(GUIDES))
    console, problems = Console(width=100, highlight=False), []
    for name in parser.parse_args().guides or GUIDES:
        waiting = console.status(f"{name}: from an empty folder, half a minute or more")
        with waiting, tempfile.TemporaryDirectory() as scratch:
            steps = run_page(GUIDES[name], Path(scratch), section=SECTION)
        console.print(table(name, steps))
        problems += [step.problem for step in steps if step.problem]
    for problem in problems:
        console.print(problem, markup=False)
    return 1 if problems else 0


def table(name: str, steps: list[Step]) -> Table:
    """What was typed, and how long it took."""
    total = f"{sum(step.seconds for step in steps):.1f}"
    made = Table("command", title=f"{name}: {total} s, {len(steps)} commands", box=None)
    made.add_column("s", justify="right")
    for step in steps:
        shown = step.command if len(step.command) < 80 else f"{step.command[:76]} ..."
        made.add_row(shown.replace("[", r"\["), f"{step.seconds:.1f}")
    return made


if __name__ == "__main__":
    sys.exit(main())
