"""A notebook's answers to the questions: the last `answers = {...}` of plain values.

    code cells, the last first ──▶ `answers = {"bias": "b", ...}` ──▶ what answers.toml would say

Nothing is run: a value that would have to be worked out is not taken, and a note says so.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Any, Final

from autograder.course.answers import plain
from autograder.course.cells import code_cells
from autograder.course.source import MAX_TOKENS, count_tokens, parse_cell
from autograder.text import clean

NAME: Final = "answers"
_MAX_NOTES: Final = 5


def notebook_answers(data: bytes) -> tuple[dict[str, Any], tuple[str, ...]]:
    """What the answer cell of a notebook says, and what a person should know.

    Raises:
        SubmissionError: not a notebook.
    """
    return cells_answers(code_cells(data))


def cells_answers(cells: Sequence[tuple[int, str]]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The same for code cells, each with its number: of a file, or as a kernel has run them."""
    room = MAX_TOKENS
    for cell, text in reversed(cells):
        if NAME not in text:
            continue
        room -= count_tokens(text)
        if room < 0:
            break
        if (written := _written(text)) is not None:
            return _read(written, cell)
    return {}, ()


def _written(text: str) -> ast.Dict | None:
    """The dict that the cell calls `answers`, if it does."""
    try:
        _, tree = parse_cell(text)
    except SyntaxError:
        return None
    for node in reversed(tree.body):
        if not (isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict)):
            continue
        if [target.id for target in node.targets if isinstance(target, ast.Name)] == [NAME]:
            return node.value
    return None


def _read(written: ast.Dict, cell: int) -> tuple[dict[str, Any], tuple[str, ...]]:
    answers: dict[str, Any] = {}
    notes = []
    for key, value in zip(written.keys, written.values, strict=True):
        name = key.value if isinstance(key, ast.Constant) else None
        if not isinstance(name, str):
            notes.append(f"cell {cell}: {NAME} has a key that is not a name in quotes")
            continue
        try:
            answers[name] = plain(ast.literal_eval(value))
        except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
            answers.pop(name, None)
            shown = clean(name, 60)
            notes.append(f"cell {cell}: the answer to {shown} is not a plain value, so not read")
    return answers, tuple(notes[:_MAX_NOTES])
