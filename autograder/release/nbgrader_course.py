"""A complete nbgrader course in one folder: `backmark nbgrader OUT`.

    OUT/source/NAME/          the notebook with solutions; settings, checks and public key beside it
    OUT/nbgrader_config.py    puts Backmark's steps into nbgrader's pipelines
    OUT/gradebook.db          made by nbgrader
    OUT/secret/               the seed of the grades, and each assignment's answers for it

nbgrader hands out `release/` alone, which it derives from `source/`: no solution and nothing secret
is in it. The folder itself is the instructor's, like any nbgrader course.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from autograder.course.assignment import Assignment
from autograder.course.handout import HANDOUT
from autograder.course.hunt import DERIVED
from autograder.course.load import find_assignments, load_assignment
from autograder.course.places import SETTINGS
from autograder.course.questions import QUESTIONS
from autograder.errors import UsageError, explain
from autograder.files import Written, make_folder, write_atomically
from autograder.judging.seeds import Seed, read_secret
from autograder.release.bundle import FIGURES
from autograder.release.gradescope import kept_secret
from autograder.release.nbgrader_grading import SECRET, SEED
from autograder.release.notebook import notebook_path, notebook_text

GRADEBOOK: Final = "gradebook.db"
CONFIG: Final = "nbgrader_config.py"
_CONFIG: Final = '''\
"""This course, as nbgrader reads it. Add settings of your own below; keep the four lines on top."""

from pathlib import Path

from autograder.release.nbgrader_plugin import AUTOGRADE, GENERATE

c = get_config()
c.GenerateAssignment.preprocessors = GENERATE  # solutions become Backmark's stubs
c.Autograde.autograde_preprocessors = AUTOGRADE  # no kernel: the points come from Backmark
c.GradeNotebook.public = {public}  # True: grade on the inputs that students know
c.CourseDirectory.root = str(Path(__file__).parent)

c.CourseDirectory.course_id = "{course}"
'''


def write_course(
    out: Path, names: Sequence[str], here: Path, *, seed_file: Path | None, public: bool
) -> Iterator[Written | str]:
    """Write the course, or these assignments of it; what was done, in order.

    Without a `seed_file` a secret is made, or the one that is there is kept; `public` makes none.

    Raises:
        UsageError: nbgrader is not installed, or an assignment lacks what a notebook is made of.
    """
    require_nbgrader()
    assignments = [load_assignment(folder) for folder in _folders(names, here)]
    files = {a.name: _source(a) for a in assignments}  # all of it, before anything is written
    make_folder(out)
    for assignment in assignments:
        folder = out / "source" / assignment.name
        for name, content in files[assignment.name].items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            write_atomically(folder / name, content)
        count = len(files[assignment.name])
        yield Written(folder, f"wrote {folder}: {count} files", {"files": count})
    yield _write_config(out, public=public)
    if not public:
        yield from _write_secrets(out, assignments, seed_file)
    _enter(out, assignments)
    first = assignments[0].name
    yield f"next, in {out}: nbgrader generate_assignment {first}"


def require_nbgrader() -> None:
    """Say what is missing, where nbgrader is not installed."""
    if find_spec("nbgrader") is None:
        raise UsageError(
            explain(
                "cannot make or read a course of nbgrader",
                got="no nbgrader in this Python",
                want="nbgrader 0.9.6, with Python 3.11 or newer",
                step="python -m pip install nbgrader==0.9.6",
            )
        )


def _folders(names: Sequence[str], here: Path) -> list[Path]:
    folders = find_assignments(names, here)
    told = [folder for folder in folders if names or (folder / HANDOUT).is_file()]
    if not told:
        raise UsageError(f"no assignment around {here} has a {HANDOUT}: notebooks are made of it")
    return told


def _source(assignment: Assignment) -> dict[str, bytes]:
    """The files of source/NAME/, by their names; all but the notebook are for students as well."""
    folder = assignment.folder
    ours = [folder / SETTINGS, *sorted({check.path for check in assignment.checks})]
    ours += [path for path in (folder / QUESTIONS, assignment.public_key) if path.is_file()]
    ours += sorted((folder / FIGURES).glob("*.svg"))
    if assignment.hunt is not None:
        ours += [folder / DERIVED, folder / f"{assignment.hunt.module}.py"]
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in ours}
    files[notebook_path(assignment).name] = notebook_text(assignment, solved=True).encode()
    return files


def _write_config(out: Path, *, public: bool) -> Written | str:
    path = out / CONFIG
    if path.is_file():
        return f"left {path} as it is: it is there already"
    write_atomically(path, _CONFIG.format(public=public, course=out.resolve().name))
    return Written(path, f"wrote {path}")


def _write_secrets(
    out: Path, assignments: Sequence[Assignment], seed_file: Path | None
) -> Iterator[Written | str]:
    from autograder.judging.build_key import build_key  # noqa: PLC0415 - asks torch

    folder = out / SECRET
    folder.mkdir(mode=0o700, exist_ok=True)
    if seed_file is not None:
        write_atomically(folder / SEED, read_secret(seed_file), mode=0o600)
    yield kept_secret(folder / SEED)
    seed = Seed(read_secret(folder / SEED))
    for assignment in assignments:
        path = folder / f"{assignment.name}.bin"
        key = build_key(assignment, seed)
        key.save(path, secret=True)
        text = f"wrote {path}: the answers for that seed"
        yield Written(path, text, {"answers": len(key.answers)})


def open_gradebook(course: Path) -> Any:
    """The course's gradebook, made where there is none; a context manager."""
    require_nbgrader()
    from nbgrader.api import Gradebook  # noqa: PLC0415 - optional

    folder = course.resolve()
    with _programs_on_path():
        return Gradebook(f"sqlite:///{folder / GRADEBOOK}", folder.name)


@contextmanager
def _programs_on_path() -> Iterator[None]:
    """Let nbgrader find `alembic`, which it makes a gradebook with, in a venv not activated too."""
    before = os.environ.get("PATH", os.defpath)
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), before])
    try:
        yield
    finally:
        os.environ["PATH"] = before


def _enter(out: Path, assignments: Sequence[Assignment]) -> None:
    with open_gradebook(out) as gradebook:
        for assignment in assignments:
            gradebook.update_or_create_assignment(assignment.name)
