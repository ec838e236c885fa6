"""Zips with the same bytes for the same files, wherever and whenever they are made.

Names are sorted, every file has one date and one of three modes, and nothing else is told.
"""

from __future__ import annotations

import io
import os
import stat
import sys
import time
import zipfile
from collections.abc import Collection, Mapping
from typing import Final

from autograder.errors import UsageError

if sys.version_info >= (3, 11):
    from importlib.resources.abc import Traversable
else:
    from importlib.abc import Traversable

_EPOCH: Final = 1580601600  # 2020-02-02, hatchling's date; a zip knows none before 1980


def reproducible_zip(
    files: Mapping[str, bytes],
    *,
    executable: Collection[str] = (),
    private: Collection[str] = (),
) -> bytes:
    """A zip of `files`, dated SOURCE_DATE_EPOCH or 2020-02-02.

    `executable` are names in it; so are `private` ones, for their owner's eyes alone.
    """
    date = time.gmtime(int(os.environ.get("SOURCE_DATE_EPOCH") or _EPOCH))[:6]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, date)
            entry.create_system = 3  # Unix, so that modes count; on Windows it would be 0
            mode = 0o755 if name in executable else 0o600 if name in private else 0o644
            entry.external_attr = (stat.S_IFREG | mode) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name])
    return buffer.getvalue()


def unix_text(path: Traversable) -> bytes:
    """A text file with Unix line ends: a checkout on Windows packs the same bytes, bash reads them.

    Raises:
        UsageError: it cannot be read.
    """
    try:
        return path.read_bytes().replace(b"\r\n", b"\n")
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error
