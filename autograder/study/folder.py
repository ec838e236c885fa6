"""What a student means: the assignment they are in, and its exercises by any of their names."""

from __future__ import annotations

from pathlib import Path

from autograder.course.assignment import Assignment, Check, Exercise, unknown
from autograder.course.load import find_assignment
from autograder.course.places import SETTINGS, assignments_around, enclosing
from autograder.errors import UsageError, explain


def assignment_folder(name: str | None, start: Path) -> Path:
    """The folder of the assignment `name`; without a name the one that `start` is in.

    Raises:
        UsageError: there is none; says which there are.
    """
    if name is None:
        folder = enclosing(start)
        if folder is None:
            raise _nowhere(start)
        return folder
    return find_assignment(name, start)


def _nowhere(start: Path) -> UsageError:
    names = [folder.name for folder in assignments_around(start)]
    listed = ", ".join(names) or "none anywhere near"
    return UsageError(
        explain(
            "this is not an assignment's folder",
            got=f"{start}, with no {SETTINGS} in it or above it",
            want=f"a folder with {SETTINGS}; there are: {listed}",
            step=f"cd {names[0]}" if names else "cd into the folder that you unpacked",
        )
    )


def exercises_of(assignment: Assignment, names: tuple[str, ...]) -> list[Exercise]:
    """The exercises that are meant: by name, by number, or by one of their checks; of none, all.

    Raises:
        UsageError: a name means nothing here; says the nearest that does.
    """
    if not names:
        return list(assignment.exercises)
    chosen = {exercise_of(assignment, name).name for name in names}
    return [exercise for exercise in assignment.exercises if exercise.name in chosen]


def exercise_of(assignment: Assignment, name: str) -> Exercise:
    """The exercise of that name or number, or that the check or function of that name is part of.

    Raises:
        UsageError: there is none; says the nearest.
    """
    meant = {function: e for e in assignment.exercises for function in e.functions}
    by_name = {exercise.name: exercise for exercise in assignment.exercises}
    for check in assignment.checks:
        meant[check.name] = meant[check.number] = by_name[check.exercise]
    meant |= {str(exercise.number): exercise for exercise in assignment.exercises} | by_name
    if name in meant:
        return meant[name]
    if name[:1].isdigit():
        raise UsageError(f"no exercise or check {name} in {assignment.name}: {_range(meant, name)}")
    if name.startswith("test_"):
        raise unknown("check", name, [c.name for c in assignment.checks], where=assignment.name)
    raise unknown("exercise", name, list(by_name), where=assignment.name)


def check_of(assignment: Assignment, name: str) -> Check:
    """The check of that number or name.

    Raises:
        UsageError: there is none; says the nearest, or an exercise's.
    """
    for check in assignment.checks:
        if name in (check.number, check.name):
            return check
    exercise = exercise_of(assignment, name)
    numbers = [check.number for check in assignment.checks if check.exercise == exercise.name]
    raise UsageError(
        f"{name} is an exercise: name one of its checks, {numbers[0]} to {numbers[-1]}"
    )


def _range(meant: dict[str, Exercise], name: str) -> str:
    """Which numbers there are, near to one that is none."""
    exercise = meant.get(name.partition(".")[0])
    checks = [number for number in meant if "." in number and meant[number] is exercise]
    if exercise is not None and checks:
        return f"{exercise.name} has {checks[0]} to {checks[-1]}"
    whole = [number for number in meant if number.isdigit()]
    return f"there are {whole[0]} to {whole[-1]}"
