"""The wrong functions of a course without those that are not asked for.

A module of misconceptions holds hundreds, each check of each one runs it afresh, and two
milliseconds for what nobody calls would be a tenth of a certificate.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import Final

_DECORATOR: Final = "instead_of"


class StandIns:
    """A module of misconceptions.

    Args:
        source: its text.
    """

    def __init__(self, source: str) -> None:
        self._lines = source.splitlines(keepends=True)
        self.definitions: dict[str, ast.FunctionDef | ast.ClassDef] = {}
        """The stand-ins, by name."""
        self._uses: dict[str, set[str]] = {}
        self._always: set[str] = set()
        for node in ast.parse(source).body:
            names = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and _stands_in(node):
                self.definitions[node.name] = node
                self._uses[node.name] = names
            else:
                self._always |= names

    def only(self, wanted: Iterable[str]) -> str:
        """The module with these stand-ins and whatever they use; each on the line where it was."""
        waiting, kept = {*wanted, *self._always}, set[str]()
        while waiting:
            name = waiting.pop()
            if name in self.definitions and name not in kept:
                kept.add(name)
                waiting |= self._uses[name]
        lines = list(self._lines)
        for name, node in self.definitions.items():
            if name not in kept:
                first = min(decorator.lineno for decorator in node.decorator_list)
                last = node.end_lineno or node.lineno
                lines[first - 1 : last] = ["\n"] * (last - first + 1)
        return "".join(lines)


def _stands_in(node: ast.FunctionDef | ast.ClassDef) -> bool:
    called = (d.func for d in node.decorator_list if isinstance(d, ast.Call))
    return any(isinstance(function, ast.Name) and function.id == _DECORATOR for function in called)
