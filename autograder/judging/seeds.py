"""What the checks' inputs are derived from: a number that anyone may know, or a secret."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from autograder.course.assignment import Assignment, public_secret
from autograder.errors import UsageError

_MIN_SECRET: Final = 16
"""Bytes: 128 random bits cannot be guessed; a shorter file is a mistake."""


@dataclass(frozen=True)
class Seed:
    """What the checks' inputs are derived from."""

    secret: bytes = field(repr=False)
    public: int | None = None
    """The number that anyone may know, where it is a public seed."""

    @classmethod
    def of_number(cls, number: int) -> Seed:
        """A public seed."""
        return cls(public_secret(number), number)

    @property
    def label(self) -> str:
        """The number, or a digest that tells secret seeds apart and gives nothing away."""
        if self.public is not None:
            return str(self.public)
        return "secret " + hashlib.sha256(b"backmark seed label" + self.secret).hexdigest()[:16]


def read_seed(assignment: Assignment, number: int | None, file: Path | None) -> Seed:
    """The seed that was asked for: a secret one from a file, or a public one.

    Raises:
        UsageError: both were given, or the file holds no secret.
    """
    if file is None:
        return Seed.of_number(assignment.public_seed if number is None else number)
    if number is not None:
        raise UsageError("--seed is public and --seed-file is secret: give one of them")
    return Seed(read_secret(file))


def read_secret(file: Path) -> bytes:
    """The secret that a file holds, without the white space around it.

    Raises:
        UsageError: it is unreadable, or too short to be a secret.
    """
    try:
        secret = file.read_bytes().strip()
    except OSError as error:
        raise UsageError(f"cannot read the seed file {file}: {error.strerror}") from error
    if len(secret) < _MIN_SECRET:
        raise UsageError(
            f"the seed file {file} holds {len(secret)} bytes, want at least {_MIN_SECRET}: "
            f"make one with `openssl rand -hex 32 > {file}`"
        )
    return secret
