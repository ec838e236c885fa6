"""Writing files so that nobody ever sees half of one."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from autograder.errors import UsageError


def write_atomically(
    path: Path, data: bytes | str, *, mode: int = 0o644, durable: bool = True
) -> None:
    """Put `data` in `path`: afterwards the file is whole and new, or untouched.

    `durable`: that holds even if the machine fails; otherwise only whatever processes do.

    Raises:
        UsageError: the folder does not exist or cannot be written.
    """
    content = data.encode() if isinstance(data, str) else data
    try:
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror} ({path.parent})") from error
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from error
    finally:
        with contextlib.suppress(FileNotFoundError):
            Path(temporary).unlink()


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
