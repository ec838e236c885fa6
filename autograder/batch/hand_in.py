"""Who handed in what: the values that every source is read into."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Person:
    """A student, by whatever the source knows; `id` is what the gradebook goes by."""

    id: str
    name: str = ""
    email: str = ""


@dataclass(frozen=True)
class HandIn:
    """One hand-in of one student, or of a group."""

    id: str
    """Unique and stable within its source, such as Gradescope's submission number."""
    people: tuple[Person, ...]
    path: Path
    """What `open_submission` opens."""
    submitted: str = ""
    """When, as ISO 8601, where the source tells."""

    @property
    def identities(self) -> tuple[str, ...]:
        """What personal questions are drawn from: e-mail addresses, or ids where there are none."""
        return tuple(person.email or person.id for person in self.people)

    @property
    def whose(self) -> tuple[str, ...]:
        """Who handed it in, by their ids, whatever the hand-in itself is called."""
        return tuple(sorted(person.id for person in self.people))


def readable(text: str) -> str:
    r"""A file's name as text that any encoding takes: bytes that are no UTF-8 become ``\udcff``."""
    return text.encode("utf-8", "backslashreplace").decode()


def file_stem(name: str) -> str:
    """A hand-in's id as a file name: two ids share none, even on a disk blind to case."""
    plain = re.sub(r"[^A-Za-z0-9._-]", "_", name)[:100].lstrip(".")
    if plain == name == name.lower():
        return name
    return f"{plain}-{hashlib.sha256(name.encode('utf-8', 'replace')).hexdigest()[:8]}"
