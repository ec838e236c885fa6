"""Answers as people type them, as values of the answer sheet's form."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any, Final

from autograder.course.questions import Question
from autograder.course.solutions import misfits

EXAMPLES: Final = {
    "choice": "one letter",
    "choices": "all letters that are right: a c",
    "number": "a number: 0.25, 1e-3 or 1/4",
    "shape": "whole numbers: 3 4, or - for a scalar",
    "order": "every letter, in order: b a c",
    "matching": "a target for each: a2 b1 c3",
}
"""What to type, by the question's kind."""


def read_typed(question: Question, text: str) -> Any:
    """The answer that somebody typed.

    Raises:
        ValueError: it has not the form of one; the message says which form is wanted.
    """
    try:
        given = _READERS[question.kind](text.strip().casefold())
    except (ValueError, ZeroDivisionError):
        raise ValueError(f"want {EXAMPLES[question.kind]}") from None
    if wrong := misfits(question, given):
        raise ValueError(wrong[0].removeprefix("wants ").replace(", in quotes", ""))
    return given


def _number(text: str) -> float | int:
    if "/" in text:
        return float(Fraction(text.replace(" ", "")))
    return int(text) if re.fullmatch(r"[+-]?\d+", text) else float(text)


def _shape(text: str) -> list[int]:
    if text in ("-", "()", "[]"):
        return []
    return [int(word) for word in _words(text)]


def _matching(text: str) -> dict[str, str]:
    pairs = re.findall(r"([a-z0-9])\s*[=:-]?\s*([a-z0-9])", text)
    if len({option for option, _ in pairs}) != len(pairs):
        raise ValueError
    return dict(pairs)


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[^\w.+-]+", text) if word]


def _letters(text: str) -> list[str]:
    words = _words(text)
    return list(words[0]) if len(words) == 1 else words


_READERS: Final[dict[str, Callable[[str], Any]]] = {
    "choice": lambda text: text.strip(".()\"' "),
    "choices": _letters,
    "order": _letters,
    "number": _number,
    "shape": _shape,
    "matching": _matching,
}
