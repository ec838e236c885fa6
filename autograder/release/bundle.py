"""One zip with everything that a student needs for an assignment: `backmark release --bundle`.

    assignments/NAME/: handout, checks, settings, public key ─┐
    reference/NAME/ ──▶ stubs ────────────────────────────────┼─▶ NAME/ in a zip
    the engine ──▶ a wheel, and requirements.txt ─────────────┘

What goes in is listed, never what stays out: another file in the assignment's folder (a seed, a
secret key, somebody's notes) is not among it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from autograder.course.assignment import Assignment
from autograder.course.handout import HANDOUT
from autograder.course.hints import FILE as HINTS
from autograder.course.hints import are_on, load_hints
from autograder.course.load import find_assignment, load_assignment
from autograder.course.places import SETTINGS
from autograder.errors import BackmarkError, UsageError
from autograder.files import Written, write_atomically
from autograder.judging.answer_key import key_step, load_key
from autograder.judging.seeds import Seed
from autograder.release.assignment import derived_files
from autograder.release.wheel import build_wheel
from autograder.release.zips import reproducible_zip, unix_text

FIGURES: Final = "figures"
QUESTIONS: Final = "questions.toml"
REQUIREMENTS: Final = """\
# In this folder, with Python 3.10 or newer:
#
#     python -m pip install -r requirements.txt
#     backmark check
#
./{wheel}
numpy>=1.26,<3
pytest>=8.2,<10
# `backmark check --watch` and `backmark quiz` use these; everything else does without.
fsrs>=6.3,<7
watchfiles>=1.0,<2
"""


def write_bundle(name: str, path: Path, here: Path) -> Written:
    """Pack an assignment for its students.

    Raises:
        UsageError: there is no such assignment, or something that belongs in the bundle is missing.
    """
    assignment = load_assignment(find_assignment(name, here))
    files = bundle_files(assignment)
    data = reproducible_zip({f"{assignment.name}/{file}": files[file] for file in files})
    write_atomically(path, data)
    text = f"wrote {path}: {len(files)} files, {len(data) // 1024} KiB"
    return Written(path, text, {"files": len(files), "bytes": len(data)})


def bundle_files(assignment: Assignment) -> dict[str, bytes]:
    """The bundle's files, by their names in it."""
    wheel, engine = build_wheel()
    folder = assignment.folder
    ours = [folder / HANDOUT, folder / SETTINGS, *sorted({c.path for c in assignment.checks})]
    if (folder / QUESTIONS).is_file():
        ours.append(folder / QUESTIONS)
    if are_on(folder / SETTINGS) and load_hints(folder, [e.name for e in assignment.exercises]):
        ours.append(folder / HINTS)
    ours += sorted((folder / FIGURES).glob("*.svg"))
    files = {path.relative_to(folder).as_posix(): unix_text(path) for path in ours}
    files |= {path.name: content.encode() for path, content in derived_files(assignment)}
    files[assignment.public_key.name] = _public_key(assignment)
    files["requirements.txt"] = REQUIREMENTS.format(wheel=wheel).encode()
    files[wheel] = engine
    return files


def _public_key(assignment: Assignment) -> bytes:
    """The answer key of the public seed; any other would give away what is secret."""
    path = assignment.public_key
    seed = Seed.of_number(assignment.public_seed)
    step = key_step(assignment, seed)
    try:
        key = load_key(path, step)
    except BackmarkError as error:
        raise UsageError(str(error)) from error
    want = (assignment.name, seed.label)
    if (key.assignment, key.seed) != want:
        raise UsageError(
            f"{path} is the key of {key.assignment} for seed {key.seed}, not of {want[0]} for "
            f"seed {want[1]}: {step}"
        )
    return key.to_bytes()
