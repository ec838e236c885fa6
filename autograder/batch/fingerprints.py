"""What is characteristic of a program, whatever its names, comments, constants and layout.

source ──tree──▶ node types in order, names erased ──k-grams, winnowed──▶ fingerprints
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from autograder.course.source import parse_source

GRAM: Final = 12
"""Nodes in a fingerprint: a line of NumPy has about ten, so less than a line is no evidence."""
WINDOW: Final = 4
"""Of so many neighbouring fingerprints one is kept (winnowing: Schleimer, Wilkerson and Aiken,
2003), so a common run of GRAM + WINDOW - 1 nodes, two lines, is never missed."""
_SILENT: Final = (ast.expr_context, ast.arguments, ast.alias, ast.Import, ast.ImportFrom)
"""Parameters are the stub's, imports everybody's."""


def fingerprints(sources: Iterable[str], given: Collection[int] = ()) -> dict[int, str]:
    """What characterises these files, whatever their names, comments, constants and layout.

    A file that Python cannot read has none.

    Args:
        sources: text of modules.
        given: fingerprints that everybody was given.
    """
    found: dict[int, str] = {}
    for source in sources:
        try:
            tree = parse_source(source)
        except SyntaxError:
            continue
        for name, node in _functions(tree):
            for gram in _winnowed(_words(node)):
                if gram not in given:
                    found.setdefault(gram, name)
    return found


def _functions(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """Functions and methods, and what stands around them as "module"."""
    rest: list[ast.stmt] = []
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            for part in node.body:
                method = getattr(part, "name", "")
                yield f"{node.name}.{method}" if method else node.name, part
        else:
            rest.append(node)
    yield "module", ast.Module(rest, [])


def _words(root: ast.AST) -> list[str]:
    """Node types in the order of the text, with what a student cannot rename: NumPy's names."""
    words: list[str] = []
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, _SILENT) or _is_text(node):
            continue
        kind = type(node).__name__
        words.append(f"{kind}.{node.attr}" if isinstance(node, ast.Attribute) else kind)
        children = (
            child
            for name, value in ast.iter_fields(node)
            if name not in ("annotation", "returns", "type_comment", "type_params")
            for child in (value if isinstance(value, list) else [value])
            if isinstance(child, ast.AST)
        )
        waiting += reversed(list(children))
    return words


def _is_text(node: ast.AST) -> bool:
    """A docstring, or a string that stands where a comment could."""
    value = node.value if isinstance(node, ast.Expr) else None
    return isinstance(value, ast.Constant) and isinstance(value.value, str)


def _winnowed(words: Sequence[str]) -> set[int]:
    runs = (" ".join(words[i : i + GRAM]) for i in range(len(words) - GRAM + 1))
    # Not `hash`: which of a window is kept must be the same in every process.
    grams = [
        int.from_bytes(hashlib.blake2b(r.encode(), digest_size=8).digest(), "big") for r in runs
    ]
    windows = range(max(1, len(grams) - WINDOW + 1))
    return {min(grams[i : i + WINDOW]) for i in windows} if grams else set()
