"""What a regrade changes: who moved, by how much, and which checks did it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from autograder.batch.hand_in import HandIn
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


Pair = tuple[Entry | None, Entry | None]
"""What somebody had handed in before, if anything, and what they have now, if anything."""


def paired(before: Iterable[Entry], after: Iterable[Entry]) -> Iterator[Pair]:
    """Entries with what they were; both in the order of whose they are, so that few are in memory.

    A hand-in may come under another name than before: a platform's new number, a folder in the
    place of a file. Then it is paired with the best of those that are gone of the same people.
    """
    groups = groupby(before, _whose)
    old = next(groups, None)
    for who, found in groupby(after, _whose):
        while old is not None and old[0] < who:
            yield from ((entry, None) for entry in old[1])
            old = next(groups, None)
        news = list(found)
        olds = list(old[1]) if old is not None and old[0] == who else []
        now = {entry.hand_in.id for entry in news}
        for new in news:
            same = [e for e in olds if e.hand_in.id == new.hand_in.id]
            gone = [e for e in olds if e.hand_in.id not in now and not _are_others(e, new)]
            yield max([*same, *gone], key=_worth, default=None), new
        for entry in olds:
            if entry.hand_in.id not in now and all(_are_others(entry, new) for new in news):
                yield entry, None
    while old is not None:
        yield from ((entry, None) for entry in old[1])
        old = next(groups, None)


def _whose(entry: Entry) -> tuple[str, ...]:
    return entry.hand_in.whose


def _are_others(old: Entry, new: Entry) -> bool:
    """Whether these are other people of the same ids: "none" is what some platforms call many."""
    was, now = ({person.email for person in e.hand_in.people if person.email} for e in (old, new))
    return bool(was and now) and was != now


def _worth(entry: Entry) -> float:
    return -1.0 if entry.verdict is None else entry.verdict["score"]


def moves(pairs: Iterable[Pair]) -> list[Move]:
    """Everyone who moved, the largest loss first."""
    found = []
    for old, entry in pairs:
        was, now = (old.verdict if old else None), (entry.verdict if entry else None)
        if entry is None or was is None or now is None or was["score"] == now["score"]:
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


def vanished(pairs: Iterable[Pair]) -> list[HandIn]:
    """What was graded before, of people who have handed in nothing now."""
    return [old.hand_in for old, new in pairs if new is None and old is not None and old.verdict]


def never_lower(pairs: Iterable[Pair]) -> Iterator[Entry]:
    """The new entries, but where the old verdict is worth more, or the only one, it stands."""
    for old, entry in pairs:
        was, now = (old.verdict if old else None), (entry.verdict if entry else None)
        lower = was is not None and (now is None or was["score"] > now["score"])
        if entry is not None:
            yield replace(entry, verdict=was) if lower else entry
        elif old is not None and was is not None:
            yield old
