"""Which imports of a submission the assignment does not allow, read from its syntax tree.

This is the rule of the assignment, told kindly and with a line number; it is no fence. What keeps a
student's process from torch is the jail, where the file system does not exist.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from autograder.course.source import never_runs, parse_source

HARMLESS: Final = frozenset(
    {
        # the language itself
        "__future__", "abc", "annotationlib", "builtins", "contextlib", "copy", "dataclasses",
        "enum", "functools", "operator", "types", "typing", "warnings", "weakref",
        # numbers: none of these knows a gradient
        "cmath", "decimal", "fractions", "math", "numbers", "random", "secrets", "statistics",
        # containers, text and dates
        "array", "bisect", "calendar", "collections", "datetime", "graphlib", "hashlib", "heapq",
        "itertools", "json", "pprint", "queue", "re", "reprlib", "string", "struct", "textwrap",
        "time", "unicodedata",
        # what a notebook or a quick experiment leaves behind; the jail makes their use harmless
        "argparse", "csv", "doctest", "gc", "gzip", "inspect", "io", "logging", "os", "pathlib",
        "pickle", "platform", "sys", "timeit", "traceback", "unittest",
    }
)  # fmt: skip
"""Standard library modules that students reasonably import and that do none of the work for them.
Left out: what reaches other programs, hosts or libraries (ctypes, importlib, multiprocessing,
socket, subprocess, threading, urllib), for which an exercise has no use. An import has to succeed
as well: a jailed worker has only what its zygote imported before, so that must cover this list."""

_IMPORTERS: Final = frozenset({"__import__", "import_module"})


@dataclass(frozen=True)
class ForbiddenImport:
    """An import that the assignment does not allow: the name as it was written, and where."""

    name: str
    line: int
    file: str


def forbidden_imports(
    source: str, filename: str, allowed: Collection[str], own: Collection[str]
) -> tuple[ForbiddenImport, ...]:
    """Return what `source` imports besides `allowed`, `own` modules and the harmless ones, by line.

    `allowed` and `own` are root names: "scipy" allows `scipy.special`. Imports count wherever they
    stand, except where they never run in a worker: under `if TYPE_CHECKING:` and under
    `if __name__ == "__main__":`. A file that does not parse imports nothing; the worker reports it.
    """
    try:
        tree = parse_source(source)
    except SyntaxError:
        return ()
    fine = HARMLESS | set(allowed) | set(own)
    # Python reads a name written in other letters as the plain one.
    by_call = not source.isascii() or any(name in source for name in _IMPORTERS)
    found = {
        ForbiddenImport(name, node.lineno, filename)
        for node in _nodes(tree, by_call=by_call)
        for name in _imported(node)
        if name.split(".")[0] not in fine and not _is_own(name, own)
    }
    return tuple(sorted(found, key=lambda one: (one.line, one.name)))


def _is_own(name: str, own: Collection[str]) -> bool:
    """Whether a relative name (`.linear`) is one of the assignment's own modules."""
    return name.startswith(".") and name.lstrip(".").split(".")[0] in own


def _nodes(tree: ast.AST, *, by_call: bool) -> Iterator[ast.expr | ast.stmt]:
    """Every node that a worker may run; iterative, since students choose how deep a tree is.

    Without `by_call`, no function that imports is mentioned, so expressions are passed over.
    """
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.expr) and not by_call:
            continue
        if isinstance(node, (ast.expr, ast.stmt)):
            yield node
        if isinstance(node, ast.If) and never_runs(node.test):
            waiting.extend(node.orelse)
        else:
            waiting.extend(ast.iter_child_nodes(node))


def _imported(node: ast.AST) -> list[str]:
    """The modules that one node imports, relative ones with their leading dots."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        dots = "." * node.level
        return [dots + node.module] if node.module else [dots + a.name for a in node.names]
    if isinstance(node, ast.Call):
        return _called_by_name(node)
    return []


def _called_by_name(call: ast.Call) -> list[str]:
    """The module of `__import__("torch")` and `importlib.import_module("torch")`."""
    function = call.func
    name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", None)
    if name not in _IMPORTERS:
        return []
    asked = call.args[:1] or [k.value for k in call.keywords if k.arg == "name"]
    return [a.value for a in asked if isinstance(a, ast.Constant) and isinstance(a.value, str)]
