"""The right answers to concept questions, and the misconceptions behind wrong ones.

An answer is written in `reference/NAME/answers.toml` as a student would write it; where a question
draws numbers, it may be a formula in them ("1 / n ** 2"), worked out for each student.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from autograder.course.questions import ANSWERS, Number, Question
from autograder.course.settings import line_of, read_toml, violations
from autograder.errors import Problem

SCHEMA: Final = "answers.schema.json"
_MATH: Final = {
    name: getattr(math, name)
    for name in (
        "pi", "e", "inf", "sqrt", "exp", "log", "log2", "sin", "cos", "tan", "tanh", "atan",
        "degrees", "radians", "floor", "ceil",
    )
} | {"abs": abs, "max": max, "min": min, "round": round}  # fmt: skip


@dataclass(frozen=True)
class Solution:
    """What is right, and what each wrong answer that was foreseen says about who gave it."""

    answer: Any
    otherwise: str
    wrong: Mapping[str, str] = field(default_factory=dict)
    """choice, choices: by option."""
    foreseen: tuple[tuple[Any, str], ...] = ()
    """Other kinds: (answer, what it says)."""


def value(written: Any, numbers: Mapping[str, Number]) -> Any:
    """An answer with its formulas worked out: strings become numbers, in lists too."""
    if isinstance(written, str):
        # The author's own formula, in a file as trusted as the checks beside it.
        return eval(written, {"__builtins__": {}}, {**_MATH, **numbers})  # noqa: S307
    if isinstance(written, list):
        return [value(item, numbers) for item in written]
    return written


def load_solutions(
    reference: Path, questions: tuple[Question, ...]
) -> tuple[dict[str, Solution], list[Problem]]:
    """The solutions in a reference folder, and what is wrong with them."""
    if not questions:
        return {}, []
    path = reference / ANSWERS
    text, content = read_toml(path)
    if problems := violations(path, text, content, SCHEMA):
        return {}, problems
    solutions = {
        name: Solution(
            entry["answer"],
            entry["otherwise"],
            entry.get("wrong", {}),
            tuple((f["answer"], f["says"]) for f in entry.get("foreseen", ())),
        )
        for name, entry in content.items()
    }
    known = {question.name for question in questions}
    problems = [
        Problem(path, line_of(text, [name]), f"{name} answers no question")
        for name in sorted(solutions.keys() - known)
    ]
    for question in questions:
        solution = solutions.get(question.name)
        found = ["has no answer"] if solution is None else wrong_with(question, solution)
        line = line_of(text, [question.name])
        problems += [Problem(path, line, f"{question.name} {wrong}") for wrong in found]
    return solutions, problems


def wrong_with(question: Question, solution: Solution) -> list[str]:
    """Why a solution does not fit its question."""
    wrong = [
        f"says something about option {letter}, which does not exist"
        for letter in solution.wrong
        if letter not in question.options
    ]
    if question.kind == "choice":
        missing = question.options.keys() - solution.wrong.keys() - {solution.answer}
        wrong += [f"does not say what is wrong with option {m}" for m in sorted(missing)]
    for draws in _corners(question):
        for written in (solution.answer, *(answer for answer, _ in solution.foreseen)):
            wrong += _unusable(question, written, draws)
    return list(dict.fromkeys(wrong))


def _unusable(question: Question, written: Any, draws: Mapping[str, Number]) -> list[str]:
    try:
        return misfits(question, answer_of(question, written, draws))
    except Exception as error:  # noqa: BLE001 - whatever an author's formula raises is theirs to know
        return [f"has an answer that cannot be worked out with {draws}: {error!r}"]


def answer_of(question: Question, written: Any, numbers: Mapping[str, Number]) -> Any:
    """A written answer as one student should give it."""
    return value(written, numbers) if question.kind in ("number", "shape") else written


def _corners(question: Question) -> list[dict[str, Number]]:
    """The smallest and the largest numbers that a student can get."""
    return [{name: pick(v) for name, v in question.numbers.items()} for pick in (min, max)]


def misfits(question: Question, given: Any) -> list[str]:
    """Why something is no answer to a question of this kind, right or wrong."""
    options, letters = question.options, ", ".join(question.options)
    if question.kind == "choice":
        good = isinstance(given, str) and given in options
        want = f"one of {letters}, in quotes"
    elif question.kind == "choices":
        good = _are(given, options) and len(set(given)) == len(given)
        want = f"a list of some of {letters}, each in quotes"
    elif question.kind == "order":
        good = _are(given, options) and sorted(given) == sorted(options)
        want = f"a list of {letters} in the right order, each in quotes"
    elif question.kind == "matching":
        good = isinstance(given, Mapping) and sorted(given) == sorted(options)
        good = good and all(isinstance(t, str) and t in question.targets for t in given.values())
        want = f"for each of {letters} one of {', '.join(question.targets)}, in quotes"
    elif question.kind == "shape":
        good = isinstance(given, list) and all(type(n) is int and 0 <= n < 2**31 for n in given)
        want = "a list of whole numbers such as [3, 4]; [] for a scalar"
    else:
        good = type(given) in (int, float) and abs(given) < 1e300  # neither infinite nor NaN
        want = "a number"
    return [] if good else [f"wants {want}"]


def _are(given: Any, options: Mapping[str, str]) -> bool:
    return isinstance(given, list) and all(isinstance(g, str) and g in options for g in given)
