"""A course of two exercises whose oracle needs no PyTorch, packed and set up on this host."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from emulator import Platform

from autograder.grade import pack_for_gradescope
from autograder.sandbox.launchers import ENVIRONMENT

SETTINGS = """\
title = "Tiny"
points = 5
public_seed = 1
imports = ["numpy"]

[gradescope]
{options}

[[exercise]]
number = 1
name = "double"
module = "tiny"
section = "Doubling"
[exercise.returns]
double = ["out"]

[[exercise]]
number = 2
name = "square"
module = "tiny"
section = "Squaring"
[exercise.returns]
square = ["out"]
"""
CHECKS = '''\
from autograder import expect, number, tags, visibility, weight


@number("1.1")
@weight(2)
@tags("values")
def test_double(student, oracle, draw):
    """`double` is right."""
    x = draw.normal(3)
    expect(student.double(x), "out").equals(oracle.double(x))


@number("2.1")
@weight(3)
@visibility("after_due_date")
def test_square(student, oracle, draw):
    """`square` is right."""
    x = draw.normal(3)
    expect(student.square(x), "out").equals(oracle.square(x))
'''
ORACLE = "def double(x):\n    return 2 * x\n\n\ndef square(x):\n    return x * x\n"
HALF = (
    "def double(x):\n    return x + x\n\n\ndef square(x):\n    raise ValueError('<b>`|' + str(x))\n"
)
COUNTED = "max_submissions = 2\nwindow_hours = 24"


@dataclass
class Host:
    """A box (see `emulator.py`) that is this host, with the environment of `run_autograder`."""

    root: Path

    def run(
        self, command: Sequence[str], *, timeout_s: float, env: Mapping[str, str] | None = None
    ) -> tuple[int | None, str]:
        try:
            done = subprocess.run(
                command,
                env={**ENVIRONMENT, **(env or {})},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=timeout_s,
                check=False,
            )
        except subprocess.TimeoutExpired as late:
            return None, (late.stdout or b"").decode()
        return done.returncode, done.stdout.decode()


MEASURED = (
    "import numpy as np\n"
    + CHECKS.replace(
        "def test_square(student, oracle, draw)",
        "def test_square(student, oracle, draw, record_property)",
    )
    + '    record_property("size", np.sum(student.square(x)))\n'
)
BOARD = """
[[gradescope.leaderboard]]
name = "Size"
property = "size"

[[gradescope.leaderboard]]
name = "Never recorded"
property = "other"
order = "asc"
"""


def make_course(folder: Path, options: str = "", checks: str = CHECKS) -> Path:
    """The course in `folder`; `options` is the text of [gradescope]."""
    assignment, reference = folder / "assignments/tiny", folder / "reference/tiny"
    assignment.mkdir(parents=True)
    reference.mkdir(parents=True)
    options = f"require_jail = false\n{options}"  # these tests are of the platform, not of the host
    (assignment / "assignment.toml").write_text(SETTINGS.format(options=options))
    (assignment / "test_tiny.py").write_text(checks)
    (reference / "tiny.py").write_text(ORACLE)
    (reference / "oracle.py").write_text(ORACLE)
    (reference / "misconceptions.py").write_text("")
    return folder


def set_up(folder: Path, options: str = "", checks: str = CHECKS) -> Platform:
    """A platform that has unpacked the course's zip; setup.sh has nothing to install here."""
    folder.mkdir(parents=True, exist_ok=True)
    course = make_course(folder / "course", options, checks)
    pack_for_gradescope("tiny", folder / "tiny.zip", None, None, course)
    platform = Platform(Host(folder / "box"), limit_s=60)
    with zipfile.ZipFile(folder / "tiny.zip") as zipped:
        zipped.extractall(platform.home / "source")
    return platform


def harness(platform: Platform, *options: str) -> list[str]:
    """What run_autograder would start."""
    return [
        sys.executable, "-I", "-m", "autograder.gradescope", "--root", str(platform.home), *options,
    ]  # fmt: skip


def submission(folder: Path, source: str) -> Path:
    """A hand-in of one file."""
    folder.mkdir(exist_ok=True)
    (folder / "tiny.py").write_text(source)
    return folder
