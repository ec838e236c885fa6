"""The dozen checks as an nbgrader course: the functions in one cell, a test cell for each check."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from peers.checks import POINTS

HERE = Path(__file__).parent
NAME = "peers"
SETUP = f"""import sys, types
sys.path.insert(0, {str(HERE)!r})
import exam
net = types.SimpleNamespace(**{{k: v for k, v in globals().items() if callable(v)}})
"""


def _cell(name: str, source: str, **facts: Any) -> Any:
    told = {"grade": False, "solution": False, "locked": True, "task": False, **facts}
    metadata = {"nbgrader": {"schema_version": 3, "grade_id": name, **told}}
    return new_code_cell(source, metadata=metadata, id=name)


def _notebook(solution: str) -> Any:
    # nbgrader reads these texts in its own form, three hashes or not.
    solved = _cell("net", solution, solution=True, locked=False)
    tests = [
        _cell(name, f'exam.run("{name}", net)', grade=True, points=points)
        for name, (_, points) in POINTS.items()
    ]
    book = new_notebook(cells=[solved, _cell("setup", SETUP), *tests])
    book.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return book


def write_course(course: Path, solution: str) -> None:
    """Write the instructor's source; `nbgrader generate_assignment peers` comes next."""
    path = course / "source" / NAME / f"{NAME}.ipynb"
    path.parent.mkdir(parents=True)
    (course / "nbgrader_config.py").write_text("c = get_config()\n")
    nbformat.write(_notebook(solution), path)


def hand_in(course: Path, student: str, solution: str) -> None:
    """Put a student's notebook where nbgrader collects them."""
    path = course / "submitted" / student / NAME / f"{NAME}.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(_notebook(re.sub(r"### (BEGIN|END) SOLUTION", "", solution)), path)
