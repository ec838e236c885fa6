"""A check's conversation as a Python program that a student can paste and run.

    events (Asked, Told) ──Script──▶ imports, inputs, calls, what came back, what was wanted

Inputs get the names of the parameters they were passed for, results those that the assignment gives
them; equal inputs are one variable. What stayed in the student's process (a cache, an object) is
the variable that the call before was assigned to.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from autograder.course.assignment import Function
from autograder.sandbox.protocol import Batch, Call, Construct, Define, GetAttr, Target
from autograder.sandbox.wire import Callback, Handle
from autograder.study.literals import in_short, literal
from autograder.study.recorder import Asked, Event, Told

MAX_EVENTS: Final = 60
"""Of one check: more than anybody reads; what differs is among the last."""
LARGE: Final = 1_000
"""Elements: a larger array is kept in a file beside the program, not spelt out in it."""


class Script:
    """A program in the making: statements, the names in use, and arrays too large to spell out."""

    def __init__(self, functions: Mapping[str, Function], sources: Mapping[str, str]) -> None:
        self.statements: list[str] = []
        self.large: dict[str, np.ndarray[Any, Any]] = {}
        self.modules: dict[str, set[str]] = {}
        self.incomplete = False
        """Whether a function stands in it that has to be written first."""
        self._functions = functions
        self._parameters = dict(_parameters(sources.values()))
        self._names: dict[bytes, str] = {}
        self._taken: set[str] = {"np", "operator", "large"}
        self._handles: dict[int, str] = {}
        self._wanted: list[str] = []

    def add(self, events: Sequence[Event]) -> None:
        """Write down what happened."""
        skipped = max(0, len(events) - MAX_EVENTS)
        if skipped:
            self.statements.append(f"# (the first {skipped} steps of this check are left out)")
        for event in [*_made_before(events[:skipped], events[skipped:]), *events[skipped:]]:
            if isinstance(event, Told):
                self._tell(event)
            else:
                self._ask(event)
        for name in self._wanted:
            if name in self._taken:
                self.statements.append(
                    f'print("{name}, and what was wanted:", {name}, want_{name})'
                )

    def _ask(self, event: Asked) -> None:
        request = event.request
        if isinstance(request, Define):
            self.statements.append(request.source.strip())
            self._assign(event, request.name, (request.name,))
        elif isinstance(request, GetAttr):
            expression = f"{self._handles.get(request.handle, 'it')}.{request.name}"
            if isinstance(event.answer, Handle):
                self._handles[event.answer.id] = expression
            else:
                self._result(event, expression, (request.name,))
        elif isinstance(request, (Call, Construct, Batch)):
            names = self._parameters.get(request.target.name, ())
            given = [
                self._value(value, names[i] if i < len(names) else f"argument_{i + 1}", event)
                for i, value in enumerate(request.args)
            ]
            given += [f"{k}={self._value(v, k, event)}" for k, v in request.kwargs.items()]
            if isinstance(request, Batch):
                rows = len(request.rows)
                self.statements.append(
                    f"# and {rows} calls of {self._callee(request.target)} in which "
                    f"{given[request.vary]} is moved a little, for finite differences"
                )
                return
            expression = f"{self._callee(request.target)}({', '.join(given)})"
            self._result(event, expression, self._results(request.target))

    def _callee(self, target: Target) -> str:
        if target.handle:
            owner = self._handles.get(target.handle, "it")
            return f"{owner}.{target.name}" if target.name else owner
        if target.module:
            self.modules.setdefault(target.module, set()).add(target.name)
        return f"operator.{target.name}" if target.module == "operator" else target.name

    def _results(self, target: Target) -> tuple[str, ...]:
        found = self._functions.get(target.name)
        if found is None or target.handle:
            return (target.name or "result",)
        return found.returns

    def _result(self, event: Asked, expression: str, names: tuple[str, ...]) -> None:
        if event.failure:
            self.statements += [expression, f"# {event.failure}"]
            return
        if event.answer is None:
            self.statements.append(expression)
            return
        single = len(names) == 1 or not isinstance(event.answer, tuple)
        if not single and len(event.answer) != len(names):
            single = True
        fresh = tuple(self._fresh(name) for name in (names[:1] if single else names))
        self.statements.append(f"{', '.join(fresh)} = {expression}")
        self._assign(event, "", fresh)
        values = (event.answer,) if single else event.answer
        for name, value in zip(fresh, values, strict=True):
            if not isinstance(value, Handle):
                self.statements.append(_remark(name, in_short(value)))

    def _assign(self, event: Asked, name: str, names: tuple[str, ...]) -> None:
        """Remember which variable stands for what stayed in the student's process."""
        values = (event.answer,) if len(names) == 1 else event.answer
        for variable, value in zip(names, values, strict=True):
            if isinstance(value, Handle):
                self._handles[value.id] = name or variable

    def _tell(self, event: Told) -> None:
        found = self._functions.get(event.name)
        names = found.returns if found else ()
        values = event.answer if isinstance(event.answer, tuple) else (event.answer,)
        names = names if len(names) == len(values) else (event.name,)
        values = values if len(names) == len(values) else (event.answer,)
        for name, value in zip(names, values, strict=True):
            made = self._fresh(f"want_{name}")
            self._define(made, value)
            if made == f"want_{name}":
                self._wanted.append(name)

    def _value(self, value: Any, name: str, event: Asked) -> str:
        """The variable, or the short literal, that stands for an argument."""
        if isinstance(value, Handle):
            return self._handles.get(value.id, "it")
        if isinstance(value, Callback):
            return self._function(event.functions[value.id], name)
        if isinstance(value, (bool, int, float, str)) or value is None:
            return literal(value)
        if isinstance(value, (list, tuple)) and any(
            isinstance(v, (Handle, Callback)) for v in value
        ):
            parts = ", ".join(self._value(v, name, event) for v in value)
            return f"[{parts}]" if isinstance(value, list) else f"({parts},)"
        if isinstance(value, np.random.Generator):
            made = self._fresh(name)
            state = value.bit_generator.state
            self.statements += [
                f"{made} = {literal(value)}",
                f"{made}.bit_generator.state = {state}",
            ]
            return made
        key = literal(value).encode()
        if key not in self._names:
            self._names[key] = self._fresh(name)
            self._define(self._names[key], value)
        return self._names[key]

    def _define(self, name: str, value: Any) -> None:
        if isinstance(value, np.ndarray) and value.size > LARGE:
            self.large[name] = value
            self.statements.append(f'{name} = large["{name}"]  # {value.dtype} {value.shape}')
        else:
            self.statements.append(f"{name} = {literal(value)}")

    def _function(self, function: Callable[..., Any], name: str) -> str:
        """A function of ours, as far as it can be named; otherwise what it is, in a remark."""
        if isinstance(function, np.ufunc):
            return f"np.{function.__name__}"
        code = getattr(function, "__code__", None)
        called = getattr(function, "__name__", "")
        if code is not None and getattr(function, "__globals__", {}).get(called) is function:
            self.modules.setdefault(Path(code.co_filename).stem, set()).add(called)
            return str(called)
        key = f"function {id(function)}".encode()
        if key not in self._names:
            self._names[key] = self._fresh(name)
            self.incomplete = True
            where = f"{Path(code.co_filename).name}, line {code.co_firstlineno}" if code else "it"
            self.statements.append(
                f"{self._names[key]} = ...  # write a function: the check makes its own, {where}"
            )
            self.statements += [f"#   {line}" for line in _source(function)]
        return self._names[key]

    def _fresh(self, name: str) -> str:
        name = name if name.isidentifier() else "value"
        fresh, count = name, 1
        while fresh in self._taken or fresh in self._functions:
            count += 1
            fresh = f"{name}_{count}"
        self._taken.add(fresh)
        return fresh

    def text(self, large: str) -> str:
        """The program; `large` is where its large arrays lie."""
        lines = ["import operator", ""] if "operator" in self.modules else []
        lines.append("import numpy as np")
        lines += [
            f"from {module} import {', '.join(sorted(self.modules[module]))}"
            for module in sorted(self.modules.keys() - {"operator"})
        ]
        if self.large:
            lines += ["", f'large = np.load("{large}")']
        return "\n".join([*lines, "", *self.statements]) + "\n"


