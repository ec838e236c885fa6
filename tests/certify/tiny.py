"""An assignment small enough to be certified in a test: one function, two checks."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from autograder.course.assignment import Assignment
from autograder.course.load import load_assignment

SETTINGS = """
title = "Tiny"
points = 10
public_seed = 1
imports = ["numpy"]

[[exercise]]
number = 1
name = "scaled"
module = "tiny"
section = "Scaled"
[exercise.returns]
scaled = ["out"]
"""

CHECKS = '''
from autograder import assert_unchanged, expect, number, weight


@number("1.1")
@weight(6)
def test_scaled_matches(student, oracle, draw):
    """`scaled` multiplies by factor, call after call, also by default."""
    for n in 4, 3, 2:
        x = draw.normal(n)
        expect(student.scaled(x, 3.0), "out").equals(oracle.scaled(x, 3.0))
        x = draw.normal(n)
        expect(student.scaled(x), "out").equals(oracle.scaled(x, 2.0))


@number("1.2")
@weight(4)
def test_scaled_leaves_x_unchanged(student, draw):
    """`scaled` leaves x as it was."""
    assert_unchanged(student.scaled, draw.normal(3))
'''

REFERENCE = '''
import numpy as np


def scaled(x, factor=2.0):
    """Return factor * x."""
    ### BEGIN SOLUTION
    return factor * x
    ### END SOLUTION
'''

ORACLE = '''
def scaled(x, factor):
    """Return out."""
    return factor * x
'''

MISCONCEPTIONS = '''
from tiny import scaled

from autograder import instead_of


@instead_of("scaled", hint="By what, if not by 2?")
def factor_ignored(x, factor=2.0):
    """The factor is always 2."""
    return scaled(x)


@instead_of("scaled", hint="Does x stay as it was?")
def written_into_x(x, factor=2.0):
    """The result is written into x."""
    x *= factor
    return x
'''


def write_tiny(
    root: Path, *, reference: str = REFERENCE, checks: str = CHECKS, equivalents: str = ""
) -> Assignment:
    """Write the assignment's two folders, and one right solution; what was written, loaded."""
    folder, solutions = root / "assignments" / "tiny", root / "reference" / "tiny"
    variant = root / "tests" / "course" / "variants" / "tiny" / "sum"
    files = {
        folder / "assignment.toml": SETTINGS,
        folder / "test_tiny.py": checks,
        solutions / "tiny.py": reference,
        solutions / "oracle.py": ORACLE,
        solutions / "misconceptions.py": MISCONCEPTIONS,
        variant / "tiny.py": "def scaled(x, factor=2.0):\n    return x * factor\n",
    }
    if equivalents:
        files[solutions / "equivalents.toml"] = equivalents
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text).lstrip(), encoding="utf-8")
    return load_assignment(folder)
