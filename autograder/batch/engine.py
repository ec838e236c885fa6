"""Which engine this is: two processes with the same facts come to the same verdict."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np

import autograder
from autograder.version import VERSION

_ROOMS: Final = ("course", "judging", "numerics", "report", "sandbox")
"""What has a say in a verdict, beside the values; commands, pages and packing have none."""


@cache
def engine_digest() -> str:
    """SHA-256 of every file that has a say in a verdict."""
    package = Path(autograder.__file__).parent
    files = [p for p in package.iterdir() if p.is_file()]
    for room in _ROOMS:
        files += [p for p in (package / room).rglob("*") if p.is_file()]
    digest = hashlib.sha256()
    for path in sorted(p for p in files if p.suffix != ".pyc" and not p.name.startswith(".")):
        digest.update(f"{path.relative_to(package).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def engine_facts() -> dict[str, str]:
    """What a worker elsewhere must have in common with us."""
    return {
        "Backmark": f"{VERSION} ({engine_digest()[:12]})",
        "Python": ".".join(platform.python_version_tuple()[:2]),
        "NumPy": np.__version__,
    }


def differences(got: Mapping[str, str], want: Mapping[str, str]) -> list[str]:
    """Each fact in which another engine differs, in words."""
    return [f"has {k} {got.get(k)}, want {v}" for k, v in want.items() if got.get(k) != v]
