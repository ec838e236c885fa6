"""The `student` of a check: a proxy through which the submission's functions are called.

Whatever goes wrong on the other side ends the check with an outcome (`CheckFailed`); what comes
back is plain values, already in the form that the function's exercise promises. No student object
ever exists here: what cannot cross is a `RemoteObject`, which only names one.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from typing import Any, Final

import numpy as np

from autograder.course.assignment import Function
from autograder.limits import Limits
from autograder.sandbox.outcomes import died, raised_by, spent
from autograder.sandbox.program import Program
from autograder.sandbox.protocol import (
    WHOLE,
    Batch,
    Call,
    CallbackCall,
    CallbackReply,
    Define,
    Import,
    Load,
    Raised,
    Request,
    Returned,
    Target,
    fresh_id,
)
from autograder.sandbox.remote import RemoteFunction, RemoteObject
from autograder.sandbox.transport import Transport, WorkerDied
from autograder.sandbox.wire import PLAIN, Callback, Handle
from autograder.verdict import CheckFailed, Failure, Outcome

MAX_NOTES: Final = 4  # in one check: more would be a way to spell out inputs
BATCH_ROW_S: Final = 0.02
"""Extra wall time for each row of a batch: a slow loop over an exercise-sized array takes 5 ms."""

_NUMPY_WARNING: Final = re.compile(
    r"RuntimeWarning: ((?:divide by zero|overflow|underflow|invalid value) encountered in ([\w ]+))"
)
_UFUNCS: Final = frozenset(
    {"reduce", "accumulate", "cast", "matmul", "det", "power"}
    | {name for name, value in vars(np).items() if isinstance(value, np.ufunc)}
)
"""NumPy's own words. Any other warning's text is the student's and might spell out inputs."""


