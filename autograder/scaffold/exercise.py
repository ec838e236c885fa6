"""Writing a new exercise: complete, right, and small, so that an author changes instead of begins.

    NAME ──▶ texts from templates ──▶ rehearsed on a copy of the assignment ──▶ files

Nothing is overwritten: new files must not exist, and to others something is added. Either the whole
exercise is written, or nothing at all.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from autograder.course.assignment import Assignment
from autograder.course.load import course_root, load_assignment
from autograder.course.places import SETTINGS
from autograder.errors import CourseError, UsageError, explain
from autograder.files import Written, write_atomically
from autograder.scaffold.names import check_assignment_name, check_exercise_name
from autograder.scaffold.texts import Place, texts_of


def new_exercise(name: str, assignment: str | None, here: Path) -> list[Written | str]:
    """Write an exercise into an assignment, or into a new one; what was done, and what is next.

    Args:
        name: the exercise's; its module and its functions are called after it.
        assignment: its assignment's name; None for the one whose folder `here` is in.
        here: the folder to look for the course from; a new course begins there.

    Raises:
        UsageError: a name is invalid or taken, or jinja2 is missing; nothing has been written.
        CourseError: the assignment has problems already.
    """
    check_exercise_name(name)
    place = _find_place(assignment, here)
    before = _load(place)
    texts, points = texts_of(name, place, before)
    _rehearse(place, texts)
    where = [] if place.root == here.resolve() else [f"in {place.root}:"]
    return [*where, *_write(place, texts), *_next_steps(name, place, points)]


def _find_place(assignment: str | None, here: Path) -> Place:
    try:
        root = course_root(here)
    except UsageError:
        root = here.resolve()
    if assignment is None:
        parts = here.resolve().relative_to(root).parts
        if len(parts) < 2 or parts[0] not in ("assignments", "reference"):
            there = sorted(p.parent.name for p in root.glob(f"assignments/*/{SETTINGS}"))
            known = (
                f"one of {', '.join(there)}, or a new name" if there else "the name of a new one"
            )
            raise UsageError(
                explain(
                    "which assignment is it for?",
                    got=f"no --assignment, in {here}, which is no assignment's folder",
                    want=f"--assignment with {known}",
                    step="give --assignment NAME, or change into its folder",
                )
            )
        assignment = parts[1]
    check_assignment_name(assignment)
    return Place(root, assignment)


def _load(place: Place) -> Assignment | None:
    """The assignment as it is, without problems; None where there is none yet."""
    if (place.folder / SETTINGS).is_file():
        if not place.reference.is_dir():
            raise UsageError(
                f"{place.assignment} has no {place.shown(place.reference)}/ here: "
                "an exercise needs its solution there"
            )
        return load_assignment(place.folder)
    for folder in (place.folder, place.reference):
        if folder.exists():
            raise UsageError(
                f"{folder} exists, but {place.shown(place.folder / SETTINGS)} does not: "
                "finish that assignment, or choose another name"
            )
    return None


def _rehearse(place: Place, texts: Mapping[Path, str]) -> None:
    """Load the assignment as it would be, in a copy of it: what cannot be loaded is not written."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Place(Path(scratch), place.assignment)
        for folder, target in (
            (place.folder, copy.folder),
            (place.reference, copy.reference),
        ):
            if folder.is_dir():
                shutil.copytree(folder, target, ignore=shutil.ignore_patterns("__pycache__"))
            target.mkdir(parents=True, exist_ok=True)
        for path, text in texts.items():
            (copy.root / path.relative_to(place.root)).write_text(text, encoding="utf-8")
        try:
            load_assignment(copy.folder)
        except CourseError as error:
            told = str(error).replace(scratch, str(place.root))
            raise UsageError(
                f"nothing was written, as with the new exercise there would be {told}\n"
                "  next: mend that, or choose another name"
            ) from error


def _write(place: Place, texts: Mapping[Path, str]) -> list[Written]:
    written = []
    for path, text in texts.items():
        done = f"{'added to' if path.exists() else 'wrote'} {place.shown(path)}"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, text)
        written.append(Written(path, done))
    return written


def _next_steps(name: str, place: Place, points: str) -> list[str]:
    folder, reference = place.shown(place.folder), place.shown(place.reference)
    return [
        "",
        f"points in {SETTINGS}: {points}",
        "An example stands there now, out = x * scale, and it passes everything as it is.",
        "Put yours in its place, in this order:",
        "",
        f"  1. {reference}/{name}.py: signatures and docstrings, which students see, and the",
        "     solution between its markers",
        f"  2. {reference}/oracle.py: the same in PyTorch",
        f"  3. {folder}/test_{name}.py: the checks, with inputs that leave mistakes no cover;",
        f"     their weights and `points` in {SETTINGS} must agree",
        f"  4. {reference}/misconceptions.py: the mistakes you foresee; every check must have been",
        "     seen to fail",
        f"  5. {folder}/README.md: the section students learn it from, and its counts of",
        "     checks and points",
        f"  6. {folder}/hints.toml: three hints, from where to look to nearly the step",
        "",
        "Then, and already now if you like:",
        "",
        f"  backmark release {place.assignment}      # the stubs",
        f"  backmark key build {place.assignment}    # the public answer key; asks PyTorch",
        f"  backmark certify {place.assignment}      # is anything wrong let through?",
        f"  backmark grade {place.assignment} {reference}",
    ]
