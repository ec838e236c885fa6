"""`reference/NAME/equivalents.toml`: survivors that somebody has looked at, each with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from autograder.certify.facts import EQUIVALENT, SURVIVED, Equivalent, MutantFacts
from autograder.course.settings import read_toml
from autograder.errors import CourseError, Problem

FILE = "equivalents.toml"
_FIELDS = ("key", "function", "mutation", "reason")


def read_equivalents(reference: Path) -> tuple[Equivalent, ...]:
    """The entries of a reference's list; none where there is no list.

    Raises:
        CourseError: the file is not what it should be; lists every problem.
    """
    path = reference / FILE
    if not path.is_file():
        return ()
    _, content = read_toml(path)
    entries, problems, seen = [], [], set[str]()
    for number, entry in enumerate(content.get("equivalent", ()), start=1):
        wrong = [f for f in _FIELDS if not isinstance(entry.get(f), str) or not entry[f].strip()]
        if wrong or set(entry) - set(_FIELDS):
            message = f"entry {number} wants {', '.join(_FIELDS)}, each a text, and no more"
            problems.append(Problem(path, None, message))
            continue
        if entry["key"] in seen:
            problems.append(Problem(path, None, f"{entry['key']} is listed twice: delete one"))
        seen.add(entry["key"])
        entries.append(Equivalent(**entry))
    if strangers := set(content) - {"equivalent"}:
        problems.append(Problem(path, None, f"has {', '.join(strangers)}; want [[equivalent]]"))
    if problems:
        raise CourseError(problems)
    return tuple(entries)


def with_reasons(
    mutants: Sequence[MutantFacts], entries: Sequence[Equivalent]
) -> tuple[tuple[MutantFacts, ...], tuple[Equivalent, ...]]:
    """The mutants with listed survivors accounted for, and the entries that match no survivor."""
    reasons = {entry.key: entry.reason for entry in entries}
    survivors = {m.key for m in mutants if m.outcome == SURVIVED}
    accounted = tuple(
        replace(m, outcome=EQUIVALENT, reason=reasons[m.key])
        if m.outcome == SURVIVED and m.key in reasons
        else m
        for m in mutants
    )
    return accounted, tuple(entry for entry in entries if entry.key not in survivors)
