"""A class of an assignment so small that what is tested is the class, not the assignment."""

from __future__ import annotations

from pathlib import Path

from autograder.batch.hand_in import HandIn, Person
from autograder.batch.work import Setup
from autograder.course.assignment import Assignment
from autograder.course.load import load_assignment
from autograder.judging.build_key import build_key
from autograder.judging.seeds import Seed

SETTINGS = """\
title = "Small"
points = 3
public_seed = 1
imports = ["numpy"]

[[exercise]]
number = 1
name = "double"
module = "small"
section = "Doubling"
[exercise.returns]
double = ["out"]
"""
CHECKS = '''\
import os

from autograder import expect, number, weight


@number("1.1")
@weight(2)
def test_double(student, oracle, draw):
    """`double` is right."""
    x = draw.normal(3)
    got = student.double(x)
    if getattr(got, "size", 0) == 666:
        os._exit(9)  # a check of ours that ends the process it runs in
    expect(got, "out").equals(oracle.double(x))


@number("1.2")
@weight(1)
def test_one(student, oracle):
    """`double` doubles one number."""
    got = student.double(1.5)
    if got == 777:
        raise RuntimeError("a check of ours that breaks")
    expect(got, "out").equals(oracle.double(1.5))
'''
ORACLE = "def double(x):\n    return 2 * x\n"
RIGHT = "def double(x):\n    return x + x\n"
WRONG = "def double(x):\n    return 3 * x\n"
SLOW = "import time\n\ndef double(x):\n    time.sleep(0.2)\n    return 2 * x\n"
BREAKING = "def double(x):\n    return 777 if isinstance(x, float) else 2 * x\n"
FATAL = "import numpy as np\n\ndef double(x):\n    return np.zeros(666)\n"


def make_course(folder: Path) -> Path:
    """The course in `folder`; its root."""
    assignment, reference = folder / "assignments/small", folder / "reference/small"
    assignment.mkdir(parents=True)
    reference.mkdir(parents=True)
    (assignment / "assignment.toml").write_text(SETTINGS)
    (assignment / "test_small.py").write_text(CHECKS)
    (reference / "small.py").write_text(ORACLE)
    (reference / "oracle.py").write_text(ORACLE)
    (reference / "misconceptions.py").write_text("")
    return folder


def set_up(folder: Path) -> tuple[Assignment, Setup]:
    """The course in `folder`, loaded and ready to grade with a key."""
    assignment = load_assignment(make_course(folder) / "assignments/small")
    seed = Seed.of_number(1)
    return assignment, Setup(assignment.folder, seed, build_key(assignment, seed))


def hand_in(folder: Path, name: str, source: str) -> HandIn:
    """A hand-in of one file."""
    (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / name / "small.py").write_text(source)
    return HandIn(name, (Person(name),), folder / name)
