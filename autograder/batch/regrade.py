"""What a regrade changes: who moved, by how much, and which checks did it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from autograder.batch.ledger import Entry


@dataclass(frozen=True)
class Move:
    """A hand-in whose score is another than before."""

    hand_in: str
    people: tuple[str, ...]
    before: float
    after: float
    checks: tuple[str, ...]
    """Numbers of the checks whose points differ, with a sign: "+1.3", "-2.1"."""


Pair = tuple[Entry | None, Entry]
"""A hand-in's entry before, if there was one, and now."""


def paired(before: Iterable[Entry], after: Iterable[Entry]) -> Iterator[Pair]:
    """Entries with what they were; both in the order of ids, so that neither is held in memory."""
    olds = iter(before)
    old = next(olds, None)
    for new in after:
        while old is not None and old.hand_in.id < new.hand_in.id:
            old = next(olds, None)
        yield (old if old is not None and old.hand_in.id == new.hand_in.id else None), new


def moves(pairs: Iterable[Pair]) -> list[Move]:
    """Everyone who moved, the largest loss first."""
    found = []
    for old, entry in pairs:
        was, now = (old.verdict if old else None), entry.verdict
        if was is None or now is None or was["score"] == now["score"]:
            continue
        people = tuple(person.name or person.id for person in entry.hand_in.people)
        move = Move(entry.hand_in.id, people, was["score"], now["score"], tuple(_checks(was, now)))
        found.append(move)
    return sorted(found, key=lambda move: (move.after - move.before, move.hand_in))


def _checks(was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    points = {check["name"]: check["score"] or 0 for check in was["checks"]}
    for check in now["checks"]:
        change = (check["score"] or 0) - points.get(check["name"], 0)
        if change:
            yield f"{'+' if change > 0 else '-'}{check['number']}"


def never_lower(pairs: Iterable[Pair]) -> Iterator[Entry]:
    """The new entries, but where the old verdict is worth more, it stands."""
    for old, entry in pairs:
        was, now = (old.verdict if old else None), entry.verdict
        lower = was is not None and (now is None or was["score"] > now["score"])
        yield replace(entry, verdict=was) if lower else entry
