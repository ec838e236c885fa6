"""Attacks that are no source text: folders and archives built to harm whoever opens them.

Each is a function of a folder and of what the attackers know, which makes the hand-in and returns
its path; its docstring is its header, as in `attacks/`.
"""

from __future__ import annotations

import io
import json
import os
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

HONEST: Final = (Path(__file__).parent / "bases" / "honest.py").read_text("utf-8")
WRONG: Final = (Path(__file__).parent / "bases" / "wrong.py").read_text("utf-8")

Facts = dict[str, Any]


def _folder(parent: Path, text: str | None = WRONG) -> Path:
    made = parent / "hand-in"
    made.mkdir()
    if text is not None:
        (made / "target.py").write_text(text)
    return made


def _zip(parent: Path, entries: list[tuple[str | zipfile.ZipInfo, bytes]], **options: Any) -> Path:
    path = parent / "hand-in.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return path


def _49_poisoned_bytecode(parent: Path, facts: Facts) -> Path:
    """Bytecode of its own for NumPy, for itself and for the checks, in __pycache__.

    # row: 49
    # layer: S I
    # outcome: failed
    """
    made = _folder(parent)
    cache = made / "__pycache__"
    cache.mkdir()
    for name in ("target", "numpy", "test_target"):
        (cache / f"{name}.cpython-311.pyc").write_bytes(b"\xa7\r\r\n" + os.urandom(200))
    (made / "target.pyc").write_bytes(os.urandom(100))
    return made


def _51_symlink_to_a_secret(parent: Path, facts: Facts) -> Path:
    """target.py is a link to what the grader alone may read.

    # row: 51
    # layer: I
    # outcome: refused
    """
    made = _folder(parent, None)
    (made / "target.py").symlink_to(Path(facts["folder"]) / "private")
    return made


def _51_symlinked_folder(parent: Path, facts: Facts) -> Path:
    """The hand-in is a link to the solutions.

    # row: 51
    # layer: I
    # outcome: refused
    """
    made = parent / "hand-in"
    made.symlink_to(Path(facts["tests"]).parents[2] / "reference" / "00_target")
    return made


def _51_link_within(parent: Path, facts: Facts) -> Path:
    """A folder in the hand-in is a link to the solutions.

    # row: 51
    # layer: I
    # outcome: refused
    """
    made = _folder(parent, None)
    (made / "src").symlink_to(Path(facts["tests"]).parents[2] / "reference" / "00_target")
    return made


def _51_hard_link(parent: Path, facts: Facts) -> Path:
    """target.py is another name of the oracle's file.

    # row: 51
    # layer: I
    # outcome: refused
    """
    made = _folder(parent, None)
    secret = Path(facts["folder"]) / "private"
    os.link(secret, made / "target.py")
    return made


def _51_fifo(parent: Path, facts: Facts) -> Path:
    """target.py is a pipe that nobody will ever write to.

    # row: 51
    # layer: I D
    # outcome: refused
    """
    made = _folder(parent, None)
    os.mkfifo(made / "target.py")
    return made


def _51_endless_device(parent: Path, facts: Facts) -> Path:
    """target.py is a link to /dev/zero.

    # row: 51
    # layer: I
    # outcome: refused
    """
    made = _folder(parent, None)
    (made / "target.py").symlink_to("/dev/zero")
    return made


def _52_leaving_paths(parent: Path, facts: Facts) -> Path:
    """An archive whose entries lie outside of it: absolute, upwards, with a drive, backwards.

    # row: 52
    # layer: I
    # outcome: refused
    """
    mark = facts["mark"]
    names = (f"../../{mark}", f"/tmp/{mark}", f"C:\\{mark}", f"a\\..\\..\\{mark}", "target.py")
    return _zip(parent, [(name, WRONG.encode()) for name in names])


def _52_link_entry(parent: Path, facts: Facts) -> Path:
    """An archive in which target.py is a symbolic link to a secret.

    # row: 52
    # layer: I
    # outcome: refused
    """
    info = zipfile.ZipInfo("target.py")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return _zip(parent, [(info, (facts["folder"] + "/private").encode())])


