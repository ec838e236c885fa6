"""The script that `nox` runs on each Python and NumPy: it must see what it looks for."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

from autograder.verdict import CheckResult, Outcome, Verdict

differences = runpy.run_path(str(Path(__file__).parent / "same_scores.py"))["differences"]
ONE = CheckResult("1.1", "test_a", "`a` is right.", "a", Outcome.PASSED, 3)
TWO = CheckResult("1.2", "test_b", "`b` is right.", "b", Outcome.TIMED_OUT, 2)
FOUND = Verdict("04_layers", "Layers", "ada", (ONE, TWO), public=True, seed="4")


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        ({"score": 3, "not_passed": {"1.2": ["timed out", None]}, "questions": {}}, []),
        (
            {"score": 5, "not_passed": {}, "questions": {}},
            ["3 points, want 5", "check 1.2 timed out, want passed"],
        ),
        (
            {
                "score": 3,
                "not_passed": {"1.2": ["failed", None], "1.1": ["raised", "name"]},
                "questions": {},
            },
            ["check 1.1 passed, want raised", "check 1.2 timed out, want failed"],
        ),
    ],
)
def test_every_difference_is_told(expected: dict[str, Any], said: list[str]) -> None:
    assert differences(expected, FOUND) == said


def test_a_refusal_counts_where_it_is_expected() -> None:
    assert differences({"refused": "not a whole zip"}, "ada.zip: it is not a whole zip") == []
    assert differences({"score": 3, "not_passed": {}, "questions": {}}, "cannot open it") == [
        "refused: cannot open it"
    ]
