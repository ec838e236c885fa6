"""The cells that check, in IPython and in real kernels."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from students import ROOT, Book, ada, assignment, book, cell_of, code, write

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


def test_an_exercise_that_is_none_is_told_with_the_nearest_that_there_is(tmp_path: Path) -> None:
    folder = folder_of(assignment("04_layers"), tmp_path / "a")

    told = in_ipython(folder, *RELU[:-1], RELU[-1].replace("'relu'", "'sofmax'"))

    assert told.splitlines()[-1] == (
        "UsageError: no exercise 'sofmax' in 04_layers: did you mean softmax?"
    )


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


NO_NETWORK = """
import socket
try:
    socket.create_connection(("127.0.0.1", 9), timeout=5)
except OSError as error:
    print(error.strerror)
"""


def run_offline(made: Book, folder: Path) -> Book:
    """The notebook with its outputs, made in a kernel without a network."""
    made["cells"].insert(0, code(NO_NETWORK, "no-network"))
    write(made, folder / "in.ipynb")
    script = [sys.executable, str(Path(__file__).parent / "offline.py")]
    done = subprocess.run(
        [*script, "in.ipynb", "out.ipynb", str(folder)],
        cwd=folder, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    if done.returncode == 77:
        pytest.skip("this system lets nobody leave the network")
    assert done.returncode == 0, done.stderr
    ran: Book = json.loads((folder / "out.ipynb").read_text(encoding="utf-8"))
    assert "".join(ran["cells"].pop(0)["outputs"][0]["text"]) == "Network is unreachable\n"
    return ran


def plain(output: dict[str, Any]) -> str:
    return "".join(output["data"]["text/plain"])


def as_nbgrader_reads_it(cell: dict[str, Any]) -> tuple[float, float]:
    """Score and most that it can be: what a student sees who presses *Validate*."""
    utils = pytest.importorskip("nbgrader.utils", reason="Python 3.10 has no nbgrader 0.9.6")
    found: tuple[float, float] = utils.determine_grade(nbformat.from_dict(cell))
    return found


def kinds(cell: dict[str, Any]) -> list[str]:
    return [output.get("name", output["output_type"]) for output in cell["outputs"]]


QUICK = "07_regularization"
COURSE = sorted(path.parent.name for path in ROOT.glob("assignments/*/assignment.toml"))


@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=() if n == QUICK else pytest.mark.slow) for n in COURSE]
)
def test_the_solved_notebook_runs_offline_from_top_to_bottom_with_every_point_and_no_warning(
    name: str, tmp_path: Path
) -> None:
    of = assignment(name)
    folder = folder_of(of, tmp_path / name)
    if of.hunt is not None:
        assert of.reference is not None
        shutil.copyfile(of.reference / f"{of.hunt.module}.py", folder / f"{of.hunt.module}.py")

    made = run_offline(ada(of), folder)

    for cell in made["cells"]:
        if cell["cell_type"] != "code":
            continue
        assert not {"stderr", "error"} & {*kinds(cell)}, cell
        about = cell["metadata"].get("nbgrader", {})
        if about.get("grade") and cell["id"] != "questions-checks":
            assert kinds(cell) == ["display_data", "execute_result"]
            report, points = (plain(output) for output in cell["outputs"])
            assert points == repr(float(about["points"])), report
            assert "text/html" in cell["outputs"][0]["data"]
            assert as_nbgrader_reads_it(cell) == (about["points"], about["points"])
        if cell["id"].endswith("-picture"):
            assert kinds(cell) == ["display_data"]
            assert "image/png" in cell["outputs"][0]["data"]
    if of.questions:
        told = "".join(cell_of(made, "questions-checks")["outputs"][0]["text"])
        assert told.startswith(f"{len(of.questions)} of {len(of.questions)} questions are answered")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["09_training"])
def test_an_untouched_notebook_runs_from_top_to_bottom_too_and_says_what_is_not_drawn(
    name: str, tmp_path: Path
) -> None:
    of = assignment(name)
    folder = folder_of(of, tmp_path / name)
    assert of.hunt is not None
    shutil.copyfile(of.folder / "hunt.py", folder / "hunt.py")

    made = run_offline(book(of), folder)

    shown = {cell["id"]: cell["outputs"] for cell in made["cells"] if cell["cell_type"] == "code"}
    assert plain(shown["fit-checks"][-1]) == plain(shown["bug_hunt-checks"][-1]) == "0.0"
    for cell in made["cells"]:
        if cell["id"].endswith("-checks") and cell["id"] != "questions-checks":
            assert as_nbgrader_reads_it(cell)[0] == 0.0
    pictures = {name: o for name, o in shown.items() if name.endswith("-picture")}
    assert pictures
    for identity, (output,) in pictures.items():
        exercise = identity.removesuffix("-picture")
        assert "".join(output["text"]) == f"no picture yet: {exercise} is not written\n"


def test_an_untouched_notebook_says_not_attempted(tmp_path: Path) -> None:
    of = assignment("04_layers")
    made = book(of)
    cells = [cell_of(made, name)["source"] for name in ("imports", "tanh", "tanh-checks")]

    told = in_ipython(folder_of(of, tmp_path / "a"), *(f"{cell}\n" for cell in cells))

    assert "public checks 0/4" in told
    assert told.rstrip().endswith(": 0.0")
