"""What an instructor sees of a class on the terminal: while it is graded, and then of it all."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import graded
from rich.console import Console

from autograder.batch.hand_in import Person
from autograder.batch.regrade import Move
from autograder.batch.run import Progress
from autograder.batch.screen import Report, print_report, progress, tally
from autograder.batch.sources import Source


def test_while_a_class_is_graded_the_counts_are_shown_and_what_failed_only_if_any_did() -> None:
    console = Console(file=io.StringIO(), width=120, force_terminal=True, color_system=None)

    with progress(console, 9) as tell:
        tell(Progress(9, settled=6, graded=3, known=2, unopened=1))
        without = console.file.getvalue()  # type: ignore[attr-defined]
    with progress(console, 9) as tell:
        tell(Progress(9, settled=8, graded=3, known=2, unopened=1, failed=2))
    shown = console.file.getvalue().removeprefix(without)  # type: ignore[attr-defined]

    assert "failed" not in without
    assert "8/9" in shown
    assert "3 graded, 2 known, 1 unopened, 2 failed" in shown


def test_all_that_came_of_a_class_is_told_line_by_line(golden: Callable[[str, str], None]) -> None:
    lost = replace(graded.entry("dan", ()), verdict=None, problem="KeyError: 3")
    entries = [
        *graded.entries_of(["PP", "PX", "XX"]),
        graded.unopened("cat"),
        lost,
    ]
    many = [(Person(f"s{i}", f"Student {i}"),) for i in range(12)]
    report = Report(
        source=Source("canvas", (), ("notes.txt: its name says no student",)),
        standing=Progress(5, settled=5, graded=3, unopened=1, failed=1),
        tally=tally(entries),
        moved=[Move("s00", ("Ann Lee", "Bob Ray"), 1, 2, ("+1.1",))],
        remarks=[
            ("not on the roster", many),
            ("several hand-ins, of which the best counts", [(Person("7", "Ann"), Person("8"))]),
            ("not handed in any more", []),
        ],
        written=(Path("out/ledger.sqlite"), Path("out/gradebook.csv")),
        seconds=1.25,
    )
    console = Console(file=io.StringIO(), highlight=False, soft_wrap=True, emoji=False)

    print_report(console, report)

    golden("class-report.txt", console.file.getvalue())  # type: ignore[attr-defined]
