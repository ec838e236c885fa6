"""Who is who: a course's list of students, for platforms whose downloads tell no e-mail address.

    roster CSV ──read_roster──▶ Roster ──known──▶ the same hand-ins, their people with addresses

What students are asked follows from their address, so a number of the platform's own will not do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from autograder.batch.exported import folded, no_export, read_rows
from autograder.batch.hand_in import HandIn, Person

_EMAIL: Final = re.compile(r"e-?mail( address)?")
_LOGIN: Final = re.compile(r"(.* )?login id")
_NAME: Final = re.compile(r"(full )?name|student")
_ID: Final = re.compile(r"(.* )?(id|sid|identifier|login|user ?name|student number)")
"""Columns by their headings, folded, as Gradescope, Canvas and Moodle have them."""
_NUMBERED: Final = re.compile(r"\D+ (\d+)")
"""Moodle's identifier, in any language: "Participant 501"."""


@dataclass(frozen=True)
class Roster:
    """The students of a course."""

    people: tuple[Person, ...]
    keys: Mapping[str, int]
    """Whatever one of them alone is known by, folded, to a place in `people`."""

    def known(self, hand_ins: Iterable[HandIn]) -> tuple[HandIn, ...]:
        """The same hand-ins with the roster's names and addresses, where they have none."""
        return tuple(
            replace(hand_in, people=tuple(map(self._known, hand_in.people))) for hand_in in hand_ins
        )

    def _known(self, person: Person) -> Person:
        place = self.place_of(person)
        if place is None:
            return person
        found = self.people[place]
        return replace(person, name=person.name or found.name, email=person.email or found.email)

    def place_of(self, person: Person) -> int | None:
        """Who of `people` it is, if anybody."""
        keys = (folded(key) for key in (person.email, person.id) if key)
        return next((self.keys[key] for key in keys if key in self.keys), None)

    def absent(self, hand_ins: Iterable[HandIn]) -> list[Person]:
        """Who handed in nothing."""
        there = {self.place_of(person) for hand_in in hand_ins for person in hand_in.people}
        return [person for place, person in enumerate(self.people) if place not in there]

    def strangers(self, hand_ins: Iterable[HandIn]) -> list[Person]:
        """Who handed in and is not on it."""
        people = (person for hand_in in hand_ins for person in hand_in.people)
        return [person for person in people if self.place_of(person) is None]


def read_roster(path: Path) -> Roster:
    """The students in a CSV with a column of e-mail addresses.

    Raises:
        UsageError: it cannot be read, or has no such column.
    """
    head, *rows = read_rows(path)
    heads = [folded(cell) for cell in head]
    emails = [i for i, h in enumerate(heads) if _EMAIL.fullmatch(h)]
    emails += [i for i, h in enumerate(heads) if _LOGIN.fullmatch(h)]
    if not emails:
        raise no_export(path, "a list of students with a column Email", head)
    names = [i for i, h in enumerate(heads) if _NAME.fullmatch(h)]
    ids = [i for i, h in enumerate(heads) if _ID.fullmatch(h)]
    people: list[Person] = []
    keys: list[set[str]] = []
    for row in rows:
        email = next((row[i].strip() for i in emails if "@" in row[i]), "")
        known = [row[i].strip() for i in ids if row[i].strip()]
        own = set(_keys(email, known))
        # Canvas' export has lines about the columns, and a list of sections some students twice.
        if own and own not in keys:
            name = next((row[i].strip() for i in names if row[i].strip()), "")
            people.append(Person(email or known[0], name, email))
            keys.append(own)
    seen = Counter(key for one in keys for key in one)
    sure = {key: i for i, one in enumerate(keys) for key in one if seen[key] == 1}
    return Roster(tuple(people), sure)


def _keys(email: str, ids: Iterable[str]) -> Iterator[str]:
    if email:
        yield folded(email)
        yield folded(email).partition("@")[0]
    for cell in ids:
        number = _NUMBERED.fullmatch(cell)
        yield number[1] if number else folded(cell)
