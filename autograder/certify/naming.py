"""What a certificate's misconceptions are called, as its page shows it: words, and a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from autograder.certify.certificate import Certificate, several
from autograder.certify.facts import MisconceptionFacts
from autograder.text import clean

_CELL: Final = 14
"""Pixels between two cells of a confusion matrix."""


@dataclass(frozen=True)
class Named:
    """A misconception: what it says, and what it is called."""

    name: str
    sentence: str
    called: str
    is_right: bool
    failed_by: str


def named_view(facts: MisconceptionFacts, certificate: Certificate) -> Named:
    """A row of the table; `called` is in words."""
    called = ", ".join(name or "nothing" for name in facts.named_as) or "nothing"
    is_right = is_named(facts)
    if is_right:
        called = "itself"
    elif facts.named_as == (facts.name,):
        called = f"itself, but not on {several(facts.misnamed_on)}"
    numbers = [c.number for c in certificate.checks if c.name in facts.killed_by]
    return Named(facts.name, clean(facts.sentence), clean(called), is_right, ", ".join(numbers))


def is_named(facts: MisconceptionFacts) -> bool:
    """Whether a misconception is caught and called by its own name alone, on every seed."""
    return facts.named_as == (facts.name,) and not facts.misnamed_on and not facts.missed_on


def confusion_picture(named: Sequence[MisconceptionFacts]) -> dict[str, Any]:
    """A picture: rows are misconceptions, columns what they are called; the last is no name."""
    place = {m.name: at for at, m in enumerate(named)}
    cells, size = [], _CELL - 1
    for row, facts in enumerate(named):
        called = {name.removeprefix("like "): name for name in facts.named_as or ("",)}
        for column, name in enumerate([*place, ""]):
            hit = name in called
            is_right = name == facts.name and is_named(facts)
            cells.append(
                {
                    "kind": "right" if is_right else "wrong" if hit else "cell",
                    "x": _CELL * (column + 1) + (3 if not name else 0),
                    "y": _CELL * (row + 1),
                    "size": size,
                    "title": f"{facts.name}: {called[name] or 'nothing'}" if hit else "",
                }
            )
    labels: list[dict[str, Any]] = [
        {"x": x, "y": y, "text": at + 1}
        for at in range(len(named))
        for x, y in ((6, _CELL * (at + 1) + size / 2), (_CELL * (at + 1) + size / 2, 6))
    ]
    if named:
        labels.append({"x": _CELL * (len(named) + 1) + size / 2 + 3, "y": 6, "text": "?"})
    return {
        "cells": cells,
        "labels": labels,
        "width": _CELL * (len(named) + 2) + 4,
        "height": _CELL * (len(named) + 1) + 1,
    }
