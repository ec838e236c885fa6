"""Which lines of the reference a stand-in takes the place of."""

from __future__ import annotations

import ast

Span = tuple[str, int, int]
"""A file, and the first and last line of a definition in it."""

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def definitions(source: str) -> dict[str, Definition]:
    """The functions and classes at the top of a module, by name."""
    return {
        node.name: node
        for node in ast.parse(source).body
        if isinstance(node, (*_FUNCTIONS, ast.ClassDef))
    }


def replaced(file: str, own: Definition, other: Definition) -> list[Span]:
    """The definitions that are never run once `other` stands in for `own`, or run otherwise.

    A class that derives from the one it replaces, and is nothing but methods of the same names,
    changes those methods alone.

    Args:
        file: the reference's module.
        own: what is replaced in it.
        other: what stands in.
    """
    if isinstance(own, ast.ClassDef) and isinstance(other, ast.ClassDef):
        methods = {node.name: node for node in own.body if isinstance(node, _FUNCTIONS)}
        derived = [ast.unparse(base) for base in other.bases] == [own.name] and not other.keywords
        changed = [node for node in other.body if not _is_docstring(node)]
        names = [node.name for node in changed if isinstance(node, _FUNCTIONS)]
        if derived and len(names) == len(changed) and methods.keys() >= set(names):
            return [_span(file, methods[method]) for method in names]
    return [_span(file, own)]


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _span(file: str, node: Definition) -> Span:
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    return file, first, node.end_lineno or node.lineno
