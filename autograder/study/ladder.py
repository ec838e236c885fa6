"""`backmark hint`: the next of an exercise's three hints, each only after the one before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from autograder.course.assignment import Exercise
from autograder.course.handout import link
from autograder.course.hints import are_on, load_hints
from autograder.course.load import load_assignment
from autograder.course.places import SETTINGS
from autograder.course.progress import HINTS, read_progress, write_progress
from autograder.errors import UsageError, explain
from autograder.study.folder import exercise_of


@dataclass(frozen=True)
class Rung:
    """The hints that a student has by now, the newest last."""

    exercise: Exercise
    hints: tuple[str, ...]
    is_new: bool
    """Whether the last of them was taken just now."""

    @property
    def left(self) -> int:
        """How many there still are."""
        return HINTS - len(self.hints)

    @property
    def data(self) -> dict[str, Any]:
        """What `--json` prints."""
        return {
            "exercise": self.exercise.name,
            "hints": list(self.hints),
            "left": self.left,
            "section": link(self.exercise.section),
        }


def climb(folder: Path, name: str, *, again: bool) -> Rung:
    """Take the next hint of an exercise, and keep in the folder that it was taken.

    `again`: take none, and tell those that were taken before.

    Raises:
        UsageError: there is no such exercise, or there are no hints.
    """
    assignment = load_assignment(folder)
    exercise = exercise_of(assignment, name)
    if not are_on(folder / SETTINGS):
        raise UsageError(
            explain(
                f"hints are switched off for {assignment.name}",
                got="hints = false in assignment.toml, which your instructor wrote",
                want="your own idea, or the handout's",
                step=f"read {link(exercise.section)}",
            )
        )
    hints = load_hints(folder, [e.name for e in assignment.exercises])
    if not hints:
        raise UsageError(f"{assignment.name} has no hints; read {link(exercise.section)}")
    progress = read_progress(folder)
    taken = min(progress.hints.get(exercise.name, 0), HINTS)
    if again and not taken:
        raise UsageError(f"no hint for {exercise.name} was taken yet: leave out --again")
    count = taken if again else min(taken + 1, HINTS)
    if count > taken:
        kept = replace(progress, hints={**progress.hints, exercise.name: count})
        write_progress(folder, kept)
    return Rung(exercise, hints[exercise.name][:count], count > taken)
