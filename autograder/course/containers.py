"""Look into what was handed in, a file, a folder or a zip, without unpacking or trusting it.

    path --file_entry, folder_entries, zip_entries--> entries (names; nothing opened)
    entry --read--> bytes, one over the limit at most

Two kinds of trouble. What could only be made to harm (paths that leave the container, links where a
file is wanted, bombs) is a `ContainerError`, and refuses the whole. A file that cannot be read is
an `UnusableError`, and costs only itself. Invariant: nothing is written to disk, no link is
followed, and no read gives more than its limit and one byte, whatever was claimed.
"""

from __future__ import annotations

import io
import os
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final

from autograder.course.progress import OWN, STATE
from autograder.limits import KIB, IntakeLimits
from autograder.text import clean

MAX_DEPTH: Final = 32
"""Folders within folders; a hand-in has two or three."""
_IGNORED: Final = frozenset(
    {"__MACOSX", "__pycache__", "node_modules", "site-packages", "venv", "env", "Thumbs.db"}
)  # and every name that begins with a dot: .DS_Store, .git, .venv, .ipynb_checkpoints, ._linear.py
_OPEN_FLAGS: Final = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)  # Windows has none of these four
    | getattr(os, "O_NONBLOCK", 0)  # a FIFO must not keep us waiting for a writer
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_HAS_FOLDER_FDS: Final = os.open in os.supports_dir_fd and os.scandir in os.supports_fd
ZIP_DAMAGE: Final = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, OSError,
    OverflowError, RuntimeError, ValueError,
)  # what zipfile raises on broken archives  # fmt: skip
_SAYS_UTF_8: Final = 0x800  # bit 11 of an entry's flags


class ContainerError(Exception):
    """The whole is refused: a clause that says what is wrong with it, and what was found."""

    def __init__(self, what: str, got: str) -> None:
        super().__init__(f"{what}: {got}")
        self.what = what
        self.got = got


class UnusableError(Exception):
    """One file cannot be used; the message is a clause that follows the file's name."""


class _LinkError(Exception):
    """What should be a file is a link, a FIFO or a device; the message says which."""


@dataclass(frozen=True)
class Entry:
    """A file that was found, not yet opened."""

    parts: tuple[str, ...]
    """Its path in the container as it stands there; people are shown `file` or `str(entry)`."""
    fetch: Callable[[int], bytes]
    """Opens it: `fetch(n)` gives its first n + 1 bytes at most."""

    @property
    def file(self) -> str:
        """Its own name, fit to print."""
        return clean(self.parts[-1])

    def __str__(self) -> str:
        return clean("/".join(self.parts))

    def read(self, limit: int) -> bytes:
        """Its bytes, of a larger file the first `limit` + 1, so that the caller can count them.

        Raises:
            ContainerError: it is a link, or no file at all.
            UnusableError: it cannot be read.
        """
        try:
            return self.fetch(limit)
        except _LinkError as error:
            raise ContainerError(f"{self} is not safe to open", str(error)) from None
        except OSError as error:
            raise UnusableError(f"cannot be read ({error.strerror or error})") from None


def within(data: bytes, limit: int) -> bytes:
    """The same bytes, if they are no more than `limit`; else raises `UnusableError`."""
    if len(data) > limit:
        raise UnusableError(f"is larger than {limit:,} bytes")
    return data


def file_entry(path: Path) -> Entry:
    """A single file, not yet opened."""
    return Entry((path.name,), partial(_read_regular, path=path))


def folder_entries(root: Path, limits: IntakeLimits) -> tuple[list[Entry], list[str]]:
    """Every file beneath `root`, links and all, and a note for each folder that cannot be read.

    Raises:
        ContainerError: it holds too much.
        OSError: `root` itself cannot be read.
    """
    entries: list[Entry] = []
    notes: list[str] = []
    waiting: list[tuple[str, ...]] = [()]
    count = 0
    while waiting:
        inside = waiting.pop()
        if len(inside) > MAX_DEPTH:
            raise ContainerError("folders are nested too deeply", f"over {MAX_DEPTH} levels")
        try:
            with _opened_folder(root, inside) as folder, os.scandir(folder) as listing:
                found = list(islice(listing, limits.entries + 1))
                folders = {item.name for item in found if item.is_dir(follow_symlinks=False)}
        except OSError as error:
            if not inside:
                raise
            notes.append(f"{clean('/'.join(inside))} cannot be read ({error.strerror})")
            continue
        count += len(found)
        if count > limits.entries:
            raise ContainerError("it holds too many files", f"over {limits.entries:,}")
        for name in sorted(item.name for item in found):
            parts = (*inside, name)
            if _is_ignored(parts):
                continue
            if name in folders:
                waiting.append(parts)
            else:
                entries.append(Entry(parts, partial(_read_beneath, root=root, parts=parts)))
    return sorted(entries, key=lambda entry: entry.parts), notes


def zip_entries(packed: Entry, limits: IntakeLimits) -> list[Entry]:
    """Every file in a zip; whatever is only good for doing harm refuses it whole.

    Raises:
        ContainerError: it is not a whole zip, holds too much, or is not safe to open.
        UnusableError: the zip itself cannot be read, or is too large.
    """
    data = packed.read(limits.archive_bytes)
    archive = _archive(within(data, limits.archive_bytes), limits)
    entries: dict[tuple[str, ...], Entry] = {}
    for info in archive.infolist():
        name = member_name(info)
        parts, harm = _entry_name(name)
        is_folder = name.endswith("/")
        ignored = any(_is_ignored(parts[: i + 1]) for i in range(len(parts)))
        if harm is None and not ignored and parts and not is_folder:
            harm = "it appears twice" if parts in entries else _entry_harm(info)
            entries[parts] = Entry(parts, partial(_inflate, archive=archive, info=info))
        if harm is not None:
            raise ContainerError("it is not safe to open", f"{clean(name)}: {harm}")
    return sorted(entries.values(), key=lambda entry: entry.parts)


