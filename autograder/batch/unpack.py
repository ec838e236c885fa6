"""A class's download on disk: an export unpacked, and flat downloads sorted into folders."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from autograder.batch.hand_in import readable
from autograder.course.containers import ZIP_DAMAGE, member_name
from autograder.errors import UsageError, explain
from autograder.files import make_folder

MAX_FILES: Final = 2_000_000
MAX_BYTES: Final = 64 * 1024**3
"""Of a whole class, unpacked: 30,000 hand-ins of 2 MiB. What is larger is not a class's export."""
_JUNK: Final = ("__MACOSX", ".DS_Store", "Thumbs.db", ".ipynb_checkpoints")


def require_class(path: Path) -> None:
    """See that there is something, before anything is done for it.

    Raises:
        UsageError: there is nothing, or it cannot be looked at.
    """
    try:
        path.stat()
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        got = "there is nothing there" if missing else str(error.strerror)
        step = "see how it is spelt, and in which folder you are"
        raise _refused(path, got, step) from error


def unpacked(path: Path, scratch: Path) -> Path:
    """The folder that a download is: itself, or what a zip holds, unpacked into `scratch`.

    Names cannot lead out of `scratch` (`zipfile` drops roots and dots), and links become files.

    Raises:
        UsageError: there is nothing there, or it is no zip, or too large to be a class.
    """
    require_class(path)
    if path.is_dir():
        return _root(path)
    if not path.is_file():
        raise _refused(path, "neither a file nor a folder")
    try:
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                info.filename = member_name(info)
            infos = [i for i in archive.infolist() if not is_junk(i.filename)]
            size = sum(info.file_size for info in infos)
            if len(infos) > MAX_FILES or size > MAX_BYTES:
                raise _refused(path, f"{len(infos):,} files of {size:,} bytes in all")
            shutil.rmtree(scratch, ignore_errors=True)  # an earlier export's students
            _extract(archive, infos, make_folder(scratch))
    except ZIP_DAMAGE as error:
        raise _refused(path, getattr(error, "strerror", None) or str(error)) from error
    return _root(scratch)


def _extract(archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo], scratch: Path) -> None:
    try:
        archive.extractall(scratch, infos)
    except OSError as error:
        if error.strerror is None:  # what is wrong with the zip, not with the disk
            raise
        where = f"{readable(str(error.filename))}: " if error.filename else ""
        raise UsageError(
            explain(
                f"cannot unpack {archive.filename}",
                got=where + error.strerror,
                want="room on the disk, and names that it takes",
                step="make room or name another folder with -o, or unpack the zip by other means "
                "and name the folder",
            )
        ) from error


def _refused(
    path: Path, got: str, step: str = "download it again, or unpack it and name the folder"
) -> UsageError:
    return UsageError(
        explain(
            f"cannot read the class in {path}",
            got=got,
            want="the zip that the platform made, or a folder of hand-ins",
            step=step,
        )
    )


def _root(folder: Path) -> Path:
    """Where hand-ins begin: exports often lie in one folder of their own."""
    while len(inside := _seen(folder)) == 1 and inside[0].is_dir():
        if folder.name == "submitted":  # nbgrader's: below it are students, be it one
            break
        if _is_participant(inside[0]):
            break
        if any(child.is_file() for child in _seen(inside[0])) and not _is_export(inside[0]):
            break
        folder = inside[0]
    return folder


def _seen(folder: Path) -> list[Path]:
    return [path for path in entries(folder) if not is_hidden(path)]


def _is_participant(folder: Path) -> bool:
    """Whether it is a student's in Moodle's download, be it the only one there."""
    return "_assignsubmission_" in folder.name


def _is_export(folder: Path) -> bool:
    return folder.name.endswith("_export")


def entries(folder: Path) -> list[Path]:
    """What lies in a folder and was not put there by operating systems, by name.

    Raises:
        UsageError: it cannot be read.
    """
    try:
        inside = list(folder.iterdir())
    except OSError as error:
        raise UsageError(f"cannot read the folder {folder}: {error.strerror}") from error
    return sorted(p for p in inside if not is_junk(p.name))


def is_hidden(path: Path) -> bool:
    """Whether its name says that it is for programs, not for people; a student's may say so too."""
    return path.name.startswith(".")


def is_junk(name: str) -> bool:
    """Whether operating systems and editors put it there."""
    return any(part in _JUNK for part in name.split("/"))


def sorted_into(folder: Path, files: Iterable[tuple[Path, str]]) -> Path:
    """A new folder with copies of one student's files, under the names they gave them."""
    try:
        if folder.exists():
            shutil.rmtree(folder)
        make_folder(folder)
        for path, name in files:
            shutil.copyfile(path, folder / Path(name).name)
    except OSError as error:
        what = f"cannot copy {readable(str(error.filename or folder))} into {folder}"
        raise UsageError(f"{what}: {error.strerror or error}") from error
    return folder
