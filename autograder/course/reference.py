"""Reading `reference/`: solutions, oracles and misconceptions, as text; nothing of it is run."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from autograder.course.assignment import Check, Exercise, Misconception
from autograder.course.settings import or_nearest
from autograder.errors import Problem

_DECLARABLE = (ast.FunctionDef, ast.ClassDef)
"""What can be graded, and what can stand in for it."""


def reference_problems(
    reference: Path, exercises: tuple[Exercise, ...], checks: tuple[Check, ...]
) -> list[Problem]:
    """What is missing: a graded function without a solution, a question without an oracle."""
    problems: list[Problem] = []
    for module in dict.fromkeys(exercise.module for exercise in exercises):
        path = reference / f"{module}.py"
        if not path.is_file():
            near = or_nearest(module, (other.stem for other in reference.glob("*.py")))
            message = f"is not there, but assignment.toml has an exercise in the module {module}"
            problems.append(Problem(path, None, f"{message}{near}"))
            continue
        defined, found = _defined(path)
        problems += found
        wanted = [n for e in exercises if e.module == module for n in e.functions]
        problems += [
            Problem(
                path,
                None,
                f"does not define {name}, which assignment.toml declares"
                f"{or_nearest(name, defined)}",
            )
            for name in wanted
            if not found and name not in defined
        ]
    oracle = reference / "oracle.py"
    defined, found = _defined(oracle)
    problems += found
    functions = {name for exercise in exercises for name in exercise.functions}
    for path in sorted({check.path for check in checks}):
        for fixture, name, line in _questions(path):
            if fixture == "oracle" and not found and name not in defined:
                said = f"asks oracle.{name}, which {oracle.name} does not define"
                problems.append(Problem(path, line, said + or_nearest(name, defined)))
            if fixture == "student" and name not in functions:
                said = f"calls student.{name}, which assignment.toml does not declare"
                problems.append(Problem(path, line, said + or_nearest(name, functions)))
    return problems


def _parse(path: Path) -> tuple[ast.Module | None, list[Problem]]:
    try:
        return ast.parse(path.read_text(encoding="utf-8"), filename=str(path)), []
    except OSError as error:
        return None, [Problem(path, None, f"cannot be read: {error.strerror}")]
    except (SyntaxError, ValueError) as error:
        line, said = (
            (error.lineno, error.msg) if isinstance(error, SyntaxError) else (None, str(error))
        )
        return None, [Problem(path, line, f"is not Python: {said}")]


def _defined(path: Path) -> tuple[set[str], list[Problem]]:
    tree, problems = _parse(path)
    body = tree.body if tree else []
    return {n.name for n in body if isinstance(n, (ast.FunctionDef, ast.ClassDef))}, problems


def _questions(path: Path) -> Iterable[tuple[str, str, int]]:
    """Every `student.NAME` and `oracle.NAME` in a file of checks."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name):
            continue
        if node.value.id in ("student", "oracle"):
            yield node.value.id, node.attr, node.lineno


def read_misconceptions(
    path: Path, exercises: tuple[Exercise, ...]
) -> tuple[tuple[Misconception, ...], list[Problem]]:
    """The misconceptions that a file declares with `@instead_of`, and the problems found."""
    tree, problems = _parse(path)
    owner = {name: exercise.name for exercise in exercises for name in exercise.functions}
    found: dict[str, Misconception] = {}
    for node in tree.body if tree else []:
        for function, options in _declarations(node):
            assert isinstance(node, _DECLARABLE)  # noqa: S101 - what `_declarations` yields for
            one, wrong = _misconception(node, function, options, owner, found)
            problems += [Problem(path, node.lineno, f"{node.name} {what}") for what in wrong]
            if one is not None:
                found[one.name] = one
    return tuple(found.values()), problems


def _declarations(node: ast.stmt) -> Iterable[tuple[Any, dict[str, Any]]]:
    if not isinstance(node, _DECLARABLE):
        return
    for decorator in node.decorator_list:
        if not isinstance(decorator, ast.Call):
            continue
        if getattr(decorator.func, "id", getattr(decorator.func, "attr", "")) == "instead_of":
            function = _literal(decorator.args[0]) if decorator.args else None
            yield function, {k.arg or "": _literal(k.value) for k in decorator.keywords}


def _literal(node: ast.expr) -> Any:
    try:
        return ast.literal_eval(node)
    except ValueError:
        return None


def _misconception(
    node: ast.FunctionDef | ast.ClassDef,
    function: Any,
    options: dict[str, Any],
    owner: dict[str, str],
    found: dict[str, Misconception],
) -> tuple[Misconception | None, list[str]]:
    name = options.get("name") or node.name
    before = found.get(name)
    sentence = (ast.get_docstring(node) or "").partition("\n")[0].strip()
    wrong = []
    if not isinstance(function, str):
        wrong.append("is instead of what is no text in quotation marks: want a function's name so")
    elif function not in owner:
        near = or_nearest(function, owner)
        wrong.append(f"is instead of {function!r}, which is not a graded function{near}")
    elif before is not None and before.exercise != owner[function]:
        wrong.append(f"replaces functions of two exercises: {before.exercise}, {owner[function]}")
    elif before is not None and (options.get("name") is None or function in before.replaces):
        wrong.append(f"is declared twice: also in line {before.line}")
    hint = options.get("hint") or (before.hint if before else "")
    sentence = sentence or (before.sentence if before else "")
    if not hint:
        wrong.append("has no hint (a literal string is wanted)")
    if not sentence:
        wrong.append('has no docstring: it is what a student reads after "looks like"')
    if wrong:
        return None, wrong
    replaces = {**(before.replaces if before else {}), function: node.name}
    row = options.get("row") or (before.row if before else None)
    line = before.line if before else node.lineno
    return Misconception(name, owner[function], sentence, hint, row, replaces, line), []
