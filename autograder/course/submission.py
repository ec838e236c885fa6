"""Open what a student handed in: a `.py`, a folder, a zip or a notebook becomes source text.

    PATH --> entries (names; nothing opened) --> those that are wanted --> bounded bytes --> text

Two kinds of trouble. A container that could only be made to harm (paths that leave it, links,
bombs) is refused whole with a `SubmissionError`. A file that cannot be used costs only itself: its
module counts as not handed in, and a note says why. Invariant: nothing is run, nothing is written
to disk, no link is followed, and every byte is counted while it is read, whatever was claimed.

Longer than 300 lines: from `_folder_entries` on it is about containers, and could be a module.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby, islice
from pathlib import Path
from typing import Final

from autograder.course.notebook import notebook_source
from autograder.errors import SubmissionError
from autograder.limits import KIB, IntakeLimits
from autograder.text import clean, decode_source, defined_names, explain, parse_source

MAX_DEPTH: Final = 32
"""Folders within folders; a hand-in has two or three."""
MAX_NOTES: Final = 20
MAX_LISTED: Final = 5
_IGNORED: Final = frozenset(
    {"__MACOSX", "__pycache__", "node_modules", "site-packages", "venv", "env", "Thumbs.db"}
)  # and every name that begins with a dot: .DS_Store, .git, .venv, .ipynb_checkpoints, ._linear.py
_NOTEBOOK: Final = re.compile(r".*\.ipynb", re.IGNORECASE | re.DOTALL)
_OPEN_FLAGS: Final = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)  # Windows has none of these four
    | getattr(os, "O_NONBLOCK", 0)  # a FIFO must not keep us waiting for a writer
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_HAS_FOLDER_FDS: Final = os.open in os.supports_dir_fd and os.scandir in os.supports_fd
_ZIP_DAMAGE: Final = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, OSError,
    OverflowError, RuntimeError, ValueError,
)  # what zipfile raises on broken archives  # fmt: skip
_STEP: Final = "hand in these files and nothing else; pack archives with your system's own zip"
_DEFAULT_LIMITS: Final = IntakeLimits()


@dataclass(frozen=True)
class Submission:
    """What was handed in, as text; a module that was not handed in is absent from `modules`."""

    label: str
    """The hand-in's name for people: its file or folder name."""
    files: Mapping[str, str]
    """File name to source text; of a notebook, the module that was made of it."""
    modules: Mapping[str, str]
    """Module name to the file that holds it; one file may hold several."""
    notes: tuple[str, ...]
    """What a person should know about how it was read."""

    @property
    def digest(self) -> str:
        """SHA-256 of what is graded: the same source has it in a zip, a folder or another order."""
        graded = sorted((module, self.files[file]) for module, file in self.modules.items())
        return hashlib.sha256(json.dumps(graded).encode()).hexdigest()


@dataclass(frozen=True)
class _Entry:
    """A file that was found, not yet opened; `read(n)` gives its first n + 1 bytes at most."""

    parts: tuple[str, ...]
    read: Callable[[int], bytes]

    @property
    def file(self) -> str:
        return clean(self.parts[-1])

    def __str__(self) -> str:
        return clean("/".join(self.parts))


class _UnusableError(Exception):
    """One file cannot be used; the message is a clause that follows the file's name."""


class _LinkError(Exception):
    """What should be a file is a link, a FIFO or a device; the message says which."""


