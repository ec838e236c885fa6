"""Writing files so that nobody ever sees half of one."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from autograder.errors import UsageError


@dataclass(frozen=True)
class Written:
    """A file or folder that a command wrote: a sentence for a person, data for a program."""

    path: Path
    text: str
    counts: Mapping[str, int] = field(default_factory=dict)
    """What is in it, by what is counted: `{"files": 21, "bytes": 90112}`."""

    def __str__(self) -> str:
        return self.text

    @property
    def data(self) -> dict[str, str | int]:
        """An entry of what `--json` prints."""
        return {"path": str(self.path), **self.counts}


def write_atomically(
    path: Path, data: bytes | str, *, mode: int = 0o666, durable: bool = True
) -> None:
    """Put `data` in `path`: afterwards the file is whole and new, or untouched.

    `mode`: who may read and write it, as far as the umask lets them.
    `durable`: that holds even if the machine fails; otherwise only whatever processes do.

    Raises:
        UsageError: the folder does not exist or cannot be written.
    """
    content = data.encode() if isinstance(data, str) else data
    temporary = path.parent / f".{path.name[:50]}.{os.urandom(4).hex()}"
    try:
        file = open(temporary, "xb", opener=partial(os.open, mode=mode))  # noqa: SIM115 - see below
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror} ({path.parent})") from error
    try:
        with file:
            file.write(content)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from error
    finally:
        temporary.unlink(missing_ok=True)


def make_folder(folder: Path) -> Path:
    """The folder, made if it is not there.

    Raises:
        UsageError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot make the folder {folder}: {error.strerror}") from error
    return folder
