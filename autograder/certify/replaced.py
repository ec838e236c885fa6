"""Which lines of the reference a stand-in takes the place of."""

from __future__ import annotations

import ast

Span = tuple[str, int, int]
"""A file, and the first and last line of a definition in it."""

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def replaced(file: str, source: str, name: str, theirs: str, stand_in: str) -> list[Span]:
    """The definitions that are never run once `name` is replaced by `stand_in`, or run otherwise.

    A class that derives from the one it replaces, and is nothing but methods of the same names,
    changes those methods alone.

    Args:
        file: the reference's module.
        source: its text.
        name: what is replaced: a top-level function or class.
        theirs: the text that defines the stand-in.
        stand_in: its name.
    """
    own, other = _definition(source, name), _definition(theirs, stand_in)
    if isinstance(own, ast.ClassDef) and isinstance(other, ast.ClassDef):
        methods = {node.name: node for node in own.body if isinstance(node, _FUNCTIONS)}
        derived = [ast.unparse(base) for base in other.bases] == [name] and not other.keywords
        changed = [node for node in other.body if not _is_docstring(node)]
        names = [node.name for node in changed if isinstance(node, _FUNCTIONS)]
        if derived and len(names) == len(changed) and methods.keys() >= set(names):
            return [_span(file, methods[method]) for method in names]
    return [_span(file, own)]


def _definition(source: str, name: str) -> ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef:
    for node in ast.parse(source).body:
        if isinstance(node, (*_FUNCTIONS, ast.ClassDef)) and node.name == name:
            return node
    raise KeyError(name)


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _span(file: str, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> Span:
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    return file, first, node.end_lineno or node.lineno
