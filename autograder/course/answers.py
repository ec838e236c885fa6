"""The answer sheet: what a student answers to the questions, and the empty one they start from."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any, Final

from autograder.course.questions import ANSWERS, QUESTIONS, Question
from autograder.text import clean

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

MAX_BYTES: Final = 64 * 1024
"""Ten times the longest sheet."""
_EXAMPLES: Final = {
    "choice": "one letter in quotes",
    "choices": 'all that are right: ["a", "b"]',
    "number": "a number, without quotes",
    "shape": "a list of whole numbers: [3, 4]; [] for a scalar",
    "order": 'every letter, in order: ["b", "a", "c"]',
    "matching": 'a target for each: { a = "2", b = "1" }',
}


def read_answers(data: bytes) -> tuple[dict[str, Any], str]:
    """What an answer sheet says, and what is wrong with it: what cannot be read says nothing."""
    if len(data) > MAX_BYTES:
        return {}, f"{ANSWERS} is larger than {MAX_BYTES:,} bytes and was not read"
    try:
        sheet = tomllib.loads(data.decode("utf-8-sig").replace("\r\n", "\n"))
    except (ValueError, RecursionError) as error:  # ValueError: whatever Python cannot decode
        why = clean(str(error), 200)
        return {}, f"{ANSWERS} is not TOML, so no question is answered ({why})"
    answers: dict[str, Any] = {}
    for name, given in sheet.items():
        with suppress(ValueError):
            answers[name] = plain(given)
    odd = clean(", ".join(name for name in sheet if name not in answers))
    return answers, f"{ANSWERS}: {odd}: not a plain value, so not read" if odd else ""


def plain(value: object) -> Any:
    """An answer, if it is made of text, numbers, lists and tables.

    Raises:
        ValueError: it is not, or holds a whole number that TOML has no room for.
    """
    if isinstance(value, (list, tuple)):
        return [plain(element) for element in value]
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return {key: plain(element) for key, element in value.items()}
    # Python refuses to print whole numbers of some thousand digits.
    if isinstance(value, int) and value.bit_length() < 64:
        return value
    if isinstance(value, (str, float)):
        return value
    raise ValueError(type(value).__name__)


def empty_sheet(assignment: str, questions: Sequence[Question]) -> str:
    """The answer sheet as students get it."""
    return "\n".join([*_heading(assignment), *_lines(questions), ""])


def _heading(assignment: str) -> Iterator[str]:
    yield f"# Your answers to the questions of {assignment}, one line each; hand this file in too."
    if_numbers = f"backmark questions {assignment} --student YOUR-EMAIL"
    yield f"# Read them in {QUESTIONS}, or with your own numbers: {if_numbers}"
    yield '# "" is "not answered".'


def _lines(questions: Sequence[Question]) -> Iterator[str]:
    for question in questions:
        yield ""
        yield f"# {question.kind}: {_EXAMPLES[question.kind]}"
        yield f'{question.name} = ""'