@dataclass
class _Intake:
    """One opening: what is wanted, within which limits, and what was taken so far."""

    label: str
    wanted: Sequence[str]
    names: Collection[str]
    limits: IntakeLimits
    files: dict[str, str] = field(default_factory=dict)
    modules: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    seen: set[tuple[str, ...]] = field(default_factory=set)
    bytes_read: int = 0

    def fetch(self, entry: _Entry, limit: int) -> bytes:
        """One byte over `limit` at most; a link where a wanted file should be refuses the whole."""
        try:
            return entry.read(limit)
        except _LinkError as error:
            raise self.refusal(f"{entry} is not safe to open", str(error)) from None
        except OSError as error:
            raise _UnusableError(f"cannot be read ({error.strerror or error})") from None

    def read(self, entry: _Entry, limit: int) -> bytes:
        data = self.fetch(entry, limit)
        self.bytes_read += len(data)  # also what is then found to be too large
        if self.bytes_read > self.limits.total_bytes:
            raise self.refusal("it unpacks to too much", f"over {self.limits.total_bytes:,} bytes")
        return _within(data, limit)

    def source(self, entry: _Entry) -> str:
        try:
            return decode_source(self.read(entry, self.limits.file_bytes))
        except ValueError as error:
            raise _UnusableError(str(error)) from None

    def notebook(self, entry: _Entry) -> tuple[str, tuple[str, ...]]:
        data = self.read(entry, self.limits.notebook_bytes)
        try:
            source, notes = notebook_source(data, self.names)
        except SubmissionError as error:
            raise _UnusableError(f"was not taken: {str(error).partition(chr(10))[0]}") from error
        if len(source) > self.limits.file_bytes:
            raise _UnusableError(f"needs over {self.limits.file_bytes:,} characters of code")
        return source, notes

    def refusal(self, what: str, got: str, *, step: str = _STEP) -> SubmissionError:
        return SubmissionError(
            explain(f"cannot open {self.label}: {what}", got=got, want=self.want, step=step)
        )

    @property
    def want(self) -> str:
        files = ", ".join(f"{module}.py" for module in self.wanted)
        return f"{files} (alone, in a folder or in a .zip), or one .ipynb"

    def submission(self) -> Submission:
        hidden = len(self.notes) - MAX_NOTES
        notes = self.notes[:MAX_NOTES] + [f"and {hidden} more notes"] * (hidden > 0)
        return Submission(self.label, self.files, self.modules, tuple(notes))


def _within(data: bytes, limit: int) -> bytes:
    if len(data) > limit:
        raise _UnusableError(f"is larger than {limit:,} bytes")
    return data


def open_submission(
    path: Path,
    modules: Sequence[str],
    names: Collection[str],
    limits: IntakeLimits = _DEFAULT_LIMITS,
) -> Submission:
    """Read what was handed in at `path`: the assignment's `modules`, which define `names`.

    Raises:
        SubmissionError: there is nothing to grade in it, or it is not safe to open.
    """
    intake = _Intake(clean(path.absolute().name or str(path)), modules, names, limits)
    entry = _Entry((path.name,), partial(_read_regular, path=path))
    try:
        if stat.S_ISDIR(path.lstat().st_mode):
            _choose(intake, _folder_entries(intake, path))
        elif path.suffix.lower() == ".zip":
            data = intake.fetch(entry, limits.archive_bytes)
            _choose(intake, _zip_entries(intake, _within(data, limits.archive_bytes)))
        else:
            _take_single(intake, entry)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path itself
        why = clean(getattr(error, "strerror", None) or str(error))
        step = "check the path and who may read it"
        raise intake.refusal("it cannot be read", why, step=step) from None
    except _UnusableError as error:
        if isinstance(error.__cause__, SubmissionError):  # a notebook's own four lines say more
            raise SubmissionError(f"cannot open {intake.label}: {error.__cause__}") from None
        raise intake.refusal(f"it {error}", "nothing that can be used") from None
    return intake.submission()


def _take_single(intake: _Intake, entry: _Entry) -> None:
    """Take one file: a module by its name, or everything when it has any other name."""
    stem, suffix = Path(entry.parts[-1]).stem, Path(entry.parts[-1]).suffix
    if suffix.lower() == ".ipynb":
        source, notes = intake.notebook(entry)
        _take(intake, entry.file, source, intake.wanted)
        intake.notes += notes
    elif suffix.lower() != ".py":
        kind = f"a {clean(suffix)} file" if suffix else "a file without a suffix"
        raise intake.refusal("files of its kind are not taken", kind)
    elif stem in intake.wanted:
        _take(intake, entry.file, intake.source(entry), [stem])
    else:
        source = intake.source(entry)
        _require_graded(intake, source)
        _take(intake, entry.file, source, intake.wanted)
        intake.notes.append(f"{entry.file} has no module's name, so it stands for all of them")
    _note_missing(intake, [])


