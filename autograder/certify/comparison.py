"""What other kinds of tests catch of the wrong solutions that ours are judged by.

    an assignment --course_of_kinds--> the same assignment with other checks --certify--> figures

The kinds (`kinds.py`) become checks of ours: so the same program grades the same misconceptions,
mutants and right solutions with them. What a kind cannot compare, because a submission raises or
returns nonsense, it fails.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.certify.certificate import Certificate
from autograder.certify.facts import EQUIVALENT, KILLED, UNLOADABLE
from autograder.certify.kinds import KINDS, SUBJECTS, Kind, Subject
from autograder.course.assignment import Assignment
from autograder.course.authoring import number, weight
from autograder.numerics.draw import Draw
from autograder.verdict import CheckFailed


def checks_of_kinds(module: str, assignment: str) -> dict[str, Callable[..., None]]:
    """A check for each kind and exercise, as if they were written in the module of that name."""
    checks = {}
    for head, (exercise, subject) in enumerate(SUBJECTS[assignment].items(), start=1):
        for tail, kind in enumerate(KINDS, start=1):
            name = _check_name(kind, exercise)
            check = _as_check(kind, subject)
            check.__name__, check.__module__ = name, module
            checks[name] = number(f"{head}.{tail}")(weight(1)(check))
    return checks


def _check_name(kind: Kind, exercise: str) -> str:
    return f"test_{exercise}__{kind.name}"


def _as_check(kind: Kind, subject: Subject) -> Callable[..., None]:
    def check(student: Any, oracle: Any, draw: Draw) -> None:
        try:
            is_right = kind.test(subject, student, oracle, draw)
        except CheckFailed:
            raise
        except Exception as error:
            raise AssertionError(f"cannot be compared: {error}") from error
        assert is_right, "differs"  # noqa: S101 - this is a check

    check.__doc__ = f"{kind.words}."
    return check


def course_of_kinds(assignment: Assignment, root: Path) -> Path:
    """Write, below `root`, the assignment with these kinds of tests for its checks; its folder.

    Raises:
        KeyError: `SUBJECTS` does not know it.
    """
    assert assignment.reference is not None  # noqa: S101 - whoever certifies has it
    subjects = SUBJECTS[assignment.name]
    folder = root / "assignments" / assignment.folder.name
    folder.mkdir(parents=True)
    shutil.copytree(assignment.reference, root / "reference" / assignment.folder.name)
    settings = (assignment.folder / "assignment.toml").read_text(encoding="utf-8")
    points = f"points = {len(subjects) * len(KINDS)}"
    settings = re.sub(r"(?m)^points\s*=.*$", points, settings, count=1)
    (folder / "assignment.toml").write_text(settings, encoding="utf-8")
    (folder / "test_kinds.py").write_text(
        "from autograder.certify.comparison import checks_of_kinds\n\n"
        f"globals().update(checks_of_kinds(__name__, {assignment.name!r}))\n",
        encoding="utf-8",
    )
    return folder


# --- figures -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Figures:
    """What a kind of test catches, and what it flags."""

    words: str
    misconceptions: tuple[int, int]
    """Caught, and in all; on the public seed, as a suite with a fixed seed does."""
    mutants: tuple[int, int]
    """Caught, and in all that can be loaded and are not equivalent."""
    alarms: tuple[int, int]
    """Right solutions flagged, of all times all seeds."""


def compare(theirs: Certificate, ours: Certificate) -> tuple[Figures, ...]:
    """A row for each kind, one for all of them, one for ours; all of the same reference."""
    same = {m.key for m in ours.mutants if m.outcome == EQUIVALENT}
    exercises = [e.name for e in theirs.exercises]
    rows = [
        _figures(theirs, kind.words, {_check_name(kind, e) for e in exercises}, same)
        for kind in KINDS
    ]
    everything = {c.name for c in theirs.checks}
    rows.append(_figures(theirs, "all of these together", everything, same))
    rows.append(_figures(ours, "Backmark", {c.name for c in ours.checks}, same))
    return tuple(rows)


def _figures(
    certificate: Certificate, words: str, checks: set[str], same: Iterable[str]
) -> Figures:
    judged = [m for m in certificate.mutants if m.outcome != UNLOADABLE and m.key not in same]
    # What ended its own process is killed by whatever ran it.
    killed = [m for m in judged if checks & set(m.killed_by) or (m.outcome == KILLED and m.reason)]
    caught = [m for m in certificate.misconceptions if checks & set(m.killed_by)]
    alarms = {
        (variant.name, alarm.seed)
        for variant in certificate.variants
        for alarm in variant.alarms
        if alarm.check in checks
    }
    return Figures(
        words,
        (len(caught), len(certificate.misconceptions)),
        (len(killed), len(judged)),
        (len(alarms), sum(variant.seeds for variant in certificate.variants)),
    )


def as_markdown(rows: Iterable[Figures]) -> str:
    """The table for people."""
    lines = [
        "| tests | foreseen mistakes caught | mutants caught | right solutions flagged |",
        "|---|---|---|---|",
        *(
            f"| {row.words} | {_share(row.misconceptions)} | {_share(row.mutants)} | "
            f"{row.alarms[0]} of {row.alarms[1]:,} |"
            for row in rows
        ),
    ]
    return "\n".join(lines) + "\n"


def _share(part: tuple[int, int]) -> str:
    some, whole = part
    return f"{some:,} of {whole:,} ({100 * some / whole:.0f} %)" if whole else "none"
