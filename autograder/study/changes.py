"""Which exercises have to be checked again after a file was saved: those that use what changed.

    sources before, sources now ──changed_names──▶ names of functions, classes, constants
    names, who uses whom, what each check calls  ──affected──▶ exercises

By names, never by running anything. Too much may be named, as where two modules define one name;
too little not, but for what a function reaches through a string.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from types import CodeType, FunctionType

from autograder.course.assignment import Assignment, Check
from autograder.course.source import parse_source

_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
EVERYTHING = "*"
"""Stands for a module's every name: it cannot be parsed, or something in it is no definition."""


def changed_names(before: Mapping[str, str], now: Mapping[str, str]) -> set[str]:
    """The names whose definitions differ between two versions of the sources, by file.

    Comments and layout are no difference. EVERYTHING, where one cannot say.
    """
    changed: set[str] = set()
    for file in before.keys() | now.keys():
        old, new = before.get(file, ""), now.get(file, "")
        if old == new:
            continue
        were, are = _definitions(old), _definitions(new)
        if were is None or are is None:
            return {EVERYTHING}
        changed |= {name for name in were.keys() | are.keys() if were.get(name) != are.get(name)}
    return changed


def _definitions(source: str) -> dict[str, str] | None:
    """What a module defines at its top level, each as the text of its tree; None if it has none."""
    found: dict[str, str] = {}
    try:
        for statement in parse_source(source).body:
            for name in _bound(statement):
                found[name] = found.get(name, "") + ast.dump(statement)
    except (SyntaxError, RecursionError, ValueError):  # ValueError: digits too many to print
        return None
    return found


def _bound(statement: ast.stmt) -> Iterator[str]:
    """The names that a statement defines; EVERYTHING where it is not of the kind that defines."""
    if isinstance(statement, _Definition):
        yield statement.name
    elif isinstance(statement, (ast.Import, ast.ImportFrom)):
        yield from (a.asname or a.name.partition(".")[0] for a in statement.names)
    elif isinstance(statement, (ast.Assign, ast.AnnAssign)):
        stores = (n for n in ast.walk(statement) if isinstance(n, ast.Name))
        yield from (n.id for n in stores if isinstance(n.ctx, ast.Store))
    elif not (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)):
        yield EVERYTHING


def affected(assignment: Assignment, sources: Iterable[str], changed: set[str]) -> list[str]:
    """The exercises whose checks may end differently since these names changed, in order."""
    if EVERYTHING in changed:
        return [exercise.name for exercise in assignment.exercises]
    uses = _users(sources)
    reached = set(changed)
    waiting = list(changed)
    while waiting:
        for user in uses.get(waiting.pop(), ()):
            if user not in reached:
                reached.add(user)
                waiting.append(user)
    if EVERYTHING in reached:
        return [exercise.name for exercise in assignment.exercises]
    touched = {check.name for check in assignment.checks if _calls(check) & reached}
    touched |= {
        check.name
        for exercise in assignment.exercises
        for check in assignment.checks
        if check.exercise == exercise.name and reached & exercise.functions.keys()
    }
    for check in assignment.checks:  # in the order of their numbers: prerequisites come first
        if touched & set(check.after):
            touched.add(check.name)
    exercises = {check.exercise for check in assignment.checks if check.name in touched}
    return [exercise.name for exercise in assignment.exercises if exercise.name in exercises]


def _users(sources: Iterable[str]) -> dict[str, set[str]]:
    """For each name, the top-level names in whose definitions it occurs."""
    users: dict[str, set[str]] = {}
    for source in sources:
        try:
            tree = parse_source(source)
        except (SyntaxError, RecursionError):
            continue
        for statement in tree.body:
            names = set(_bound(statement))
            for node in ast.walk(statement):
                name = getattr(node, "id", None) or getattr(node, "attr", None)
                if isinstance(name, str):
                    users.setdefault(name, set()).update(names)
    return users


def _calls(check: Check) -> set[str]:
    """Every name and text in a check and in the functions of its file that it calls."""
    found: set[str] = set()
    waiting: list[CodeType] = [check.function.__code__]
    seen: set[CodeType] = set()
    while waiting:
        code = waiting.pop()
        if code in seen:
            continue
        seen.add(code)
        found.update(code.co_names)
        for constant in code.co_consts:
            if isinstance(constant, CodeType):
                waiting.append(constant)
            elif isinstance(constant, str):
                found.add(constant)
        for name in code.co_names:
            helper = check.function.__globals__.get(name)
            if isinstance(helper, FunctionType) and helper.__module__ == check.function.__module__:
                waiting.append(helper.__code__)
    return found
