"""The cells that check, in IPython and in real kernels."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from students import ROOT, ada, assignment, book, cell_of

from autograder.course.assignment import Assignment

SHELL = """
import sys
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance(colors="nocolor")
for cell in open(sys.argv[1], encoding="utf-8").read().split("# %%\\n"):
    result = shell.run_cell(cell, store_history=True)
"""


def folder_of(of: Assignment, folder: Path) -> Path:
    """What students get beside the notebook, without the `.py` files that they would fill in."""
    modules = [f"{module}.py" for module in of.modules]
    shutil.copytree(of.folder, folder, ignore=shutil.ignore_patterns(*modules, "__pycache__"))
    return folder


def in_ipython(folder: Path, *cells: str, **environment: str) -> str:
    (folder / "cells.txt").write_text("# %%\n".join(cells), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-W", "error::UserWarning", "-c", SHELL, "cells.txt"],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "IPYTHONDIR": str(folder / ".ipython"), **environment},
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


RELU = (
    "import numpy as np",
    "def relu_forward(x):\n    raise ValueError('an earlier attempt')",
    "%time 1",
    "def relu_forward(x):\n    return np.maximum(x, 0.0), x\n",
    "def relu_backward(dout, cache):\n    return dout * (cache > 0)",
    "1 / 0",
    "from autograder import check_exercise\ncheck_exercise('relu')\n",
)


def test_what_the_kernel_ran_is_checked_the_last_definition_of_each(tmp_path: Path) -> None:
    told = in_ipython(folder_of(assignment("04_layers"), tmp_path / "a"), *RELU)

    assert "2.1  `relu_forward` keeps what is positive" in told
    assert "the grade uses other inputs" in told
    assert "defined twice" not in told
    points = sum(c.points for c in assignment("04_layers").checks if c.exercise == "relu")
    assert told.rstrip().endswith(f": {float(points)}")


def test_where_nbgrader_autogrades_a_kernel_nothing_is_checked(tmp_path: Path) -> None:
    folder = folder_of(assignment("04_layers"), tmp_path / "a")

    told = in_ipython(folder, *RELU, NBGRADER_EXECUTION="autograde")

    assert "grades do not come about in the kernel" in told
    assert "2.1" not in told


def test_elsewhere_a_person_is_told_where_the_notebook_belongs(tmp_path: Path) -> None:
    told = in_ipython(tmp_path, *RELU[-1:])

    assert "the checks of this notebook are not beside it" in told


def test_outside_of_a_notebook_a_person_is_sent_to_pytest(tmp_path: Path) -> None:
    code = "from autograder import check_exercise; check_exercise('relu')"
    folder = folder_of(assignment("04_layers"), tmp_path / "a")

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False
    )

    assert "for .py files run `pytest`" in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("name", ["01_gradients", "04_layers", "06_optimizers"])
def test_the_solved_notebook_runs_from_top_to_bottom_with_every_point_and_no_warning(
    name: str, tmp_path: Path
) -> None:
    of = assignment(name)
    folder = folder_of(of, tmp_path / name)
    shutil.copyfile(ROOT / "assignments" / name / "assignment.toml", folder / "assignment.toml")
    made = nbformat.from_dict(ada(of))
    resources = {"metadata": {"path": str(folder)}}

    NotebookClient(made, timeout=300, kernel_name="python3", resources=resources).execute()

    for cell in made.cells:
        if cell.cell_type != "code":
            continue
        kinds = [output.get("name", output.output_type) for output in cell.outputs]
        assert "stderr" not in kinds, cell.outputs
        if cell.metadata.get("nbgrader", {}).get("grade") and cell.id != "questions-checks":
            points = cell.metadata["nbgrader"]["points"]
            assert kinds == ["display_data", "execute_result"]
            assert cell.outputs[1].data["text/plain"] == repr(float(points))
            assert "text/html" in cell.outputs[0].data
    answered = len(of.questions)
    if answered:
        told = cell_of(dict(made), "questions-checks").outputs[0].text  # type: ignore[attr-defined]
        assert told.startswith(f"{answered} of {answered} questions are answered")


def test_an_untouched_notebook_says_not_attempted(tmp_path: Path) -> None:
    of = assignment("04_layers")
    made = book(of)
    cells = [cell_of(made, name)["source"] for name in ("imports", "tanh", "tanh-checks")]

    told = in_ipython(folder_of(of, tmp_path / "a"), *(f"{cell}\n" for cell in cells))

    assert "public checks 0/4" in told
    assert told.rstrip().endswith(": 0.0")
