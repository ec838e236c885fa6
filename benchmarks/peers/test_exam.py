"""The dozen checks as pytest runs them: `pytest test_exam.py --junitxml RESULTS`."""

from __future__ import annotations

import os
import sys

import exam
import pytest
from checks import POINTS

sys.path.insert(0, os.environ["BENCH_SUBMISSION"])
import net


@pytest.mark.parametrize("name", POINTS)
def test_exam(name: str) -> None:
    exam.run(name, net)