def _made_before(earlier: Sequence[Event], later: Sequence[Event]) -> list[Event]:
    """Of the earlier steps, those that made what the later ones use: functions and objects."""
    needed = {
        handle for event in later if isinstance(event, Asked) for handle in _handles_in(event)
    }
    kept: list[Event] = []
    for event in reversed(earlier):
        if isinstance(event, Asked) and needed & _made_by(event):
            kept.append(event)
            needed |= _handles_in(event)
    return kept[::-1]


def _made_by(event: Asked) -> set[int]:
    parts = event.answer if isinstance(event.answer, tuple) else (event.answer,)
    return {part.id for part in parts if isinstance(part, Handle)}


def _handles_in(event: Asked) -> set[int]:
    """The objects that a request names."""
    request = event.request
    if isinstance(request, GetAttr):
        return {request.handle}
    if not isinstance(request, (Call, Construct, Batch)):
        return set()
    found = {request.target.handle} if request.target.handle else set()
    waiting = [*request.args, *request.kwargs.values()]
    while waiting:
        value = waiting.pop()
        if isinstance(value, Handle):
            found.add(value.id)
        elif isinstance(value, (list, tuple)):
            waiting += value
        elif isinstance(value, dict):
            waiting += value.values()
    return found


def _parameters(sources: Iterable[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The names of each function's parameters, as the student wrote them."""
    for source in sources:
        try:
            tree = ast.parse(source)
        except (SyntaxError, ValueError, RecursionError):
            continue
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                arguments = [*node.args.posonlyargs, *node.args.args]
                yield node.name, tuple(argument.arg for argument in arguments)


def _remark(name: str, value: str) -> str:
    first, *rest = value.splitlines()
    if not rest:
        return f"# {name} was {first}"
    return "\n".join([f"# {name} was", *(f"#   {line}" for line in (first, *rest))])


def _source(function: Callable[..., Any]) -> list[str]:
    try:
        return inspect.cleandoc(inspect.getsource(function)).splitlines()[:8]
    except (OSError, TypeError):
        return []
