"""Building an answer key: what is wrong with a course is told with its place, and stops it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.course.load import load_assignment
from autograder.errors import CourseError, UsageError
from autograder.grade import build_and_save
from autograder.judging.build_key import build_key
from autograder.judging.seeds import Seed
from autograder.scaffold.exercise import new_exercise

ORACLE = """\
import numpy as np


def scale_forward(x, scale):
    return np.multiply(x, scale)


def scale_backward(x, scale, dout):
    return dout * scale, np.sum(dout * x, axis=0)
"""
"""The demo's, without PyTorch."""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    new_exercise("scale", "01_demo", tmp_path)
    (tmp_path / "reference/01_demo/oracle.py").write_text(ORACLE)
    return tmp_path


def edit(course: Path, file: str, old: str, new: str) -> None:
    path = course / "reference/01_demo" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "file", "old", "new"),
    [
        ("misspelt-name", "misconceptions.py", "return x + scale", "return x + scael"),
        ("misspelt-import", "misconceptions.py", "import numpy as np", "import numpyy as np"),
        ("oracle", "oracle.py", "np.multiply", "np.multiplly"),
        ("reference", "scale.py", "return x * scale, ", "return x * scale + 1, "),
    ],
)
def test_a_course_that_is_wrong_gets_no_key(
    name: str, file: str, old: str, new: str, course: Path, golden: Callable[[str, str], None]
) -> None:
    edit(course, file, old, new)

    with pytest.raises(CourseError) as told:
        build_and_save("01_demo", None, None, course)

    golden(f"key-{name}.txt", f"{told.value}\n".replace(str(course), "HERE"))
    assert not (course / "assignments/01_demo/answer_key.bin").exists()


@pytest.mark.oracle
@pytest.mark.slow
def test_a_tensor_is_no_answer_for_a_key(tmp_path: Path) -> None:
    pytest.importorskip("torch")
    new_exercise("scale", "01_demo", tmp_path)
    edit(tmp_path, "oracle.py", ".numpy()", "")

    with pytest.raises(CourseError, match=r"oracle\.py: scale_forward gave a torch\.Tensor; want"):
        build_key(load_assignment(tmp_path / "assignments/01_demo"), Seed.of_number(1))


def test_without_a_reference_there_is_no_key(course: Path) -> None:
    shutil.rmtree(course / "reference")

    with pytest.raises(UsageError) as told:
        build_and_save("01_demo", None, None, course)

    assert str(told.value) == "01_demo has no reference here: a key needs its oracle"


def test_what_is_in_a_key_is_told(course: Path) -> None:
    written = build_and_save("01_demo", None, None, course)

    path = course / "assignments/01_demo/answer_key.bin"
    assert str(written) == (
        f"wrote {path}: 6 answers and 3 misconceptions for seed 1, "
        f"{path.stat().st_size // 1024} KiB"
    )
