"""Loading a course: everything is validated before anything is graded, all problems told at once.

    assignments/NAME/assignment.toml, test_*.py   ─┐
                                                   ├─▶ Assignment (values), or CourseError (every
                                                   problem)
    reference/NAME/*.py (where it is at hand)     ─┘

Checks are imported, as they are ours; oracles, references and misconceptions are only read, so that
loading needs neither torch nor anything else of theirs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from autograder.course.assignment import (
    Assignment,
    Check,
    Column,
    Exercise,
    Function,
    GradescopeOptions,
    Misconception,
    unknown,
)
from autograder.course.checks import load_checks
from autograder.course.hunt import DERIVED, Hunt, load_hunt
from autograder.course.imports import HARMLESS
from autograder.course.places import SETTINGS, assignments_around, enclosing
from autograder.course.questions import QUESTIONS, Question, load_questions
from autograder.course.reference import read_misconceptions, reference_problems
from autograder.course.settings import line_of, or_nearest, read_settings
from autograder.course.solutions import Solution, load_solutions
from autograder.errors import CourseError, Problem, UsageError
from autograder.limits import Limits


def find_assignment(name: str, start: Path) -> Path:
    """The folder of an assignment, by its path or by its name among those around `start`.

    Raises:
        UsageError: there is none; names the nearest one.
    """
    direct = start / name
    if (direct / SETTINGS).is_file():
        return direct.resolve()
    inside = enclosing(start)
    if inside is not None and name in (inside.name, _name_of(inside)):
        return inside
    folders = assignments_around(start)
    for folder in folders:
        if folder.name == name:
            return folder
    where = folders[0].parent if folders else course_root(start)
    raise unknown("assignment", name, [f.name for f in folders], where=str(where))


def find_assignments(names: Sequence[str], start: Path) -> list[Path]:
    """The folders of these assignments, or of all in the course around `start`, in order.

    Raises:
        UsageError: there is no such assignment, or no course.
    """
    if names:
        return [find_assignment(name, start) for name in names]
    found = course_root(start).glob(f"assignments/*/{SETTINGS}")
    return sorted(path.parent for path in found)


def _name_of(folder: Path) -> Any:
    """What the assignment is called wherever its folder lies."""
    return read_settings(folder / SETTINGS, validated=True)[0].get("name")


def course_root(start: Path) -> Path:
    """The nearest folder, from `start` upwards, that holds `assignments/`.

    Raises:
        UsageError: there is none.
    """
    for folder in (start.resolve(), *start.resolve().parents):
        if any((folder / "assignments").glob(f"*/{SETTINGS}")):
            return folder
    raise UsageError(
        f"no course here: {start} and the folders above it have no assignments/*/{SETTINGS}. "
        "Run this in the course's folder, or name the assignment by its path"
    )


def load_assignment(folder: Path, *, validated: bool = False) -> Assignment:
    """Load and validate the assignment in `folder`, and its reference where there is one.

    `validated`: the settings were, when they were packed; a grading image has no jsonschema.

    Raises:
        CourseError: with every problem found.
    """
    path = folder / SETTINGS
    settings, problems = read_settings(path, validated=validated)
    if problems:
        raise CourseError(problems)
    exercises = _exercises(settings)
    problems += _exercise_problems(path, exercises) + _opaque_problems(path, settings, exercises)
    checks, found = load_checks(folder, exercises, validated=validated)
    questions, unclear = load_questions(folder, validated=validated)
    problems += found + unclear
    if not (found or unclear):  # else what is missing from the sum has been told
        problems += _point_problems(path, settings, checks, questions)
    problems += _leaderboard_problems(path, settings, checks)
    beside = folder.parent.parent / "reference" / folder.name
    reference = beside if beside.is_dir() else None
    misconceptions, solutions, found = _secrets(reference, exercises, checks, questions)
    problems += found
    hunt, found = _hunt(path, exercises, checks, reference)
    problems += found
    if problems:
        raise CourseError(problems)
    return Assignment(
        name=settings.get("name", folder.name),
        title=settings["title"],
        folder=folder,
        reference=reference,
        public_seed=settings["public_seed"],
        points=settings["points"],
        allowed_imports=HARMLESS | frozenset(settings.get("imports", ())),
        limits=Limits(**settings.get("limits", {})),
        exercises=exercises,
        checks=checks,
        misconceptions=misconceptions,
        digest=_digest(decisive_files(folder, checks)),
        questions=questions,
        solutions=solutions,
        hunt=hunt,
        gradescope=_gradescope(settings.get("gradescope", {})),
    )


def _secrets(
    reference: Path | None,
    exercises: tuple[Exercise, ...],
    checks: tuple[Check, ...],
    questions: tuple[Question, ...],
) -> tuple[tuple[Misconception, ...], dict[str, Solution], list[Problem]]:
    """What the reference knows besides the solutions, and what is wrong with it."""
    if reference is None:
        return (), {}, []
    misconceptions, wrong = read_misconceptions(reference / "misconceptions.py", exercises)
    solutions, unsolved = load_solutions(reference, questions)
    problems = reference_problems(reference, exercises, checks)
    return misconceptions, solutions, problems + wrong + unsolved


def decisive_files(folder: Path, checks: tuple[Check, ...]) -> list[Path]:
    """What of an assignment's folder decides a verdict: settings, checks, questions, bugs."""
    data = [folder / name for name in (QUESTIONS, DERIVED) if (folder / name).is_file()]
    return [folder / SETTINGS, *data, *sorted({check.path for check in checks})]


