"""The table of foreseen mistakes: what docs/misconceptions.md says of each kind.

reference/misconceptions.toml: the kinds ─┬─▶ a line for each kind
reference/NAME/misconceptions.py: row=... ┘
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autograder.course.assignment import Assignment, Misconception
from autograder.course.settings import read_toml

ROOT = Path(__file__).parents[1]


def mistake_table(course: list[Assignment]) -> Iterator[str]:
    """A line for each kind: the misconceptions and questions that are of it, or why none is."""
    catalogue = kinds()
    built = by_kind(course)
    for title, rows in catalogue["kinds"].items():
        yield f"## {title}"
        yield ""
        yield "| | mistake | where |"
        yield "|---|---|---|"
        for row, mistake in rows.items():
            asked = catalogue["asked"].get(row, [])
            where = [*built.get(row, []), *(f"question {name}" for name in asked)]
            reason = catalogue["not_built"].get(row)
            yield f"| {row} | {mistake} | {reason or _by_assignment(where)} |"
        yield ""
    yield "## Besides"
    yield ""
    yield "Misconceptions that are of none of these kinds, foreseen for one exercise:"
    yield ""
    yield "| assignment | of these kinds | besides |"
    yield "|---|---|---|"
    for a in course:
        besides = sum(not rows_of(m) for m in a.misconceptions)
        yield f"| {a.name} | {len(a.misconceptions) - besides} | {besides} |"


def by_kind(course: list[Assignment]) -> dict[str, list[str]]:
    """The misconceptions of each kind, as ASSIGNMENT/NAME."""
    found: dict[str, list[str]] = {}
    for a in course:
        for misconception in a.misconceptions:
            for row in rows_of(misconception):
                found.setdefault(row, []).append(f"{a.name}/{misconception.name}")
    return found


def rows_of(misconception: Misconception) -> list[str]:
    """The kinds that a misconception says it is one of."""
    return misconception.row.split(", ") if misconception.row else []


def _by_assignment(names: list[str]) -> str:
    grouped: dict[str, list[str]] = {}
    for name in names:
        assignment, _, rest = name.rpartition("/")
        grouped.setdefault(assignment, []).append(f"`{rest}`")
    return "; ".join(f"{name}: {', '.join(rest)}" for name, rest in grouped.items())


def kinds() -> dict[str, Any]:
    """The catalogue of mistakes by kind."""
    return read_toml(ROOT / "reference" / "misconceptions.toml")[1]