def member_name(info: zipfile.ZipInfo) -> str:
    r"""An entry's whole name with ``/`` between its parts, whoever packed it.

    Windows' older zippers write ``\``, macOS UTF-8 without saying so.
    """
    name = info.orig_filename
    if not info.flag_bits & _SAYS_UTF_8:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode()  # cp437 is what zipfile took it for
    return name.replace("\\", "/")


def _is_ignored(parts: tuple[str, ...]) -> bool:
    """Whether a file or folder is none that anybody hands in: hidden, or made by some program.

    What a student's folder remembers is hidden too, but says how many hints were taken.
    """
    *inside, name = parts
    if inside[-1:] == [OWN]:
        return name != STATE
    return name in _IGNORED or (name.startswith(".") and name != OWN)


@contextmanager
def _opened_folder(root: Path, parts: tuple[str, ...]) -> Iterator[int | Path]:
    """A folder beneath `root`, reached without following a link: a descriptor, or its path."""
    if not _HAS_FOLDER_FDS:  # Windows, where making links takes rights that students rarely have
        yield root.joinpath(*parts)
        return
    folder = os.open(root, _OPEN_FLAGS)
    try:
        for part in parts:
            inner = os.open(part, _OPEN_FLAGS, dir_fd=folder)
            os.close(folder)
            folder = inner
        yield folder
    finally:
        os.close(folder)


def _read_beneath(limit: int, *, root: Path, parts: tuple[str, ...]) -> bytes:
    with _opened_folder(root, parts[:-1]) as folder:
        if isinstance(folder, int):
            return _read_regular(limit, path=parts[-1], folder=folder)
        return _read_regular(limit, path=folder / parts[-1])


def _read_regular(limit: int, path: Path | str, folder: int | None = None) -> bytes:
    """At most `limit` + 1 bytes of a regular file that has one name; anything else is refused."""
    found = os.stat(path, dir_fd=folder, follow_symlinks=False)
    if not stat.S_ISREG(found.st_mode) or found.st_nlink != 1:
        kind = "a link" if stat.S_ISLNK(found.st_mode) or found.st_nlink > 1 else "no regular file"
        raise _LinkError(kind)
    with os.fdopen(os.open(path, _OPEN_FLAGS, dir_fd=folder), "rb") as file:
        if not os.path.samestat(found, os.fstat(file.fileno())):
            raise _LinkError("replaced while it was opened")
        return file.read(limit + 1)


class _BoundedFile(io.BytesIO):
    """A zip in memory of which zipfile cannot read much at once: above all, not a huge directory.

    A zip of 64 MiB can list a million names, which zipfile would turn into a gigabyte of objects
    before we could count them.
    """

    def __init__(self, data: bytes, limit: int) -> None:
        super().__init__(data)
        self._limit = limit

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(self._limit + 1 if size is None or size < 0 else size)
        if len(data) > self._limit:
            raise UnusableError("lists too many files")
        return data


def _archive(data: bytes, limits: IntakeLimits) -> zipfile.ZipFile:
    """Open a zip, unless it lists or claims to hold more than the limits allow."""
    try:
        archive = zipfile.ZipFile(_BoundedFile(data, (128 + limits.entries) * KIB))
    except ZIP_DAMAGE as error:
        raise ContainerError("it is not a whole zip", clean(str(error))) from None
    infos = archive.infolist()
    if len(infos) > limits.entries:
        raise ContainerError("it holds too many files", f"{len(infos):,}, over {limits.entries:,}")
    if sum(info.file_size for info in infos) > limits.total_bytes:
        raise ContainerError("it unpacks to too much", f"over {limits.total_bytes:,} bytes")
    return archive


def _entry_name(name: str) -> tuple[tuple[str, ...], str | None]:
    """The parts of an entry's name, and what is wrong with it."""
    parts = tuple(part for part in name.split("/") if part not in ("", "."))
    if name.startswith("/") or ".." in parts or re.match(r"[A-Za-z]:", name):
        return parts, "its path leaves the archive"
    if "\0" in name:
        return parts, "its name has a character that names must not have"
    return parts, "it is nested too deeply" if len(parts) > MAX_DEPTH else None


def _entry_harm(info: zipfile.ZipInfo) -> str | None:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        return "it is a link" if kind == stat.S_IFLNK else "it is no regular file"
    return "it is encrypted" if info.flag_bits & 0x2041 else None


def _inflate(limit: int, *, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """At most `limit` + 1 bytes of an entry, counted as they come."""
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        # zipfile bounds what one step of deflate gives, but not of bzip2 and LZMA.
        raise UnusableError("is packed by a method other than deflate")
    data = bytearray()
    try:
        with archive.open(info) as file:
            while len(data) <= limit and (chunk := file.read(min(64 * KIB, limit + 1 - len(data)))):
                data += chunk
    except ZIP_DAMAGE as error:
        raise UnusableError(f"is damaged in the zip ({clean(str(error))})") from None
    return bytes(data)
