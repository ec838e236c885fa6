"""Mutants of a reference: cosmic-ray's operators and our own, one change to one function each.

    Unit --changes--> text --parse, normalise, compare--> Mutant (a key, a diff, what to splice in)

cosmic-ray is used as a function from text to text; its own runner starts a process for each mutant,
ours grades a hundred in a second (see `grading.py`). Those of its operators that want arguments are
left out, as they draw at random.
"""

from __future__ import annotations

import ast
import difflib
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

from autograder.certify.numpy_operators import numpy_changes
from autograder.certify.units import Unit, normalised

Change = tuple[str, Callable[[], "str | None"]]
"""An operator's name, and what gives the changed source (None where there is none after all)."""


@dataclass(frozen=True)
class Mutant:
    """One change; `text` is the whole changed unit."""

    key: str
    unit: Unit
    line: int
    operator: str
    diff: str
    text: str


def mutants_of(unit: Unit, wanted: Callable[[str], bool] = lambda label: True) -> list[Mutant]:
    """The different mutants of a unit, in a fixed order.

    Args:
        unit: what to mutate.
        wanted: chooses by label, "module.name:operator:number", before the work is done.
    """
    before, found = unit.text, dict[str, Mutant]()
    seen = {key_of(unit.name, before)}
    for label, operator, change in _labelled(unit):
        mutant = _mutant(unit, before, operator, change) if wanted(label) else None
        if mutant is not None and mutant.key not in seen:
            seen.add(mutant.key)
            found[mutant.key] = mutant
    return list(found.values())


def labels_of(unit: Unit) -> list[str]:
    """The labels of all changes to a unit, equal ones and impossible ones included."""
    return [label for label, _, _ in _labelled(unit)]


def key_of(name: str, text: str) -> str:
    """The digest of a unit whose normalised source is `text`."""
    return hashlib.blake2b(f"{name}\n{text}".encode(), digest_size=6).hexdigest()


def _labelled(unit: Unit) -> Iterator[tuple[str, str, Callable[[], str | None]]]:
    count: dict[str, int] = {}
    for source in (cosmic_changes(unit.text), numpy_changes(unit.tree, unit.integers)):
        for operator, change in source:
            number = count[operator] = count.get(operator, -1) + 1
            yield f"{unit.module}.{unit.name}:{operator}:{number}", operator, change


def cosmic_changes(text: str) -> Iterator[Change]:
    """Every change that cosmic-ray's operators can make to a piece of source."""
    nodes = list(ast_nodes(get_ast(text)))
    for name, operator in _cosmic_operators():
        positions = sum(len(list(operator.mutation_positions(node))) for node in nodes)
        for occurrence in range(positions):
            yield name, partial(mutate_code, text, operator, occurrence)


@cache
def _cosmic_operators() -> tuple[tuple[str, Any], ...]:
    found = [(name, get_operator(name)) for name in sorted(operator_names())]
    return tuple((name, operator()) for name, operator in found if not operator.arguments())


def _mutant(
    unit: Unit, before: str, operator: str, change: Callable[[], str | None]
) -> Mutant | None:
    text = change()
    if text is None:
        return None
    try:
        tree = ast.parse(text).body
        line = _first_difference(unit.tree, tree[0])
        after = "\n".join(ast.unparse(normalised(node)) for node in tree)
    except (
        SyntaxError,
        ValueError,
        IndexError,
    ):  # not Python: cosmic-ray sees operators in f(*, x)
        return None
    if line not in unit.open_lines or _turns_parameters(operator, unit.tree, tree[0]):
        return None
    return Mutant(key_of(unit.name, after), unit, line, operator, _diff(before, after), after)


def _turns_parameters(operator: str, before: ast.AST, after: ast.AST) -> bool:
    """Whether cosmic-ray took the ``*`` or ``/`` between parameters for an operator."""
    if not operator.startswith("core/") or not hasattr(before, "args"):
        return False
    names = [
        [[a.arg for a in getattr(tree.args, kind)] for kind in ("posonlyargs", "args")]
        for tree in (before, after)
        if isinstance(tree, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]
    return names[0] != names[-1]


def _diff(before: str, after: str) -> str:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return "\n".join(line for line in lines if not line.startswith(("---", "+++", "@@")))


def _first_difference(original: ast.AST, mutant: ast.AST) -> int:
    """The line, in the original's file, of the innermost statement or expression that differs."""
    line: int = getattr(original, "lineno", 0)
    if type(original) is not type(mutant):
        return line
    for field in original._fields:
        a, b = getattr(original, field, None), getattr(mutant, field, None)
        pairs = zip(a, b, strict=False) if isinstance(a, list) and isinstance(b, list) else [(a, b)]
        for one, other in pairs:
            if isinstance(one, ast.AST) and isinstance(other, ast.AST):
                if ast.dump(one) != ast.dump(other):
                    return _first_difference(one, other) or line
            elif one != other:
                return getattr(one, "lineno", 0) or line
        if isinstance(a, list) and isinstance(b, list) and len(a) != len(b):
            return line
    return line
