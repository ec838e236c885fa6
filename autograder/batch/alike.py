"""`backmark similar` without the command line: reads a class and lists pairs to look at.

Nothing is run: hand-ins are opened and parsed as for grading.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from rich.console import Console

from autograder.batch.fingerprints import fingerprints
from autograder.batch.screen import one_line
from autograder.batch.similar import MIN_CLASS, Similar, similar
from autograder.batch.sources import Source, read_source
from autograder.course.assignment import Assignment
from autograder.course.load import find_assignment, load_assignment
from autograder.course.submission import open_submission
from autograder.errors import SubmissionError, in_short

ADVICE: Final = (
    "A list to look at, not a verdict: read both, and ask. Rare does not mean copied: two may have "
    "sat in the same tutorial, or found the same page."
)


@dataclass(frozen=True)
class Found:
    """The pairs, and who could not be compared."""

    similar: Similar
    unread: Mapping[str, str]
    """Hand-in to why it could not be opened; what belongs to nobody, too."""

    @property
    def data(self) -> dict[str, Any]:
        """What `--json` prints."""
        return {**asdict(self.similar), "unread": dict(self.unread)}


def compare_source(assignment: str, source: Path, here: Path, most: int) -> Found:
    """Compare a class's hand-ins with each other.

    Raises:
        UsageError: the source is no class.
    """
    loaded = load_assignment(find_assignment(assignment, here))
    with tempfile.TemporaryDirectory(prefix="backmark-") as scratch:
        return _compare(loaded, read_source(source, loaded.name, Path(scratch)), most)


def _compare(assignment: Assignment, source: Source, most: int) -> Found:
    stubs = [assignment.folder / f"{module}.py" for module in assignment.modules]
    given = frozenset(fingerprints(s.read_text("utf-8") for s in stubs if s.is_file()))
    found, unread = {}, {}
    for hand_in in source.hand_ins:
        try:
            opened = open_submission(hand_in.path, assignment.modules, assignment.functions)
        except SubmissionError as error:
            unread[hand_in.id] = in_short(str(error))
            continue
        found[hand_in.id] = fingerprints(opened.files.values(), given)
    for stray in source.strays:
        name, _, why = stray.partition(": ")
        unread[name] = why
    return Found(similar(found, most), unread)


def print_pairs(console: Console, found: Found) -> None:
    """The list, for people."""
    pairs, n = found.similar.pairs, found.similar.hand_ins
    total = n * (n - 1) // 2
    console.print(f"{n:,} hand-ins, {total:,} pairs; {_baseline(found.similar)}")
    if pairs:
        console.print("  bits  share  hand-ins and where")
    for pair in pairs:
        console.print(
            f"{pair.bits:6.1f}  {100 * pair.share:3.0f} %  {one_line(pair.first)}, "
            f"{one_line(pair.second)}: {', '.join(pair.functions)}",
            markup=False,
        )
    for name, why in found.unread.items():
        console.print(f"  not compared: {one_line(f'{name}: {why}')}", markup=False)
    console.print(ADVICE if pairs else "No pair stands out.")


def _baseline(found: Similar) -> str:
    if found.hand_ins < MIN_CLASS:
        return f"fewer than {MIN_CLASS} are no baseline, so whatever is shared is listed"
    return (
        f"the middle pair shares {found.median:.0f} bits of rare code, those listed more than "
        f"{found.limit:.0f}"
    )
