"""The engine as a wheel, made from the engine that is running: no build tool, no source tree.

    the package's folder + its installed metadata ──▶ backmark-X.Y.Z-py3-none-any.whl

One way for a clone (installed as editable) and for a Backmark that pip installed, so both give the
same bytes. README is left out of the metadata: what students and platforms install needs none.
"""

from __future__ import annotations

import base64
import hashlib
import re
import sys
from importlib import metadata
from pathlib import Path
from typing import Final

import autograder
from autograder.errors import UsageError, explain
from autograder.release.zips import reproducible_zip

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_AUTHORS: Final = frozenset({"batch", "certify", "scaffold"})
"""Rooms that neither a student nor a platform enters: half of the engine's size."""
_NOT_OURS: Final = frozenset({"INSTALLER", "RECORD", "REQUESTED", "WHEEL", "direct_url.json"})
_WHEEL: Final = (
    "Wheel-Version: 1.0\nGenerator: backmark\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
)


def build_wheel() -> tuple[str, bytes]:
    """The wheel's file name and its bytes; the same engine gives the same bytes.

    Raises:
        UsageError: the installed metadata are missing, or older than pyproject.toml.
    """
    package = Path(autograder.__file__).parent
    distribution = _installed()
    _check_metadata(package.parent / "pyproject.toml", distribution)
    info = f"backmark-{distribution.version}.dist-info"
    files = {f"autograder/{name}": content for name, content in _contents(package).items()}
    files |= {f"{info}/{name}": content for name, content in _metadata(distribution).items()}
    files[f"{info}/WHEEL"] = _WHEEL.encode()
    files[f"{info}/RECORD"] = _record(files, f"{info}/RECORD")
    return f"backmark-{distribution.version}-py3-none-any.whl", reproducible_zip(files)


def _contents(folder: Path) -> dict[str, bytes]:
    """Every file below `folder` that belongs to it: nothing compiled, cached or hidden."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
        and path.suffix != ".pyc"
        and path.relative_to(folder).parts[0] not in _AUTHORS
        and not any(
            part.startswith((".", "__pycache__")) for part in path.relative_to(folder).parts
        )
    }


def _metadata(distribution: metadata.Distribution) -> dict[str, bytes]:
    """What describes the distribution, wherever and however it was installed."""
    found = {}
    for file in distribution.files or ():
        folder, _, name = file.as_posix().partition("/")
        if folder.endswith(".dist-info") and name not in _NOT_OURS:
            found[name] = Path(str(file.locate())).read_bytes()
    if not {"METADATA", "entry_points.txt"} <= set(found):
        raise _not_installed(f"metadata in {distribution.locate_file('')} that are none of theirs")
    header = found["METADATA"].replace(b"\r\n", b"\n").partition(b"\n\n")[0].splitlines()
    kept = [line for line in header if not line.startswith(b"Description-Content-Type:")]
    return {**found, "METADATA": b"\n".join(kept) + b"\n"}


def _installed() -> metadata.Distribution:
    try:
        return metadata.distribution("backmark")
    except metadata.PackageNotFoundError as error:
        raise _not_installed("no metadata of it in this Python") from error


def _not_installed(got: str) -> UsageError:
    return UsageError(
        explain(
            "cannot pack the engine",
            got=got,
            want="a Backmark that pip or uv installed",
            step="in Backmark's repository: python -m pip install -e .",
        )
    )


def _check_metadata(pyproject: Path, distribution: metadata.Distribution) -> None:
    """In a clone the metadata are those of the last installation; they must still be true."""
    if not pyproject.is_file():
        return
    project = tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"]
    required = [r for r in distribution.requires or () if "extra ==" not in r]
    want = (project["version"], sorted(map(_words, project["dependencies"])))
    if (distribution.version, sorted(map(_words, required))) != want:
        raise UsageError(
            f"{pyproject} has other dependencies or another version than the installed Backmark: "
            "install it again first (`pip install -e .`)"
        )


def _words(requirement: str) -> list[str]:
    """A requirement's parts in an order of their own: builders sort them, people do not."""
    parts = r"[<>=!~]=?=?\s*[\w.*+!]+|[\w.\-\[\]]+|['\"][^'\"]*['\"]"
    return sorted(part.strip("'\"").replace(" ", "") for part in re.findall(parts, requirement))


def _record(files: dict[str, bytes], own: str) -> bytes:
    rows = []
    for name in sorted(files):
        digest = base64.urlsafe_b64encode(hashlib.sha256(files[name]).digest()).rstrip(b"=")
        rows.append(f"{name},sha256={digest.decode()},{len(files[name])}")
    return "\n".join([*rows, f"{own},,", ""]).encode()