def _require_graded(intake: _Intake, source: str) -> None:
    """Refuse a renamed file that defines nothing graded, unless it has a mistake to be told of."""
    try:
        found = defined_names(parse_source(source))
    except SyntaxError:
        return
    if not found.intersection(intake.names):
        got = f"a file that defines {clean(', '.join(sorted(found))) or 'nothing'}"
        wanted = clean(", ".join(intake.names))
        raise intake.refusal(f"it defines none of the graded names ({wanted})", got)


def _choose(intake: _Intake, entries: list[_Entry]) -> None:
    """Take from a folder or a zip what the assignment names, and say what was left."""
    for module in intake.wanted:
        for level in _levels(entries, re.compile(re.escape(f"{module}.py")))[:1]:
            for entry, source, _ in _agreeing(intake, level, lambda e: (intake.source(e), ())):
                _take(intake, entry.file, source, [module])
    if missing := [module for module in intake.wanted if module not in intake.modules]:
        for level in _levels(entries, _NOTEBOOK):
            if chosen := _agreeing(intake, level, intake.notebook):
                entry, source, notes = chosen[0]
                _take(intake, entry.file, source, missing)
                intake.notes += notes
                break
    if not intake.modules:
        got = "; ".join([*intake.notes, _listing(entries)])
        raise intake.refusal("there is nothing to grade in it", got)
    others = [entry for entry in entries if entry.parts not in intake.seen]
    _note_missing(intake, others)
    if others:
        count = f"{len(others)} other file{'s' if len(others) != 1 else ''}"
        intake.notes.append(f"ignored {count}: {_listing(others)}")


def _take(intake: _Intake, file: str, source: str, modules: Sequence[str]) -> None:
    intake.files[file] = source
    intake.modules.update(dict.fromkeys(modules, file))


def _levels(entries: list[_Entry], name: re.Pattern[str]) -> list[list[_Entry]]:
    """The entries of that name, grouped by how deep they lie, the shallowest first."""
    found = [entry for entry in entries if name.fullmatch(entry.parts[-1])]
    wanted = sorted(found, key=lambda entry: len(entry.parts))
    return [list(level) for _, level in groupby(wanted, key=lambda e: len(e.parts))]


def _agreeing(
    intake: _Intake, level: list[_Entry], read: Callable[[_Entry], tuple[str, tuple[str, ...]]]
) -> list[tuple[_Entry, str, tuple[str, ...]]]:
    """The one usable entry of a level, or none; copies that differ are for a person to sort out."""
    usable: list[tuple[_Entry, str, tuple[str, ...]]] = []
    for entry in level:
        intake.seen.add(entry.parts)
        try:
            usable.append((entry, *read(entry)))
        except _UnusableError as error:
            intake.notes.append(f"{entry} {error}")
    if different := [one for one in usable if one[1] != usable[0][1]]:
        both = f"{usable[0][0]} and {different[0][0]}"
        raise intake.refusal("two files could be meant and they differ", both)
    return usable[:1]


def _note_missing(intake: _Intake, others: list[_Entry]) -> None:
    """Say which modules are absent, and which ignored file may have been meant."""
    for module in intake.wanted:
        if module not in intake.modules:
            alike = [str(e) for e in others if _is_alike(e.parts[-1], module)][:3]
            hint = f"; rename it if {' or '.join(alike)} is meant" if alike else ""
            intake.notes.append(f"{module}.py was not handed in{hint}")