def _exercises(settings: dict[str, Any]) -> tuple[Exercise, ...]:
    opaque = frozenset(settings.get("opaque", ()))
    return tuple(
        Exercise(
            number=entry["number"],
            name=entry["name"],
            module=entry["module"],
            section=entry["section"],
            functions={
                name: Function(
                    module=entry["module"],
                    name=name,
                    returns=tuple(returns),
                    opaque=tuple(i for i, result in enumerate(returns) if result in opaque),
                )
                for name, returns in entry["returns"].items()
            },
            hunt=entry.get("hunt", False),
        )
        for entry in settings["exercise"]
    )


def _exercise_problems(path: Path, exercises: tuple[Exercise, ...]) -> list[Problem]:
    text = path.read_text(encoding="utf-8")
    problems = []
    seen: dict[object, str] = {}
    for index, exercise in enumerate(exercises):
        place: list[str | int] = ["exercise", index]
        if exercise.number != index + 1:
            message = f"exercise {exercise.name} has number {exercise.number}, want {index + 1}"
            problems.append(Problem(path, line_of(text, place), message))
        for name in (f"exercise {exercise.name}", *exercise.functions):
            if name in seen:
                message = f"{name} is declared twice: in {seen[name]} and in {exercise.name}"
                problems.append(Problem(path, line_of(text, place), message))
            seen[name] = exercise.name
    return problems


def _opaque_problems(
    path: Path, settings: dict[str, Any], exercises: tuple[Exercise, ...]
) -> list[Problem]:
    """A misspelt name in `opaque` would let what it means be asked for as numbers."""
    line = line_of(path.read_text(encoding="utf-8"), ["opaque"])
    results = {name for e in exercises for f in e.functions.values() for name in f.returns}
    return [
        Problem(path, line, f"opaque: no function returns {name}{or_nearest(name, results)}")
        for name in settings.get("opaque", ())
        if name not in results
    ]


def _hunt(
    path: Path,
    exercises: tuple[Exercise, ...],
    checks: tuple[Check, ...],
    reference: Path | None,
) -> tuple[Hunt | None, list[Problem]]:
    hunted = [exercise for exercise in exercises if exercise.hunt]
    if not hunted:
        return None, []
    if len(hunted) > 1 or len([e for e in exercises if e.module == hunted[0].module]) > 1:
        message = "an assignment has one bug hunt, and its module no other exercise"
        return None, [Problem(path, None, message)]
    names = [check.name for check in checks if check.exercise == hunted[0].name]
    return load_hunt(hunted[0].module, path.parent, reference, names)


def _point_problems(
    path: Path,
    settings: dict[str, Any],
    checks: tuple[Check, ...],
    questions: tuple[Question, ...],
) -> list[Problem]:
    total = sum(c.points for c in checks) + sum(q.points for q in questions)
    if abs(total - settings["points"]) < 1e-9:
        return []
    line = line_of(path.read_text(encoding="utf-8"), ["points"])
    message = (
        f"the weights of checks and questions sum to {total:g}, want {settings['points']:g}: "
        f"change a weight, or write points = {total:g}"
    )
    return [Problem(path, line, message)]


def _gradescope(settings: dict[str, Any]) -> GradescopeOptions:
    columns = tuple(Column(**entry) for entry in settings.get("leaderboard", ()))
    return GradescopeOptions(**{**settings, "leaderboard": columns})


def _leaderboard_problems(
    path: Path, settings: dict[str, Any], checks: tuple[Check, ...]
) -> list[Problem]:
    columns = settings.get("gradescope", {}).get("leaderboard", ())
    if not columns or any("record_property" in check.fixtures for check in checks):
        return []
    line = line_of(path.read_text(encoding="utf-8"), ["gradescope", "leaderboard", 0])
    message = "a leaderboard, but no check records anything: want one that takes record_property"
    return [Problem(path, line, message)]


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        content = path.read_bytes().replace(b"\r\n", b"\n")  # a checkout on Windows is the same
        digest.update(f"{path.name}:{len(content)}:".encode() + content)
    return digest.hexdigest()
