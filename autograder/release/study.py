"""Derive study.json: what students practise with, from what they must never get."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from autograder.course.assignment import Assignment
from autograder.course.settings import read_toml
from autograder.release.stub import stubs_of
from autograder.study.material import Concept, Material

CONCEPTS = "concepts.toml"


def study_text(assignment: Assignment, reference: Path) -> str:
    """The text of an assignment's study.json."""
    concepts = tuple(_concepts(assignment, reference.parent / CONCEPTS))
    return Material(stubs_of(assignment), concepts).to_json()


def _concepts(assignment: Assignment, path: Path) -> Iterator[Concept]:
    """The concepts that the assignment has an exercise or a question on."""
    if not path.is_file():
        return
    _, content = read_toml(path)
    for entry in content["concept"]:
        names = (written.partition("/") for written in entry["exercises"])
        exercises = tuple(name for owner, _, name in names if owner == assignment.name)
        questions = tuple(q.name for q in assignment.questions if entry["name"] in q.concepts)
        if exercises or questions:
            yield Concept(entry["name"], entry["title"], exercises, questions)
