"""What grading may import: each module is paid for by every submission, by some of them twice.

Of our dependencies a run may import those that are listed for it, and of the standard library
nothing that is known to be expensive. `python -X importtime` tells, as it also sees what is
imported and forgotten again.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOLVED = ROOT / "tests" / "course" / "variants" / "04_layers" / "golfed"
OF_THE_HOST = {"_distutils_hack", "sitecustomize", "usercustomize", "org", "coverage"}
"""By an editable install, the host's own start-up, `pickle`'s look for Jython, and our tools."""
GRADING = {"autograder", "gradescope_utils", "msgpack", "numpy"}
"""What Gradescope's image has, and no more."""
COMMAND = GRADING | {"click", "jsonschema_rs", "rich"}
EXPENSIVE = {
    "asyncio", "concurrent", "distutils", "doctest", "http", "logging", "multiprocessing",
    "numpy.f2py", "numpy.testing", "pdb", "pydoc", "sqlite3", "ssl", "statistics", "unittest",
    "venv", "webbrowser",
}  # fmt: skip
"""5 ms and more each, of 0.4 s that a cold run has."""

ONE_OF_A_CLASS = f"""
from pathlib import Path
from autograder.batch.hand_in import HandIn
from autograder.batch.work import Grader, Setup, job_of
from autograder.course.load import load_assignment
from autograder.course.submission import open_submission
from autograder.judging.answer_key import load_key
from autograder.judging.judge import Seed

folder = Path({str(ROOT / "assignments" / "04_layers")!r})
assignment = load_assignment(folder, validated=True)
key = load_key(assignment.public_key)
grader = Grader(Setup(folder, Seed.of_number(assignment.public_seed), key))
path = Path({str(SOLVED)!r})
opened = open_submission(path, assignment.modules, assignment.functions)
grader.grade(job_of(HandIn("ada", (), path), opened, assignment))
grader.close()
"""
ON_GRADESCOPE = """
import autograder.gradescope.__main__
import autograder.gradescope.grading
"""


def imported(*arguments: str) -> set[str]:
    """Every module that a run imports, in the process that it starts."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONSAFEPATH": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    rows = [row for row in done.stderr.splitlines() if row.startswith("import time:")]
    return {row.rpartition("|")[2].strip() for row in rows[1:]}


def unexpected(modules: set[str], allowed: set[str]) -> set[str]:
    """Those of other packages than these, and those that are expensive."""
    known = allowed | OF_THE_HOST | sys.stdlib_module_names
    strangers = {name for name in modules if name.partition(".")[0] not in known}
    dear = {name for name in modules if EXPENSIVE & {name, name.partition(".")[0]}}
    return {name for name in strangers if "cython" not in name} | dear


@pytest.mark.parametrize("form", [(), ("--json",), ("--gradescope", os.devnull)], ids=str)
def test_backmark_grade_imports_what_it_needs(form: tuple[str, ...], tmp_path: Path) -> None:
    options = tuple(str(tmp_path / "results.json") if o == os.devnull else o for o in form)

    modules = imported("-m", "autograder.cli", "grade", "04_layers", str(SOLVED), *options)

    assert "autograder.judging.judge" in modules
    assert unexpected(modules, COMMAND) == set()


@pytest.mark.parametrize(
    ("code", "allowed"),
    [
        # The reference is at hand, so what is read of it is validated.
        pytest.param(ONE_OF_A_CLASS, GRADING | {"jsonschema_rs"}, id="one of a class"),
        pytest.param(ON_GRADESCOPE, GRADING, id="on Gradescope"),
        pytest.param("import autograder.sandbox.zygote", GRADING, id="a zygote"),
    ],
)
def test_grading_imports_what_gradescopes_image_has(code: str, allowed: set[str]) -> None:
    modules = imported("-c", code)

    assert "autograder.sandbox.wire" in modules
    assert unexpected(modules, allowed) == set()


def test_the_pools_server_starts_before_the_command_has_imported_anything() -> None:
    modules = imported("-c", "import autograder.cli.classes, autograder.batch.forks")

    roots = {name.partition(".")[0] for name in modules}
    assert {"multiprocessing", "rich"} <= roots
    assert not {"numpy", "msgpack", "jinja2", "sqlite3"} & roots


def test_an_expensive_import_would_be_seen() -> None:
    modules = imported("-c", "import json, unittest, rich, numpy.testing")

    found = unexpected(modules, GRADING)

    assert {"rich", "unittest", "numpy.testing"} <= found
    assert "json" not in found


def test_the_list_of_what_gradescopes_image_has_is_the_images_own() -> None:
    listed = (ROOT / "autograder/release/container/requirements.txt").read_text(encoding="utf-8")
    rows = [row for row in listed.splitlines() if row and not row.startswith("#")]
    names = {row.partition("==")[0].replace("-", "_") for row in rows} - {"tomli"}

    assert names == GRADING - {"autograder"}, json.dumps(sorted(names))
