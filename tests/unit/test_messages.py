"""Every message of ours stands in a golden list, room by room, to be read in a row.

Other tests show how messages look when they are printed. This one makes sure that none is
forgotten: whatever reads like a sentence in our code is listed, with what is filled in as {...}.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

import autograder

ENGINE: Final = Path(autograder.__file__).parent
ROOMS: Final = sorted(p.name for p in ENGINE.iterdir() if (p / "__init__.py").is_file())

# Two words in a row, or a word after something that is filled in; what has fewer is a name.
SENTENCE: Final = re.compile(r"(?:\w\w|\})[,;:]? +(?:\w+ +)?[a-z][a-z]")
# Sentences of SQL, of Python, of styles and of patterns are for machines.
MACHINES: Final = re.compile(
    r"\s*(?:SELECT|INSERT|DELETE|CREATE|PRAGMA|import|from|def|bold)\s|.*(?:\(\?|\[\^|\\[wds]|\.\*)",
    re.DOTALL,
)
# The parts of a message that `errors.explain` puts together.
PARTS: Final = {"got": "  got: ", "want": "  want: ", "step": "  next: "}


@pytest.mark.parametrize("room", ["", *ROOMS])
def test_every_message_of_a_room_stands_in_its_golden_list(
    room: str, golden: Callable[[str, str], None]
) -> None:
    listed = ""
    for path in sorted((ENGINE / room).rglob("*.py") if room else ENGINE.glob("*.py")):
        found = dict.fromkeys(_messages(ast.parse(path.read_text(encoding="utf-8"))))
        if found:
            listed += f"## {path.relative_to(ENGINE).as_posix()}\n\n" + "\n".join(found) + "\n\n"
    golden(f"messages-{room or 'top'}.txt", listed)


def _messages(tree: ast.Module) -> Iterator[str]:
    """What reads like a sentence, in the order of the file, without docstrings."""
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for part, node in _texts(tree):
        text = _filled_in(node)
        if id(node) not in silent and (part or SENTENCE.search(text)) and not MACHINES.match(text):
            yield part + text.strip().replace("\n", "\n    ")


def _texts(node: ast.AST, part: str = "") -> Iterator[tuple[str, ast.Constant | ast.JoinedStr]]:
    """Texts from top to bottom, an f-string as one; each with the part of a message that it is."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.JoinedStr):
            yield part, child
        elif isinstance(child, ast.Constant):
            if isinstance(child.value, str):
                yield part, child
        else:
            within = PARTS.get(child.arg or "", "") if isinstance(child, ast.keyword) else ""
            yield from _texts(child, within)


def _filled_in(node: ast.Constant | ast.JoinedStr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    return "".join(
        str(part.value) if isinstance(part, ast.Constant) else "{" + _name(part) + "}"
        for part in node.values
    )


def _name(part: ast.expr) -> str:
    """The last word of a plain name; an expression is none that a reader would miss."""
    assert isinstance(part, ast.FormattedValue)
    if isinstance(part.value, ast.Attribute):
        return part.value.attr
    return part.value.id if isinstance(part.value, ast.Name) else "..."
