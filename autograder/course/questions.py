"""Concept questions: read, validated, and posed with numbers of each student's own.

    assignments/NAME/questions.toml ──▶ Question ──pose(identity)──▶ Posed (text, numbers)
    reference/NAME/answers.toml     ──▶ Solution, where it is at hand

The numbers follow from the student's identity alone, so that everybody can print their own sheet,
and nobody can use another's answers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from autograder.course.settings import line_of, read_toml, violations
from autograder.errors import Problem
from autograder.numerics.draw import Draw, derive_seed

SCHEMA: Final = "questions.schema.json"
QUESTIONS: Final = "questions.toml"
ANSWERS: Final = "answers.toml"
EXERCISE: Final = "questions"
"""The name under which a verdict lists them, after the exercises."""
NOBODY: Final = ""
"""The identity of a hand-in that nobody's name is known of: then its own is everybody's."""
DEFAULT_TOLERANCE: Final = 1e-3
"""Three digits: what a student copies from a calculator."""
_SHEET_KEY: Final = b"backmark question sheet"

Number = float | int


@dataclass(frozen=True)
class Question:
    """One question as everybody reads it; `{n}` in its texts stands for a number to draw."""

    name: str
    kind: str
    points: float
    section: str
    text: str
    options: Mapping[str, str] = field(default_factory=dict)
    targets: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, tuple[Number, ...]] = field(default_factory=dict)
    """What each drawn number may be."""
    tolerance: float = DEFAULT_TOLERANCE
    concepts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Posed:
    """A question with one student's numbers in it."""

    question: Question
    text: str
    options: Mapping[str, str]
    numbers: Mapping[str, Number]


def pose(question: Question, assignment: str, identity: str) -> Posed:
    """The question as one student gets it: the same identity always gets the same numbers."""
    draw = personal_draw(assignment, question.name, identity)
    numbers = {
        name: choices[int(draw.integers(0, len(choices)))]
        for name, choices in question.numbers.items()
    }
    options = {letter: _filled(text, numbers) for letter, text in question.options.items()}
    return Posed(question, _filled(question.text, numbers), options, numbers)


def personal_draw(assignment: str, what: str, identity: str) -> Draw:
    """Where everything comes from that is an identity's own: the same one always draws the same."""
    key = f"{assignment}/{what}/{identity.strip().casefold()}"
    return Draw(derive_seed(_SHEET_KEY, key))


def _filled(text: str, numbers: Mapping[str, Number]) -> str:
    for name, number in numbers.items():
        text = text.replace("{" + name + "}", f"{number:g}")
    return text


def load_questions(
    folder: Path, *, validated: bool = False
) -> tuple[tuple[Question, ...], list[Problem]]:
    """The questions of an assignment's folder, none where it has no `questions.toml`."""
    path = folder / QUESTIONS
    if not path.is_file():
        return (), []
    text, content = read_toml(path)
    if not validated and (problems := violations(path, text, content, SCHEMA)):
        return (), problems
    questions = tuple(_question(entry) for entry in content["question"])
    return questions, [
        Problem(path, line_of(text, ["question", i]), f"{question.name} {wrong}")
        for i, question in enumerate(questions)
        for wrong in _wrong(question, [q.name for q in questions[:i]])
    ]


def _question(entry: Mapping[str, Any]) -> Question:
    numbers = {
        name: tuple(spec["of"]) if "of" in spec else tuple(range(spec["from"], spec["to"] + 1))
        for name, spec in entry.get("numbers", {}).items()
    }
    return Question(
        name=entry["name"],
        kind=entry["kind"],
        points=entry["points"],
        section=entry["section"],
        text=entry["text"].strip(),
        options=entry.get("options", {}),
        targets=entry.get("targets", {}),
        numbers=numbers,
        tolerance=entry.get("tolerance", DEFAULT_TOLERANCE),
        concepts=tuple(entry.get("concepts", ())),
    )


def _wrong(question: Question, earlier: list[str]) -> list[str]:
    """What the schema cannot say."""
    texts = " ".join([question.text, *question.options.values()])
    used = set(re.findall(r"\{([A-Za-z]\w*)\}", texts))
    wrong = [f"never shows its number {n}" for n in question.numbers if n not in used]
    wrong += [f"shows {{{n}}}, which it does not draw" for n in sorted(used - {*question.numbers})]
    wrong += [f"draws {n} from one value only" for n, v in question.numbers.items() if len(v) < 2]
    if question.name in earlier:
        wrong.append("is there twice")
    return wrong
