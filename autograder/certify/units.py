"""The pieces of a reference that mutants are made of, and the exercises that each of them reaches.

    source --units--> Unit (a function, a method or a statement, normalised) --splice--> source

Only what students write is taken: what stands in a solution region, and the signatures of the
functions around it. Normalised means without docstrings and annotations, so that the digest of a
unit's tree survives edits of prose, and no mutant is a mutant of a type hint.
"""

from __future__ import annotations

import ast
import copy
import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from autograder.course.assignment import Assignment
from autograder.course.markers import Region, solution_regions

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_PARAMETER = re.compile(r"^    (\w+): ((?:.*\n)(?:     +.*\n)*)", re.MULTILINE)
_STATEMENTS = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr, ast.If, ast.For)


@dataclass(frozen=True)
class Unit:
    """One piece of one module; `tree` is normalised, and keeps its positions in the file."""

    module: str
    name: str
    """Qualified: "linear_backward", "Value.backward"; of a statement, what it assigns to."""
    first: int
    """The first of its lines, decorators included, 1-based."""
    last: int
    indent: str
    tree: ast.stmt
    open_lines: frozenset[int]
    """Where it may be changed: solutions, and the signature."""
    integers: str
    """The first parameter that may hold integers, by the docstring's Args; "" for none."""

    @property
    def owner(self) -> str:
        """The top-level name it belongs to: the function's own, or its class's."""
        return self.name.partition(".")[0]

    @property
    def text(self) -> str:
        """The normalised source."""
        return ast.unparse(self.tree)

    def splice(self, source: str, text: str) -> str:
        """The module's `source` with `text` in the place of this unit."""
        lines = source.splitlines()
        lines[self.first - 1 : self.last] = textwrap.indent(text, self.indent).splitlines()
        return "\n".join(lines) + "\n"


def units(module: str, source: str) -> tuple[Unit, ...]:
    """Every unit of a module of the reference, in order."""
    regions = solution_regions(source)
    return tuple(_units(module, ast.parse(source).body, regions, ""))


def _units(
    module: str, body: list[ast.stmt], regions: tuple[Region, ...], prefix: str
) -> Iterator[Unit]:
    for node in body:
        inside = _lines(node) & {n for r in regions for n in range(r.begin, r.end + 1)}
        if not inside:
            continue
        if isinstance(node, ast.ClassDef):
            yield from _units(module, node.body, regions, f"{prefix}{node.name}.")
        elif isinstance(node, _FUNCTIONS):
            signature = range(_first_line(node), node.body[0].lineno)
            yield _unit(module, prefix + node.name, node, inside | set(signature))
        elif isinstance(node, _STATEMENTS) and not _is_text(node):
            names = [n.id for n in ast.walk(node) if isinstance(n, ast.Name)]
            yield _unit(module, prefix + (names or ["<statement>"])[0], node, inside)


def _unit(module: str, name: str, node: ast.stmt, open_lines: set[int]) -> Unit:
    last = node.end_lineno or node.lineno
    indent = " " * node.col_offset
    tree = normalised(node)
    lines, integers = frozenset(open_lines), _may_hold_integers(node)
    return Unit(module, name, _first_line(node), last, indent, tree, lines, integers)


def _may_hold_integers(node: ast.stmt) -> str:
    text = (ast.get_docstring(node) or "") if isinstance(node, _FUNCTIONS) else ""
    described = re.findall(_PARAMETER, text.partition("Args:")[2].partition("Returns:")[0])
    return next((name for name, words in described if "integers" in words), "")


def _lines(node: ast.stmt) -> set[int]:
    return set(range(_first_line(node), (node.end_lineno or node.lineno) + 1))


def _first_line(node: ast.stmt) -> int:
    decorators = getattr(node, "decorator_list", [])
    first: int = min([node.lineno, *(decorator.lineno for decorator in decorators)])
    return first


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def normalised(node: ast.stmt) -> ast.stmt:
    """A copy without docstrings and without the annotations of functions; positions are kept."""
    tree: ast.stmt = ast.fix_missing_locations(_Normaliser().visit(copy.deepcopy(node)))
    return tree


class _Normaliser(ast.NodeTransformer):
    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Any:
        node.returns = None
        body = [one for one in node.body if not _is_text(one)]
        node.body = body or [ast.copy_location(ast.Pass(), node.body[0])]
        return self.generic_visit(node)

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815

    def visit_arg(self, node: ast.arg) -> Any:
        node.annotation = None
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> Any:
        if node.value is None:
            return node
        return ast.copy_location(ast.Assign([node.target], node.value), self.generic_visit(node))


# --- reach -------------------------------------------------------------------------------------

Place = tuple[str, str]
"""A module and a top-level name in it."""


def reached(assignment: Assignment, sources: Mapping[str, str]) -> dict[Place, tuple[str, ...]]:
    """For every top-level name of the reference, the exercises that use it; its own comes first.

    A name is used where it is read, directly or by what is read there; objects are not followed.
    """
    uses = {place: seen for m, source in sources.items() for place, seen in _uses(m, source)}
    found: dict[Place, dict[str, None]] = {place: {} for place in uses}
    for exercise in assignment.exercises:
        for function in exercise.functions.values():
            found.setdefault((function.module, function.name), {})[exercise.name] = None
    for exercise in assignment.exercises:
        waiting = [(f.module, f.name) for f in exercise.functions.values()]
        seen = set(waiting)
        while waiting:
            place = waiting.pop()
            found.setdefault(place, {})[exercise.name] = None
            further = uses.get(place, frozenset()) - seen
            seen |= further
            waiting += further
    return {place: tuple(exercises) for place, exercises in found.items()}


def _uses(module: str, source: str) -> Iterator[tuple[Place, frozenset[Place]]]:
    """Each top-level name of a module, with the names it reads."""
    body = ast.parse(source).body
    imported = {
        alias.asname or alias.name: (node.module or "", alias.name)
        for node in body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    defined = {name for node in body for name in _bound(node)}
    for node in body:
        read = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
        members = {
            (n.value.id, n.attr)
            for n in ast.walk(node)
            if isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name)
        }
        places = {(module, name) for name in read & defined}
        places |= {imported[name] for name in read if name in imported}
        for name in _bound(node):
            yield (module, name), frozenset(places | members)


def _bound(node: ast.stmt) -> list[str]:
    if isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
        return [node.name]
    if isinstance(node, _STATEMENTS):
        return [
            n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
        ]
    return []
