"""Seconds a submission costs in `nbgrader autograde`: Backmark's way, and nbgrader's own.

python benchmarks/nbgrader_cost.py [ASSIGNMENT]   (Python 3.11 or newer, nbgrader 0.9.6)

nbgrader's own way starts a kernel for each notebook and runs its cells in it. Its test cells here
do the least that tests can: they look whether each function is there. So what is measured of it is
a lower bound, kernel and cells; real tests come on top. Backmark's runs every check there is. Each
is the difference between classes of 1 + N and of 1, so that starting nbgrader is not in it.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from autograder.course.assignment import Assignment
from autograder.course.load import load_assignment
from autograder.release.nbgrader_course import write_course
from autograder.release.notebook import checks_id, notebook_name

ROOT = Path(__file__).parents[1]
MORE = 5
BIN = Path(sys.executable).parent


def nbgrader(course: Path, *arguments: str) -> tuple[float, float]:
    """Run a command of nbgrader's; the CPU seconds and the seconds that it took."""
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [str(BIN / "nbgrader"), *arguments]
    subprocess.run(  # noqa: S603 - our own command
        command, cwd=course, env=environment, check=True, capture_output=True
    )
    after, seconds = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - start
    return (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime), seconds


def make_plain(of: Assignment, course: Path) -> None:
    """Turn the course into one that nbgrader grades by itself, in its kernels."""
    config = course / "nbgrader_config.py"
    config.write_text('c = get_config()\nc.ClearSolutions.code_stub = {"python": "pass"}\n')
    path = course / "source" / of.name / f"{notebook_name(of)}.ipynb"
    book: dict[str, Any] = json.loads(path.read_text())
    tests = {
        checks_id(e.name): "".join(f"assert callable({name})\n" for name in e.functions) or "pass"
        for e in of.exercises
    }
    for cell in book["cells"]:
        if cell["id"].endswith("-checks"):
            cell["source"] = tests.get(cell["id"], "pass")
        if cell["id"] == "questions-show":
            cell["source"] = "pass"
    path.write_text(json.dumps(book))


def hand_in(of: Assignment, course: Path, count: int) -> None:
    """Put the solved notebook into submitted/ of so many students, and forget earlier grades."""
    for folder in ("submitted", "autograded"):
        shutil.rmtree(course / folder, ignore_errors=True)
    notebook = f"{notebook_name(of)}.ipynb"
    for number in range(count):
        home = course / "submitted" / f"student{number}" / of.name
        home.mkdir(parents=True)
        shutil.copy(course / "source" / of.name / notebook, home / notebook)


def measured(of: Assignment, course: Path) -> tuple[float, float]:
    """CPU seconds and seconds for each further submission."""
    nbgrader(course, "generate_assignment", of.name)
    times = []
    for count in (1, 1 + MORE):
        hand_in(of, course, count)
        times.append(nbgrader(course, "autograde", of.name))
    (cpu_one, wall_one), (cpu_all, wall_all) = times
    return (cpu_all - cpu_one) / MORE, (wall_all - wall_one) / MORE


def main() -> None:
    """Measure both, and print them."""
    of = load_assignment(ROOT / "assignments" / (sys.argv[1:] or ["04_layers"])[0])
    for label in ("Backmark: every check", "nbgrader alone: lower bound"):
        with tempfile.TemporaryDirectory() as folder:
            course = Path(folder) / "course"
            list(write_course(course, [of.name], ROOT, seed_file=None, public=True))
            if label.startswith("nbgrader"):
                make_plain(of, course)
            cpu, wall = measured(of, course)
        sys.stdout.write(f"{of.name}  {label:<30} {cpu:6.2f} s CPU  {wall:6.2f} s a submission\n")


if __name__ == "__main__":
    main()
