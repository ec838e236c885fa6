"""What an assignment's folder holds for practising: stubs to go back to, and its concepts.

    reference/ ──backmark release──▶ assignments/NAME/study.json ──read_material──▶ Material

The file is derived, so that it is in every student's folder: what it tells is in the stubs and in
the handout as well, and none of it is a solution.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from autograder.errors import UsageError, explain

FILE: Final = "study.json"


@dataclass(frozen=True)
class Concept:
    """Something that the course teaches, and where in this assignment."""

    name: str
    title: str
    exercises: tuple[str, ...]
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Material:
    """The stubs by file name, and the concepts in the course's order."""

    stubs: Mapping[str, str] = field(default_factory=dict)
    concepts: tuple[Concept, ...] = ()

    def to_json(self) -> str:
        """The file's text."""
        concepts = [
            {"name": c.name, "title": c.title, "exercises": c.exercises, "questions": c.questions}
            for c in self.concepts
        ]
        content = {"stubs": dict(self.stubs), "concepts": concepts}
        return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def read_material(folder: Path) -> Material:
    """What the assignment in `folder` holds.

    Raises:
        UsageError: the file is missing or damaged.
    """
    path = folder / FILE
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        concepts = tuple(
            Concept(c["name"], c["title"], tuple(c["exercises"]), tuple(c["questions"]))
            for c in content["concepts"]
        )
        return Material(dict(content["stubs"]), concepts)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(
            explain(
                f"cannot read {path}",
                got=getattr(error, "strerror", None) or f"damaged: {error!r}",
                want="the file as it came with the assignment",
                step="unpack it once more from where this folder came from",
            )
        ) from error
