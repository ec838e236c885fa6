"""Collecting an assignment's checks from its `test_*.py`, with everything that is wrong."""

from __future__ import annotations

import ast
import importlib.util
import inspect
import re
import sys
import traceback
from collections.abc import Callable, Iterator, Set
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from autograder.course.assignment import Check, Exercise
from autograder.course.settings import or_nearest
from autograder.errors import Problem

FIXTURES: Final = ("student", "oracle", "draw", "record_property")
VISIBILITIES: Final = ("visible", "hidden", "after_due_date", "after_published")


def load_checks(
    folder: Path, exercises: tuple[Exercise, ...], *, validated: bool = False
) -> tuple[tuple[Check, ...], list[Problem]]:
    """Every check of the folder, in the order of their numbers, and the problems found.

    `validated`: their text has been looked at before, and need not be parsed again.
    """
    checks: list[Check] = []
    rejected: set[str] = set()
    problems: list[Problem] = []
    for path in sorted(folder.glob("test_*.py")):
        try:
            module = _import(path)
        except Exception as error:  # noqa: BLE001 - whatever a check's module raises is a problem to tell
            line = error.lineno if isinstance(error, SyntaxError) else _line_of(error, path)
            said = error.msg if isinstance(error, SyntaxError) else error
            text = f"cannot be imported: {type(error).__name__}: {said}"
            problems.append(Problem(path, line, text))
            rejected.update(
                re.findall(r"^def (test_\w+)", path.read_text("utf-8", "replace"), re.M)
            )
            continue
        problems += [] if validated else _shadowed(path)
        for function in _tests(module):
            check, found = _check(path, function, exercises)
            problems += found
            if check is None:
                rejected.add(function.__name__)
            else:
                checks.append(check)
    if not checks and not problems:
        problems.append(Problem(folder, None, "has no checks: want functions test_* in test_*.py"))
    if not problems:
        graded = {check.exercise for check in checks}
        problems += [
            Problem(folder, None, f"exercise {e.number} {e.name} has no check: want @number")
            for e in exercises
            if e.name not in graded
        ]
    problems += _duplicates(checks) + _unknown_prerequisites(checks, rejected)
    return tuple(sorted(checks, key=lambda check: ordinal(check.number))), problems


def _line_of(error: Exception, path: Path) -> int | None:
    """The line of this file in which an exception arose."""
    frames = traceback.extract_tb(error.__traceback__)
    return next((f.lineno for f in reversed(frames) if f.filename == str(path)), None)


def _import(path: Path) -> ModuleType:
    name = f"backmark_checks_{path.parent.name}_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None  # noqa: S101 - a .py path always has one
    assert spec.loader is not None  # noqa: S101
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def _tests(module: ModuleType) -> Iterator[Callable[..., None]]:
    for name, value in vars(module).items():
        is_ours = inspect.isfunction(value) and value.__module__ == module.__name__
        if is_ours and name.startswith("test_"):
            yield value


def _check(
    path: Path, function: Callable[..., None], exercises: tuple[Exercise, ...]
) -> tuple[Check | None, list[Problem]]:
    facts: dict[str, Any] = vars(function)
    number = str(facts.get("__number__", ""))
    exercise = number.partition(".")[0]
    check = Check(
        number=number,
        name=function.__name__,
        title=(inspect.getdoc(function) or "").partition("\n")[0].strip(),
        exercise=next((e.name for e in exercises if str(e.number) == exercise), ""),
        points=facts.get("__weight__"),  # type: ignore[arg-type]  # `_wrong_with` looks at it
        after=facts.get("__after__", ()),
        visibility=facts.get("__visibility__", "visible"),
        tags=tuple(facts.get("__tags__", ())),
        function=function,
        fixtures=tuple(inspect.signature(function).parameters),
        path=path,
        line=function.__code__.co_firstlineno,
    )
    wrong = [Problem(path, check.line, f"{check.name} {what}") for what in _wrong_with(check)]
    return None if wrong else check, wrong


def _wrong_with(check: Check) -> Iterator[str]:
    points: object = check.points
    if not check.number:
        yield 'has no @number: want one such as @number("1.2")'
    elif not check.exercise:
        exercise = check.number.partition(".")[0]
        yield f"has number {check.number}, but there is no exercise {exercise}"
    if not isinstance(points, (int, float)) or isinstance(points, bool) or not points > 0:
        yield f"has weight {points!r}, want a number above 0: @weight(2)"
    if not check.title:
        yield "has no docstring: its first line is what the student reads"
    for stray in check.fixtures:
        if stray not in FIXTURES:
            near = or_nearest(stray, FIXTURES)
            yield f"takes {stray}; a check takes only {', '.join(FIXTURES)}{near}"
    if check.visibility not in VISIBILITIES:
        yield f"has visibility {check.visibility!r}, want one of {', '.join(VISIBILITIES)}"


def _shadowed(path: Path) -> list[Problem]:
    """Of two functions of one name only the second exists: the first would silently never run."""
    seen: dict[str, int] = {}
    problems = []
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            if node.name in seen:
                message = f"{node.name} hides the one in line {seen[node.name]}: rename one"
                problems.append(Problem(path, node.lineno, message))
            seen[node.name] = node.lineno
    return problems


def _duplicates(checks: list[Check]) -> list[Problem]:
    seen: dict[str, Check] = {}
    problems = []
    for check in checks:
        for key in (check.number, check.name):
            if key in seen:
                message = (
                    f"{check.name}: {key} is also used in {seen[key].path.name}:"
                    f"{seen[key].line}: give one of them another"
                )
                problems.append(Problem(check.path, check.line, message))
            seen[key] = check
    return problems


def _unknown_prerequisites(checks: list[Check], rejected: Set[str]) -> list[Problem]:
    """Prerequisites must exist and come earlier by number, so that no check waits for itself.

    Of one that was `rejected` is told why, and no more.
    """
    order = {check.name: ordinal(check.number) for check in checks}
    return [
        Problem(check.path, check.line, f"{check.name} is after {name}, which {why}")
        for check in checks
        for name in check.after
        if name not in rejected
        for why in [
            f"does not exist{or_nearest(name, order)}"
            if name not in order
            else "has no lower number"
            if order[name] >= ordinal(check.number)
            else ""
        ]
        if why
    ]


def ordinal(number: str) -> tuple[tuple[int, str], ...]:
    """A check's number as a key to sort by: 2.10 comes after 2.9."""
    return tuple((int(part), "") if part.isdigit() else (0, part) for part in number.split("."))
