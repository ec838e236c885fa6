"""What a regrade changes: who moved, by how much, and which checks did it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

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


def moves(before: Iterable[Entry], after: Iterable[Entry]) -> list[Move]:
    """Everyone who moved, the largest loss first."""
    old = {entry.hand_in.id: entry.verdict for entry in before}
    found = []
    for entry in after:
        was, now = old.get(entry.hand_in.id), entry.verdict
        if was is None or now is None or was["score"] == now["score"]:
            continue
        people = tuple(person.name or person.id for person in entry.hand_in.people)
        move = Move(entry.hand_in.id, people, was["score"], now["score"], tuple(_checks(was, now)))
        found.append(move)
    return sorted(found, key=lambda move: (move.after - move.before, move.hand_in))


def _checks(was: dict, now: dict) -> Iterator[str]:  # type: ignore[type-arg]
    points = {check["name"]: check["score"] or 0 for check in was["checks"]}
    for check in now["checks"]:
        change = (check["score"] or 0) - points.get(check["name"], 0)
        if change:
            yield f"{'+' if change > 0 else '-'}{check['number']}"


def never_lower(before: Iterable[Entry], after: Iterable[Entry]) -> Iterator[Entry]:
    """The new entries, but where the old verdict is worth more, it stands."""
    old = {entry.hand_in.id: entry.verdict for entry in before}
    for entry in after:
        was, now = old.get(entry.hand_in.id), entry.verdict
        lower = was is not None and (now is None or was["score"] > now["score"])
        yield replace(entry, verdict=was) if lower else entry
