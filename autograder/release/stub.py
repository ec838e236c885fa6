"""Derive what students start from: a reference file with every solution region taken out.

    inside a function      ->  raise NotImplementedError("linear_forward")   or "Class.method"
    at module or class level  ->  nothing at all (a private helper, a constant)

A top-level import that only the solution used goes with it, since it would give the solution away
and be unused in what students see. `import numpy as np` stays: they will need it.
Invariant: no marker and no line of a region is in the result, and a stub's stub is itself. A graded
function without any region in it would be given out solved: that is refused.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from autograder.course.assignment import Assignment
from autograder.course.markers import BEGIN, END, MarkerError, Region, solution_regions
from autograder.errors import CourseError, Problem, UsageError

_Scope = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
_ALWAYS_KEPT: Final = frozenset({"np"})


def stubs_of(assignment: Assignment) -> dict[str, str]:
    """The stubs of an assignment, by the names of their files; a hunt's program is none.

    Raises:
        UsageError: there is no reference to derive them from.
        CourseError: markers cannot be trusted, or a graded function would be given out solved.
    """
    if assignment.reference is None:
        raise UsageError(f"{assignment.name} has no reference here to derive stubs from")
    hunted = assignment.hunt.module if assignment.hunt else None
    stubs: dict[str, str] = {}
    problems: list[Problem] = []
    for module in assignment.modules:
        if module == hunted:  # everybody has another: `backmark hunt` writes it
            continue
        path = assignment.reference / f"{module}.py"
        source = path.read_text(encoding="utf-8")
        try:
            stub = stubs[path.name] = make_stub(source)
        except MarkerError as error:
            problems.append(Problem(path, error.line, error.message))
            continue
        graded = {f.name for f in assignment.functions.values() if f.module == module}
        problems += [
            Problem(path, line, f"students would get {name} solved: no `{BEGIN}` ... `{END}` in it")
            for name, line in _untouched(source, stub)
            if name in graded
        ]
    if problems:
        raise CourseError(problems)
    return stubs


def _untouched(source: str, stub: str) -> Iterator[tuple[str, int]]:
    """Functions and classes at the top level, each with its line, that the stub has whole."""
    left = {ast.dump(node) for node in ast.parse(stub).body}
    for node in ast.parse(source).body:
        if isinstance(node, _Scope) and ast.dump(node) in left:
            yield node.name, node.lineno


def make_stub(source: str) -> str:
    """Return `source` as students get it.

    Raises:
        MarkerError: the markers cannot be trusted, or what is left is not Python (a class or an
            `if` whose whole body was a region).
    """
    lines = source.replace("\r\n", "\n").rstrip().split("\n")
    source = "\n".join(lines) + "\n"
    regions = solution_regions(source)
    if not regions:
        return source
    tree = ast.parse(source)
    names = [_enclosing_function(tree, region, len(lines)) for region in regions]
    for region, name in reversed(list(zip(regions, names, strict=True))):
        stand_in = [] if name is None else [f'{region.indent}raise NotImplementedError("{name}")']
        _replace(lines, region.begin - 1, region.end, stand_in)
    stub = _parse_stub("\n".join(lines), regions[0])
    _drop_unused_imports(lines, stub, _used(tree) - _used(stub))
    result = "\n".join(lines).strip("\n") + "\n"
    _parse_stub(result, regions[0])
    return result


def _parse_stub(stub: str, region: Region) -> ast.Module:
    try:
        return ast.parse(stub)
    except SyntaxError as error:
        raise MarkerError(
            region.begin,
            f"without its solution regions (the first begins here) the file is not Python: "
            f"{error.msg}; leave a docstring where nothing else is left",
        ) from None


def _enclosing_function(tree: ast.Module, region: Region, line_count: int) -> str | None:
    """The graded function around a region, with its classes: the outermost, not a helper inside."""
    names: list[str] = []
    for scope in _enclosing_scopes(tree, region, line_count):
        names.append(scope.name)
        if not isinstance(scope, ast.ClassDef):
            return ".".join(names)
    return None


def _enclosing_scopes(tree: ast.Module, region: Region, line_count: int) -> list[_Scope]:
    """Classes and functions around a region, outermost first.

    A tree knows no comments, so a scope reaches to the line before the next statement after it, and
    encloses the markers there that are indented more than its own header.
    """
    statements = [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]
    starts = [_first_line(node) for node in statements]

    def encloses(scope: _Scope) -> bool:
        last = scope.end_lineno or scope.lineno
        reach = min((start for start in starts if start > last), default=line_count + 1)
        return scope.lineno < region.begin < reach and scope.col_offset < len(region.indent)

    scopes = [node for node in statements if isinstance(node, _Scope) and encloses(node)]
    return sorted(scopes, key=lambda scope: scope.lineno)


def _first_line(node: ast.stmt) -> int:
    decorators = node.decorator_list if isinstance(node, _Scope) else []
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


def _replace(lines: list[str], start: int, end: int, stand_in: list[str]) -> None:
    """Put `stand_in` in place of lines[start:end]; of the blank lines around a gap, keep one side.

    The larger side, so that two functions stay two blank lines apart.
    """
    if not stand_in:
        before = after = 0
        while start > 0 and not lines[start - 1].strip():
            start, before = start - 1, before + 1
        while end < len(lines) and not lines[end].strip():
            end, after = end + 1, after + 1
        stand_in = [""] * (max(before, after) if end < len(lines) else 0)
    lines[start:end] = stand_in


def _used(tree: ast.Module) -> set[str]:
    """Every name that occurs anywhere but as the target of an import."""
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def _drop_unused_imports(lines: list[str], stub: ast.Module, unused: set[str]) -> None:
    """Take `unused` names out of the top-level imports, from the last statement to the first."""
    for node in reversed(stub.body):
        if not isinstance(node, (ast.Import, ast.ImportFrom)):
            continue
        kept = [alias for alias in node.names if _stays(alias, unused)]
        start, end = node.lineno - 1, node.end_lineno or node.lineno
        if len(kept) == len(node.names) or ";" in lines[start]:
            continue
        node.names = kept
        _replace(lines, start, end, [ast.unparse(node)] if kept else [])


def _stays(alias: ast.alias, unused: set[str]) -> bool:
    name = alias.asname or alias.name.split(".")[0]
    return name not in unused or name in _ALWAYS_KEPT