class Student:
    """The functions of one submission, as seen by one check after another."""

    def __init__(self, program: Program, transport: Transport, limits: Limits) -> None:
        self._program = program
        self._transport = transport
        self._limits = limits
        self._end_s = transport.waited_s + limits.total_s
        self._callbacks: dict[int, Callable[..., Any]] = {}
        self._imported: set[str] = set()
        self._loaded = False
        self._notes: dict[str, None] = {}
        self._printed = ""

    def begin(self) -> None:
        """Start a check: modules run anew, so that no check depends on what another left behind."""
        self._callbacks, self._imported, self._notes, self._printed = {}, set(), {}, ""
        self._loaded = False  # the first call asks for it, together with its module
        if self._end_s <= self._transport.waited_s:
            raise spent("", self._limits.total_s)

    def end(self) -> tuple[tuple[str, ...], str]:
        """End a check: notes about what it saw, and what the submission printed."""
        return tuple(self._notes), self._printed

    def __getattr__(self, name: str) -> RemoteFunction:
        if name.startswith("__"):
            raise AttributeError(name)
        if name not in self._program.functions:
            near = difflib.get_close_matches(name, self._program.functions, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise AttributeError(f"the assignment has no function {name!r}{hint}")
        return RemoteFunction(self, name, self._program.functions[name])

    # --- requests, used by the proxies below --------------------------------------------------

    def _call(
        self, name: str, function: Function, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Returned:
        self._enter(function.module)
        call = Call(
            fresh_id(),
            Target(function.module, function.name),
            self._outgoing(args),
            self._outgoing(kwargs),
            WHOLE if function.opaque and len(function.returns) == 1 else function.opaque,
        )
        return self._ask(call, name, self._limits.call_s)

    def _batch(
        self,
        name: str,
        function: Function,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        vary: int,
        rows: Any,
        *,
        by_element: bool,
    ) -> Any:
        self._enter(function.module)
        wall_s = self._limits.call_s + BATCH_ROW_S * len(rows)
        target = Target(function.module, function.name)
        outgoing = self._outgoing(args), self._outgoing(kwargs)
        batch = Batch(fresh_id(), target, *outgoing, vary, rows, by_element)
        values = self._ask(batch, name, wall_s).value
        sequences = isinstance(values, list) or (isinstance(values, np.ndarray) and values.ndim)
        if not sequences or len(values) != len(rows):
            raise died(name, WorkerDied("crash", "sent something that is no answer"))
        return values

    def _define(self, source: str, name: str) -> Any:
        self._enter("")
        define = Define(fresh_id(), source, name)
        return self._ask(define, "the check", self._limits.call_s).value

    def _enter(self, module: str) -> None:
        """Make sure that a module may run and has run, before anything in it is called.

        No module: that the submission is there.
        """
        if module in self._program.forbidden:
            failure = Failure("forbidden", f"{module}.py", self._program.forbidden[module])
            raise CheckFailed(failure, Outcome.NOT_ALLOWED)
        file = self._program.modules.get(module, "")
        if not self._loaded:
            self._ask(self._load(module if file else ""), file, self._limits.import_s)
            self._loaded = True
        elif file and module not in self._imported:
            self._ask(Import(fresh_id(), module), file, self._limits.import_s)
        self._imported.add(module)

    def _load(self, enter: str) -> Load:
        program = self._program
        files, modules = dict(program.files), dict(program.modules)
        return Load(fresh_id(), files, modules, sorted(program.allowed_imports), enter)

    def _ask(self, request: Request, name: str, wall_s: float) -> Returned:
        left_s = self._end_s - self._transport.waited_s
        if left_s <= 0:
            raise spent(name, self._limits.total_s)
        try:
            answer = self._transport.request(request, self._serve, wall_s=min(wall_s, left_s))
        except WorkerDied as death:
            if death.kind == "timeout" and left_s < wall_s:
                raise spent(name, self._limits.total_s) from death
            raise died(name, death) from death
        # Counted here too: a worker may claim to have printed megabytes in every answer.
        self._printed += answer.printed[: self._limits.printed_chars - len(self._printed)]
        if isinstance(answer, Raised):
            raise raised_by(name, answer, self._program)
        for text in answer.warnings:
            known = _NUMPY_WARNING.fullmatch(text) if type(text) is str else None
            if known and known[2].removeprefix("scalar ") in _UFUNCS:
                self._note(f"NumPy warned: {known[1]}")
            else:
                self._note("it gave a warning of its own")
        return answer

    def _serve(self, call: CallbackCall) -> CallbackReply:
        function = self._callbacks.get(call.callback)
        if function is None:
            return CallbackReply(call.id, None, "no such function")
        try:
            return serve(call, function)
        except Exception as error:  # noqa: BLE001 - called with what a student chose to pass
            return CallbackReply(call.id, None, f"{type(error).__name__}: {error}")

    def _outgoing(self, value: Any) -> Any:
        if type(value) in PLAIN:
            return value
        if isinstance(value, RemoteObject):
            return object.__getattribute__(value, "_handle")
        if isinstance(value, tuple):
            return tuple(map(self._outgoing, value))
        if isinstance(value, list):
            return list(map(self._outgoing, value))
        if isinstance(value, dict):
            return {key: self._outgoing(item) for key, item in value.items()}
        if callable(value):
            number = len(self._callbacks) + 1
            self._callbacks[number] = value
            return Callback(number)
        return value

    def _incoming(self, value: Any) -> Any:
        if type(value) in PLAIN:
            return value
        if isinstance(value, Handle):
            return RemoteObject(self, value)
        if isinstance(value, tuple):
            return tuple(map(self._incoming, value))
        if isinstance(value, list):
            return list(map(self._incoming, value))
        if isinstance(value, dict):
            return {key: self._incoming(item) for key, item in value.items()}
        return value

    def _note(self, text: str) -> None:
        if len(self._notes) < MAX_NOTES:
            self._notes[text] = None


def serve(call: CallbackCall, function: Callable[..., Any]) -> CallbackReply:
    """Call a function of ours for the student's code, and tell what it did to its arguments."""
    before = [a.copy() if isinstance(a, np.ndarray) else None for a in call.args]
    value = function(*call.args, **call.kwargs)
    changed = {
        position: argument
        for position, (argument, old) in enumerate(zip(call.args, before, strict=True))
        if old is not None and argument.tobytes() != old.tobytes()
    }
    for position, old in enumerate(before):
        if old is not None and value is call.args[position]:
            return CallbackReply(call.id, None, changed=changed, same=position)
    return CallbackReply(call.id, value, changed=changed)
