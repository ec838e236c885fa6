"""The arrays of every check and the oracle's answers, in one file: what peers read.

They are what Backmark's own checks draw and ask under the same seed: each is run once on the
reference, with a `draw` and an `oracle` that write down what they give.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from autograder.course.assignment import Assignment
from autograder.course.submission import open_submission
from autograder.judging.judge import submission_program
from autograder.judging.oracle import live_oracle
from autograder.judging.seeds import Seed
from autograder.numerics.draw import Draw, derive_seed
from autograder.sandbox.in_process import InProcess
from autograder.sandbox.student import Student


class Written:
    """Something whose answers are kept, in order."""

    def __init__(self, ask: Callable[[str], Callable[..., Any]]) -> None:
        self._ask = ask
        self.kept: list[Any] = []

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def asked(*args: Any, **kwargs: Any) -> Any:
            value = self._ask(name)(*args, **kwargs)
            if not isinstance(value, np.random.Generator):
                self.kept += value if isinstance(value, tuple) else [value]
            return value

        return asked


def write_answers(assignment: Assignment, seed: Seed, path: Path) -> None:
    """Write `CHECK.given.0`, ... and `CHECK.want.0`, ... for every check (asks torch)."""
    assert assignment.reference is not None
    reference = open_submission(assignment.reference, assignment.modules, assignment.functions)
    program = submission_program(assignment, reference)
    student = Student(program, InProcess(assignment.limits), assignment.limits)
    live = live_oracle(assignment.reference / "oracle.py")
    arrays: dict[str, Any] = {}
    for check in assignment.checks:
        draw = Written(Draw(derive_seed(seed.secret, check.name)).__getattribute__)
        fixtures: dict[str, Any] = {"student": student, "oracle": Written(live), "draw": draw}
        student.begin()
        check.function(**{name: fixtures[name] for name in check.fixtures})
        name = check.name.removeprefix("test_")
        for part, fixture in (("given", "draw"), ("want", "oracle")):
            kept = fixtures[fixture].kept
            arrays |= {f"{name}.{part}.{i}": value for i, value in enumerate(kept)}
    np.savez(path, **arrays)
