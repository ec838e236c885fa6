"""Building an answer key: what is wrong with a course is told with its place, and stops it."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course.load import load_assignment
from autograder.errors import CourseError
from autograder.judging.build_key import build_key
from autograder.judging.seeds import Seed
from autograder.scaffold.exercise import new_exercise

pytestmark = [pytest.mark.oracle, pytest.mark.slow]


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (
            "reference/01_demo/misconceptions.py",
            "return x + scale, (x, scale)",
            "return x + scael, (x, scale)",
            r"misconceptions\.py:\d+: scale_adds_the_factor cannot run: .*'scael' is not defined",
        ),
        (
            "reference/01_demo/misconceptions.py",
            "import numpy as np",
            "import numpyy as np",
            r"misconceptions\.py:\d+: scale_adds_the_factor cannot run: .*numpyy",
        ),
        (
            "reference/01_demo/oracle.py",
            "torch.mul(torch.tensor(x)",
            "torch.mull(torch.tensor(x)",
            r"test_scale\.py:\d+: test_scale_forward_.*: the reference does not pass it: .*mull",
        ),
        (
            "reference/01_demo/oracle.py",
            ".numpy()",
            "",
            r"does not pass it: .*oracle\.py: scale_forward gave a torch\.Tensor; want",
        ),
        (
            "reference/01_demo/scale.py",
            "return x * scale, (x, scale)",
            "return x * scale + 1, (x, scale)",
            r"test_scale\.py:\d+: .*: the reference does not pass it: out: 12 of 12 elements",
        ),
    ],
)
def test_a_course_that_is_wrong_gets_no_key(
    tmp_path: Path, file: str, old: str, new: str, said: str
) -> None:
    pytest.importorskip("torch")
    new_exercise("scale", "01_demo", tmp_path)
    text = (tmp_path / file).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / file).write_text(text.replace(old, new), encoding="utf-8")

    with pytest.raises(CourseError, match=said):
        build_key(load_assignment(tmp_path / "assignments/01_demo"), Seed.of_number(1))
