from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pytest
from students import assignment, copy_assignment

from autograder import draw
from autograder.course.load import load_assignment
from autograder.errors import UsageError
from autograder.release.notebook_code import notebook_code

mpl.use("agg")


def line(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


def test_a_picture_is_drawn_at_once_and_stays_a_function(
    capsys: pytest.CaptureFixture[str],
) -> None:
    drawn: list[Any] = []

    @draw
    def picture(plt: Any) -> None:
        drawn.append(plt.figure())

    assert len(drawn) == 1
    picture(mpl.pyplot)
    assert len(drawn) == 2
    mpl.pyplot.close("all")
    assert line(capsys) == ""


def test_what_is_not_written_yet_is_named_and_no_half_of_a_picture_is_left(
    capsys: pytest.CaptureFixture[str],
) -> None:
    @draw
    def picture(plt: Any) -> None:
        plt.figure()
        raise NotImplementedError("fit")

    assert line(capsys) == "no picture yet: fit is not written\n"
    assert mpl.pyplot.get_fignums() == []


def test_what_a_students_function_raises_stops_no_cell_below(
    capsys: pytest.CaptureFixture[str],
) -> None:
    @draw
    def picture(plt: Any) -> None:
        raise ValueError("two\nlines, and \x1b[31mcolours")

    told = line(capsys)
    assert told.startswith("no picture: your functions raised ValueError: two")
    assert told.count("\n") == 1
    assert "\x1b" not in told


def test_without_matplotlib_a_line_says_how_to_get_it(tmp_path: Path) -> None:
    code = "import sys; sys.modules['matplotlib'] = None\nfrom autograder import draw\ndraw(print)"

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )

    assert done.stdout == (
        "no picture: matplotlib is not installed here (python -m pip install matplotlib)\n"
    )


@pytest.mark.parametrize(
    "name", ["02_descent", "03_linear_classifiers", "06_optimizers", "09_training"]
)
def test_pictures_use_what_is_in_their_notebook_and_hide_nothing_of_it(name: str) -> None:
    of = assignment(name)
    code = notebook_code(of)

    assert code.pictures
    for source in code.pictures.values():
        assert not any(f"from {module} import" in source for module in of.modules)
        assert "import matplotlib" not in source


def test_a_picture_that_belongs_to_no_exercise_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "assignments" / "09_training"
    copy_assignment(assignment("09_training"), folder)
    with (tmp_path / "reference" / "09_training" / "pictures.py").open("a") as file:
        file.write("\n\ndef losses(plt):\n    pass\n")

    with pytest.raises(UsageError, match="got losses, want a name of the form EXERCISE_picture"):
        notebook_code(load_assignment(folder, validated=True))
