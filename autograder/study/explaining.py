"""`backmark explain`: a misconception, a concept or an exercise, with what the handout says of it.

Everything is told from what a student's folder holds: names and hints of misconceptions are in the
public answer key, concepts in study.json, the rest in the handout. None of it holds a solution.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from autograder.course.assignment import Assignment, unknown
from autograder.course.handout import link, paragraph, read_sections
from autograder.course.load import load_assignment
from autograder.course.progress import read_progress
from autograder.errors import OracleError
from autograder.judging.answer_key import Known, load_key
from autograder.study.material import Concept, read_material

_OPENINGS: Final = ("The trap.", "A number.")
"""The paragraphs of a section that help most when something is wrong."""


@dataclass(frozen=True)
class Explained:
    """Something by its name, in words, and where to read on."""

    kind: str
    """ "misconception", "concept" or "exercise"."""
    name: str
    title: str
    hint: str = ""
    seen_in: tuple[str, ...] = ()
    """The numbers of the checks that a misconception fails."""
    exercises: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    """Paragraphs of the handout, Markdown."""

    @property
    def data(self) -> dict[str, Any]:
        """What `--json` prints."""
        found = {name: value for name, value in vars(self).items() if name != "sections"}
        return {**found, "sections": [link(section) for section in self.sections]}


@dataclass(frozen=True)
class Topics:
    """What can be explained: what was seen in the last check, and what the assignment is about."""

    seen: tuple[Known, ...]
    concepts: tuple[Concept, ...]

    @property
    def data(self) -> dict[str, Any]:
        """What `--json` prints."""
        return {
            "seen": [{"name": known.name, "title": known.sentence} for known in self.seen],
            "concepts": [{"name": c.name, "title": c.title} for c in self.concepts],
        }


def topics(folder: Path) -> Topics:
    """What there is to explain in an assignment's folder."""
    assignment = load_assignment(folder)
    names = {ended.diagnosis for ended in read_progress(folder).checks.values()}
    seen = tuple(known for known in _misconceptions(assignment) if known.name in names)
    return Topics(seen, read_material(folder).concepts)


def explain_name(folder: Path, name: str) -> Explained:
    """The misconception, concept or exercise that is called `name`, by its name or its sentence.

    Raises:
        UsageError: nothing is called so; says what is called nearly so.
    """
    assignment = load_assignment(folder)
    wanted = _plain(name)
    sections = read_sections(folder)
    concepts = read_material(folder).concepts
    for known in _misconceptions(assignment):
        if wanted in (_plain(known.name), _plain(known.sentence)):
            return _misconception(assignment, known, sections)
    for concept in concepts:
        if wanted in (concept.name, _plain(concept.title)):
            return _concept(assignment, concept, sections)
    for exercise in assignment.exercises:
        if wanted in (exercise.name, _plain(exercise.section)):
            quotes = tuple(_quotes(sections, exercise.section))
            title, where = exercise.section, (exercise.section,)
            return Explained("exercise", exercise.name, title, sections=where, quotes=quotes)
    raise unknown("explanation", name, _nearest_first(_names(assignment, concepts), wanted))


def names_of(folder: Path) -> list[str]:
    """The name of everything that can be explained in an assignment's folder.

    Raises:
        UsageError: the folder's files cannot be read.
    """
    return _names(load_assignment(folder), read_material(folder).concepts)


def _names(assignment: Assignment, concepts: tuple[Concept, ...]) -> list[str]:
    names = [known.name for known in _misconceptions(assignment)]
    names += [concept.name for concept in concepts]
    names += [exercise.name for exercise in assignment.exercises]
    return list(dict.fromkeys(names))


def _misconceptions(assignment: Assignment) -> tuple[Known, ...]:
    try:
        return load_key(assignment.public_key).misconceptions
    except OracleError:
        return ()


def _plain(text: str) -> str:
    """As the names are written: "Both dw and db" becomes both_dw_and_db."""
    return re.sub(r"\W+", "_", text.strip().casefold()).strip("_")


def _misconception(assignment: Assignment, known: Known, sections: dict[str, str]) -> Explained:
    exercise = next(e for e in assignment.exercises if e.name == known.exercise)
    numbers = tuple(check.number for check in assignment.checks if check.name in known.evidence)
    return Explained(
        kind="misconception",
        name=known.name,
        title=known.sentence,
        hint=known.hint,
        seen_in=numbers,
        exercises=(exercise.name,),
        sections=(exercise.section,),
        quotes=tuple(_quotes(sections, exercise.section)),
    )


def _concept(assignment: Assignment, concept: Concept, sections: dict[str, str]) -> Explained:
    """A section that is no exercise's is about the concept itself, so it comes first."""
    written = {exercise.section for exercise in assignment.exercises}
    where = [q.section for q in assignment.questions if q.name in concept.questions]
    where.sort(key=lambda section: section in written)
    where += [e.section for e in assignment.exercises if e.name in concept.exercises]
    where = list(dict.fromkeys(where))
    opening = _prose(sections.get(where[0], "")) if where else ""
    return Explained(
        kind="concept",
        name=concept.name,
        title=concept.title,
        exercises=concept.exercises,
        questions=concept.questions,
        sections=tuple(where),
        quotes=(opening,) if opening else (),
    )


def _prose(section: str) -> str:
    """The first paragraph that is text: no table, formula, program, or sentence left open."""
    for block in section.split("\n\n"):
        if not block.startswith(("|", "$$", "    ", "!", "#")) and not block.rstrip().endswith(":"):
            return block
    return ""


def _quotes(sections: dict[str, str], section: str) -> Iterator[str]:
    yield from filter(None, (paragraph(sections.get(section, ""), o) for o in _OPENINGS))


def _nearest_first(names: list[str], wanted: str) -> list[str]:
    """The names, those that share most with what was asked for first: they are listed in part."""
    return sorted(names, key=lambda n: -difflib.SequenceMatcher(None, wanted, n).ratio())
