"""Grade the sample class with the public key: are its verdicts those that `expected.json` promises?

Run by `noxfile.py` with the engine installed as students have it: no torch, no developers' tools.
"""

from __future__ import annotations

import json
import platform
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

import autograder
from autograder.grade import Request, grade_all
from autograder.verdict import Outcome, Verdict

ROOT = Path(__file__).parents[2]
CLASS = ROOT / "tests" / "submissions" / "04_layers"


OPEN = {f"16.{i}": ("not attempted", None) for i in range(1, 17)}
"""What becomes of the questions where there are no answers."""


def differences(expected: dict[str, Any], found: Verdict | str) -> list[str]:
    """What is not as expected in one hand-in's verdict."""
    if isinstance(found, str):
        return [] if expected.get("refused", "nothing") in found else [f"refused: {found}"]
    wrong = []
    if found.score != expected["score"]:
        wrong.append(f"{found.score:g} points, want {expected['score']}")
    not_passed = {
        c.number: c.outcome.value for c in found.checks if c.outcome is not Outcome.PASSED
    }
    listed = expected["not_passed"] | expected.get("questions", OPEN)
    want = {number: outcome for number, (outcome, _) in listed.items()}
    for number in sorted(not_passed.keys() | want.keys()):
        got = not_passed.get(number, "passed")
        if got != want.get(number, "passed"):
            wrong.append(f"check {number} {got}, want {want.get(number, 'passed')}")
    return wrong


def main() -> int:
    """Print one line for the class, and one for each difference."""
    assert not Path(autograder.__file__).is_relative_to(ROOT / "autograder"), (
        "not the installed one"
    )
    started = time.perf_counter()
    expected = json.loads((CLASS / "expected.json").read_text("utf-8"))
    found: dict[str, Verdict | str] = {}
    for student in dict.fromkeys(row.get("student") for row in expected.values()):
        names = [name for name, row in expected.items() if row.get("student") == student]
        paths = tuple(CLASS / name for name in names)
        rows = grade_all(Request("04_layers", paths, students=(student,) if student else ()), ROOT)
        found |= dict(zip(names, (verdict for _, verdict in rows), strict=True))
    wrong = {name: differences(expected[name], found[name]) for name in expected}
    right = sum(not lines for lines in wrong.values())
    points = sum(verdict.score for verdict in found.values() if isinstance(verdict, Verdict))
    sys.stdout.write(
        f"Python {platform.python_version()}, NumPy {np.__version__}: {right} of {len(wrong)} "
        f"verdicts as expected, {points:g} points, {time.perf_counter() - started:.1f} s\n"
    )
    for name, lines in wrong.items():
        sys.stdout.writelines(f"  {name}: {line}\n" for line in lines)
    return int(right < len(wrong))


if __name__ == "__main__":
    sys.exit(main())
