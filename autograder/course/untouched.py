"""Whether a student's source is still what was given out: every graded function only a stub.

Somebody who works in the notebook hands in the empty `.py` files beside it, and the other way
round; what they worked on is meant.
"""

from __future__ import annotations

import ast
from collections.abc import Collection

from autograder.course.source import parse_source

_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def is_untouched(source: str, names: Collection[str]) -> bool:
    """Whether each of `names` that `source` defines is a stub, and there are such."""
    if "NotImplementedError" not in source:  # as in most that is handed in: no need to parse it
        return False
    try:
        tree = parse_source(source)
    except SyntaxError:
        return False
    graded = [node for node in tree.body if isinstance(node, _Definition) and node.name in names]
    return bool(graded) and all(map(_is_stub, graded))


def _is_stub(node: _Definition) -> bool:
    body = node.body[1:] if ast.get_docstring(node, clean=False) is not None else node.body
    if isinstance(node, ast.ClassDef):
        methods = [part for part in body if isinstance(part, _Definition)]
        return bool(methods) and all(map(_is_stub, methods))
    return len(body) == 1 and _raises_not_implemented(body[0])


def _raises_not_implemented(node: ast.stmt) -> bool:
    raised = node.exc if isinstance(node, ast.Raise) else None
    made = raised.func if isinstance(raised, ast.Call) else raised
    return isinstance(made, ast.Name) and made.id == "NotImplementedError"