def _is_alike(name: str, module: str) -> bool:
    return module.lower() in name.lower() and name.lower().endswith(".py")


def _listing(entries: list[_Entry]) -> str:
    names = [str(entry) for entry in entries[:MAX_LISTED]]
    return ", ".join([*names, "..."][: len(entries)]) or "no files"


def _is_ignored(name: str) -> bool:
    return name in _IGNORED or name.startswith(".")


def _folder_entries(intake: _Intake, root: Path) -> list[_Entry]:
    """Every file beneath `root`, links and all, without opening one."""
    entries: list[_Entry] = []
    waiting: list[tuple[str, ...]] = [()]
    count = 0
    while waiting:
        inside = waiting.pop()
        if len(inside) > MAX_DEPTH:
            raise intake.refusal("folders are nested too deeply", f"over {MAX_DEPTH} levels")
        try:
            with _opened_folder(root, inside) as folder, os.scandir(folder) as listing:
                found = list(islice(listing, intake.limits.entries + 1))
                folders = {item.name for item in found if item.is_dir(follow_symlinks=False)}
        except OSError as error:
            if not inside:
                raise
            intake.notes.append(f"{clean('/'.join(inside))} cannot be read ({error.strerror})")
            continue
        count += len(found)
        if count > intake.limits.entries:
            raise intake.refusal("it holds too many files", f"over {intake.limits.entries:,}")
        for name in sorted(item.name for item in found if not _is_ignored(item.name)):
            parts = (*inside, name)
            if name in folders:
                waiting.append(parts)
            else:
                entries.append(_Entry(parts, partial(_read_beneath, root=root, parts=parts)))
    return sorted(entries, key=lambda entry: entry.parts)


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
            raise _UnusableError("lists too many files")
        return data


def _zip_entries(intake: _Intake, data: bytes) -> list[_Entry]:
    """Every file in a zip; whatever is only good for doing harm refuses it whole."""
    limits = intake.limits
    try:
        archive = zipfile.ZipFile(_BoundedFile(data, (128 + limits.entries) * KIB))
    except _ZIP_DAMAGE as error:
        raise intake.refusal("it is not a whole zip", clean(str(error))) from None
    infos = archive.infolist()
    if len(infos) > limits.entries:
        raise intake.refusal("it holds too many files", f"{len(infos):,}, over {limits.entries:,}")
    if sum(info.file_size for info in infos) > limits.total_bytes:
        raise intake.refusal("it unpacks to too much", f"over {limits.total_bytes:,} bytes")
    entries: dict[tuple[str, ...], _Entry] = {}
    for info in infos:
        parts, harm = _entry_name(info.orig_filename)
        is_folder = info.orig_filename.endswith("/")
        if harm is None and not any(map(_is_ignored, parts)) and parts and not is_folder:
            harm = "it appears twice" if parts in entries else _entry_harm(info)
            entries[parts] = _Entry(parts, partial(_inflate, archive=archive, info=info))
        if harm is not None:
            raise intake.refusal("it is not safe to open", f"{clean(info.orig_filename)}: {harm}")
    return sorted(entries.values(), key=lambda entry: entry.parts)


def _entry_name(name: str) -> tuple[tuple[str, ...], str | None]:
    """The parts of an entry's name, and what is wrong with it."""
    parts = tuple(part for part in name.split("/") if part not in ("", "."))
    if name.startswith("/") or ".." in parts or re.match(r"[A-Za-z]:", name):
        return parts, "its path leaves the archive"
    if "\\" in name or "\0" in name:
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
        raise _UnusableError("is packed by a method other than deflate")
    data = bytearray()
    try:
        with archive.open(info) as file:
            while len(data) <= limit and (chunk := file.read(min(64 * KIB, limit + 1 - len(data)))):
                data += chunk
    except _ZIP_DAMAGE as error:
        raise _UnusableError(f"is damaged in the zip ({clean(str(error))})") from None
    return bytes(data)