def _52_two_of_one_name(parent: Path, facts: Facts) -> Path:
    """An archive with two files of one name: one to be looked at, one to be graded.

    # row: 52
    # layer: I
    # outcome: refused
    """
    path = parent / "hand-in.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("target.py", WRONG)
        archive.writestr("Target.py", HONEST)
    data = path.read_bytes().replace(b"Target.py", b"target.py")
    path.write_bytes(data)
    return path


def _53_zip_bomb(parent: Path, facts: Facts) -> Path:
    """Two megabytes that unpack to two gigabytes.

    # row: 53
    # layer: I
    # outcome: refused
    """
    path = parent / "hand-in.zip"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
        archive.open("target.py", "w", force_zip64=True) as file,
    ):
        for _ in range(256):
            file.write(bytes(2**23))
    return path


def _53_many_small_bombs(parent: Path, facts: Facts) -> Path:
    """A hundred and fifty files of a megabyte each, every one of them called target.py.

    # row: 53
    # layer: I
    # outcome: refused
    """
    return _zip(parent, [(f"{i}/target.py", bytes(2**20)) for i in range(150)])


def _53_many_entries(parent: Path, facts: Facts) -> Path:
    """A hundred thousand empty files.

    # row: 53
    # layer: I
    # outcome: refused
    """
    path = parent / "hand-in.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(100_000):
            archive.writestr(f"{number}.py", b"")
    return path


def _53_bomb_in_a_bomb(parent: Path, facts: Facts) -> Path:
    """An archive that claims to be small and is not, and holds archives.

    # row: 53
    # layer: I
    # outcome: refused
    """
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("target.py", bytes(2**26))
    path = _zip(parent, [("inner.zip", inner.getvalue()), ("target.py", bytes(2**22))])
    data = path.read_bytes()
    path.write_bytes(data.replace((2**22).to_bytes(4, "little"), (100).to_bytes(4, "little")))
    return path


def _53_notebook_bomb(parent: Path, facts: Facts) -> Path:
    """A notebook of a hundred thousand cells, nested deeply.

    # row: 53
    # layer: I
    # outcome: refused, raised, failed, not attempted
    """
    cells = [
        {"cell_type": "code", "source": [f"x{i} = [" * 50], "outputs": []} for i in range(9000)
    ]
    made = parent / "hand-in.ipynb"
    made.write_text(json.dumps({"cells": cells, "nbformat": 4, "metadata": {}}))
    return made


def _53_deep_source(parent: Path, facts: Facts) -> Path:
    """Source nested so deeply that a parser overflows its stack, here and there.

    # row: 53
    # layer: I A
    # outcome: raised, crashed, out of memory, failed
    """
    return _folder(parent, WRONG + "\nx = " + "-" * 70_000 + "1\n")


def _53_constant_folding(parent: Path, facts: Facts) -> Path:
    """Source that makes the compiler itself compute: powers and products of constants.

    # row: 53
    # layer: A D
    # outcome: raised, failed, timed out, out of memory
    """
    folded = "\n".join(f"y{i} = ((9 ** 9) ** 40, 'a' * 4000, (1,) * 250)" for i in range(3000))
    return _folder(parent, WRONG + f"\ndef never():\n    x = 1\n{folded}\n")


def _53_encoding_bomb(parent: Path, facts: Facts) -> Path:
    """Source that declares an encoding which takes minutes to decode.

    # row: 53
    # layer: I
    # outcome: refused
    """
    made = _folder(parent, None)
    (made / "target.py").write_bytes(b"# coding: punycode\n" + b"a" * 2**19 + b"-" + b"z" * 2**18)
    return made


ATTACKS: Final[list[Callable[[Path, Facts], Path]]] = [
    made for name, made in sorted(globals().items()) if name[:3].strip("_").isdigit()
]
