"""Ledger entries of classes that were never graded: verdicts as data, as small as they can be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from autograder.batch.hand_in import HandIn, Person
from autograder.batch.ledger import Entry


def check(number: str, outcome: str = "passed", **more: Any) -> dict[str, Any]:
    """A check's result; one point each unless told."""
    score = {"passed": 1.0, "broken": None}.get(outcome, 0.0)
    return {
        "number": number,
        "name": f"test_{number.replace('.', '_')}",
        "title": f"`f` does {number}.",
        "exercise": "linear",
        "outcome": outcome,
        "score": score,
        "max_score": 1.0,
        "message": "",
        "diagnosis": None,
        "certain": None,
        "properties": {},
        "seconds": 0.01,
        **more,
    }


def entry(name: str, checks: Sequence[Mapping[str, Any]], seconds: float = 1.0) -> Entry:
    """A graded hand-in of one student."""
    verdict = {
        "assignment": "small",
        "submission": name,
        "score": sum(c["score"] or 0 for c in checks),
        "max_score": sum(c["max_score"] for c in checks),
        "withheld": sum(c["max_score"] for c in checks if c["outcome"] == "broken"),
        "public": True,
        "seconds": seconds,
        "notes": [],
        "checks": list(checks),
        "provenance": {},
    }
    return Entry(_hand_in(name), f"job of {name}", (), verdict)


def unopened(name: str) -> Entry:
    """A hand-in that was no zip."""
    return Entry(_hand_in(name), None, (f"cannot open {name}: it is not a whole zip",), None)


def _hand_in(name: str) -> HandIn:
    person = Person(name, f"Given {name.title()}", f"{name}@example.org")
    return HandIn(name, (person,), Path(name))


def entries_of(rows: Sequence[str]) -> list[Entry]:
    """A class from a picture: a row a student, a letter a check (P F R N B X, as below)."""
    outcomes = {
        "P": "passed", "F": "failed", "R": "raised", "N": "not attempted", "B": "blocked",
        "X": "broken",
    }  # fmt: skip
    return [
        entry(f"s{i:02}", [check(f"1.{j}", outcomes[c]) for j, c in enumerate(row, start=1)])
        for i, row in enumerate(rows)
    ]
