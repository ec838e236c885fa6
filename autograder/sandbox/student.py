"""The `student` of a check: a proxy through which the submission's functions are called.

Whatever goes wrong on the other side ends the check with an outcome (`CheckFailed`); what comes
back is plain values, already in the form that the function's exercise promises. No student object
ever exists here: what cannot cross is a `RemoteObject`, which only names one.
"""

from __future__ import annotations

import builtins
import difflib
import operator
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NoReturn

import numpy as np

from autograder.course.assignment import Function
from autograder.limits import Limits
from autograder.numerics.close import type_of
from autograder.sandbox.protocol import (
    Batch,
    Call,
    CallbackCall,
    CallbackReply,
    Construct,
    Frame,
    GetAttr,
    Import,
    Load,
    Raised,
    Release,
    Request,
    Returned,
    Target,
)
from autograder.sandbox.transport import Transport, WorkerDied
from autograder.sandbox.wire import Callback, Handle
from autograder.verdict import CheckFailed, Failure, Outcome

MAX_NOTES: Final = 4  # in one check: more would be a way to spell out inputs
BATCH_ROW_S: Final = 0.02
"""Extra wall time for each row of a batch: a slow loop over an exercise-sized array takes 5 ms."""

_DEATHS: Final = {
    "timeout": Outcome.TIMED_OUT,
    "memory": Outcome.OUT_OF_MEMORY,
    "crash": Outcome.CRASHED,
}

_NUMPY_WARNING: Final = re.compile(
    r"RuntimeWarning: ((?:divide by zero|overflow|underflow|invalid value) encountered in ([\w ]+))"
)
_UFUNCS: Final = frozenset(
    {"reduce", "accumulate", "cast", "matmul", "det", "power"}
    | {name for name in dir(np) if isinstance(getattr(np, name), np.ufunc)}
)
"""NumPy's own words. Any other warning's text is the student's and might spell out inputs."""


_EXCEPTIONS: Final = frozenset({"LinAlgError"}) | {
    name
    for module in (builtins, np.exceptions)
    for name, value in vars(module).items()
    if isinstance(value, type) and issubclass(value, BaseException)
}
"""Exceptions that Python and NumPy have names for; any other name is the student's to choose."""


@dataclass(frozen=True)
class Program:
    """What is loaded: sources, the modules they serve, graded functions, allowed imports."""

    files: Mapping[str, str]
    modules: Mapping[str, str]
    functions: Mapping[str, Function]
    allowed_imports: frozenset[str]
    forbidden: Mapping[str, str] = field(default_factory=dict)
    """Modules that import what they must not, with the sentence that says so: never run."""


class Student:
    """The functions of one submission, as seen by one check after another."""

    def __init__(self, program: Program, transport: Transport, limits: Limits) -> None:
        self._program = program
        self._transport = transport
        self._limits = limits
        self._callbacks: dict[int, Callable[..., Any]] = {}
        self._imported: set[str] = set()
        self._notes: dict[str, None] = {}
        self._printed = ""

    def begin(self) -> None:
        """Start a check: modules run anew, so that no check depends on what another left behind."""
        self._callbacks, self._imported, self._notes, self._printed = {}, set(), {}, ""
        program = self._program
        load = Load(
            _fresh_id(),
            dict(program.files),
            dict(program.modules),
            sorted(program.allowed_imports),
        )
        self._ask(load, "", self._limits.call_s)

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
            _fresh_id(),
            Target(function.module, function.name),
            self._outgoing(args),
            self._outgoing(kwargs),
            function.opaque,
        )
        return self._ask(call, name, self._limits.call_s)

    def _batch(
        self, name: str, function: Function, args: tuple[Any, ...], vary: int, rows: Any
    ) -> Any:
        self._enter(function.module)
        wall_s = self._limits.call_s + BATCH_ROW_S * len(rows)
        target = Target(function.module, function.name)
        batch = Batch(_fresh_id(), target, self._outgoing(args), vary, rows)
        values = self._ask(batch, name, wall_s).value
        sequences = isinstance(values, list) or (isinstance(values, np.ndarray) and values.ndim)
        if not sequences or len(values) != len(rows):
            raise _died(name, WorkerDied("crash", "sent something that is no answer"))
        return values

    def _enter(self, module: str) -> None:
        """Make sure that a module may run and has run, before anything in it is called."""
        if module in self._program.forbidden:
            failure = Failure("forbidden", f"{module}.py", self._program.forbidden[module])
            raise CheckFailed(failure, Outcome.NOT_ALLOWED)
        if module not in self._imported and module in self._program.modules:
            file = self._program.modules[module]
            self._ask(Import(_fresh_id(), module), file, self._limits.import_s)
            self._imported.add(module)

    def _ask(self, request: Request, name: str, wall_s: float) -> Returned:
        try:
            answer = self._transport.request(request, self._serve, wall_s=wall_s)
        except WorkerDied as death:
            raise _died(name, death) from death
        # Counted here too: a worker may claim to have printed megabytes in every answer.
        self._printed += answer.printed[: self._limits.printed_chars - len(self._printed)]
        if isinstance(answer, Raised):
            raise _raised(name, answer, self._program)
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
            return CallbackReply(call.id, function(*call.args, **call.kwargs))
        except Exception as error:  # noqa: BLE001 - called with what a student chose to pass
            return CallbackReply(call.id, None, f"{type(error).__name__}: {error}")

    def _outgoing(self, value: Any) -> Any:
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


class RemoteFunction:
    """One graded function of the submission."""

    def __init__(self, student: Student, name: str, function: Function) -> None:
        self._student = student
        self._function = function
        self.name = name

    @property
    def returns(self) -> tuple[str, ...]:
        """The names of its results, in order."""
        return self._function.returns

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it; returns exactly the results its exercise promises, or ends the check."""
        return self.call_and_watch(*args, **kwargs)[0]

    def call_and_watch(self, *args: Any, **kwargs: Any) -> tuple[Any, dict[int | str, Any]]:
        """The same, with the arguments it modified in place, by position or name."""
        returned = self._student._call(self.name, self._function, args, kwargs)
        value = self._student._incoming(returned.value)
        self._check_results(value)
        self._note_precision(value, args)
        asked = {*range(len(args)), *kwargs}
        return value, {key: v for key, v in returned.changed.items() if key in asked}

    def batch(self, args: tuple[Any, ...], vary: int, rows: Any) -> Any:
        """The first results of one call for each row, put in the place of argument `vary`.

        A list, or one array where they are all alike.
        """
        return self._student._batch(self.name, self._function, args, vary, rows)

    def new(self, *args: Any, **kwargs: Any) -> RemoteObject:
        """Construct an object, where the name is a class."""
        student, function = self._student, self._function
        student._enter(function.module)
        construct = Construct(
            _fresh_id(),
            Target(function.module, function.name),
            student._outgoing(args),
            student._outgoing(kwargs),
        )
        returned = student._ask(construct, self.name, student._limits.call_s)
        made = student._incoming(returned.value)
        if isinstance(made, RemoteObject):
            return made
        raise CheckFailed(Failure("results", self.name, f"{self.name}() made no object"))

    def _check_results(self, value: Any) -> None:
        names = self._function.returns
        if len(names) == 1 and not isinstance(value, tuple):
            return
        if len(names) > 1 and type(value) is tuple and len(value) == len(names):
            return
        wanted = names[0] if len(names) == 1 else f"({', '.join(names)})"
        text = f"{self.name} should return {wanted}: got {type_of(value)}"
        observed = type_of(value)
        raise CheckFailed(Failure("results", self.name, text, observed=observed))

    def _note_precision(self, value: Any, args: tuple[Any, ...]) -> None:
        given = [a.dtype for a in args if isinstance(a, np.ndarray) and a.dtype.kind == "f"]
        results = value if isinstance(value, tuple) else (value,)
        low = {
            str(r.dtype)
            for r in results
            if isinstance(r, (np.ndarray, np.generic)) and r.dtype.kind == "f" and r.itemsize < 8
        }
        if low and given and all(dtype == np.float64 for dtype in given):
            dtypes = ", ".join(sorted(low))
            self._student._note(f"{self.name} returned {dtypes} for float64 arguments")


class RemoteObject:
    """An object of the student's, which stays with the student's process; this only names it.

    It can be called, computed with and asked for attributes. To be taken for a number, an array, a
    sequence or a condition ends the check: the answer would be the student's to choose, and a
    sequence could be without an end.
    """

    __slots__ = ("_handle", "_student")

    def __init__(self, student: Student, handle: Handle) -> None:
        self._student = student
        self._handle = handle

    @property
    def type_name(self) -> str:
        """What its process says its type is: for people."""
        return self._handle.type_name

    def release(self) -> None:
        """Let its process forget it, before the check ends."""
        release = Release(_fresh_id(), [self._handle.id])
        self._student._ask(release, "release", self._student._limits.call_s)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        student = self._student
        request = GetAttr(_fresh_id(), self._handle.id, name)
        return student._incoming(student._ask(request, name, student._limits.call_s).value)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it, where it is a function."""
        return self._apply(Target("", "", self._handle.id), args, kwargs)

    def _apply(self, target: Target, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        student = self._student
        call = Call(_fresh_id(), target, student._outgoing(args), student._outgoing(kwargs))
        where = target.name or "the function that was returned"
        return student._incoming(student._ask(call, where, student._limits.call_s).value)


def _is_no_data(self: RemoteObject, *_: Any, **__: Any) -> NoReturn:
    got = type_of(self)
    text = f"got {got} where numbers are wanted"
    raise CheckFailed(Failure("results", "the result", text, observed=got))


for _name in (
    "array", "bool", "bytes", "complex", "contains", "float", "index", "int", "iter", "len"
):  # fmt: skip
    setattr(RemoteObject, f"__{_name}__", _is_no_data)


def _operator(name: str, *, reflected: bool = False) -> Callable[..., Any]:
    def apply(self: RemoteObject, *others: Any) -> Any:
        args = (*others, self) if reflected else (self, *others)
        return self._apply(Target("operator", name), args, {})

    return apply


for _name in ("add", "sub", "mul", "truediv", "pow", "matmul", "lt", "le", "gt", "ge"):
    setattr(RemoteObject, f"__{_name}__", _operator(_name))
    if hasattr(operator, f"__i{_name}__"):
        setattr(RemoteObject, f"__r{_name}__", _operator(_name, reflected=True))
for _name in ("neg", "pos", "abs", "getitem"):
    setattr(RemoteObject, f"__{_name}__", _operator(_name))


def _fresh_id() -> int:
    return secrets.randbits(62)


def _died(name: str, death: WorkerDied) -> CheckFailed:
    where = name or "the submission"
    failure = Failure("death", where, f"{where} {death.reason}", observed=death.kind)
    return CheckFailed(failure, _DEATHS[death.kind])


def _raised(name: str, raised: Raised, program: Program) -> CheckFailed:
    """The outcome of a call that raised; its text is nothing a student can choose freely."""
    if raised.kind == "missing":
        return _missing(name, program)
    if raised.type_name == "NotImplementedError" and raised.kind == "exception":
        function = raised.message if raised.message in program.functions else name
        text = f"{function} is not written yet"
        return CheckFailed(Failure("missing", function, text), Outcome.NOT_ATTEMPTED)
    type_name = raised.type_name if raised.builtin else ""
    if type_name not in _EXCEPTIONS:
        type_name = "an exception of its own"
    frames = [frame for frame in raised.trace() if _is_in(frame, program)]
    place = f" in {frames[-1].file}, line {frames[-1].line}" if frames else ""
    verb = "could not be imported: it raised" if raised.kind == "import" else "raised"
    outcome = Outcome.OUT_OF_MEMORY if type_name == "MemoryError" else Outcome.RAISED
    lines = [f"{raised.type_name}: {raised.message}"] if raised.message else []
    lines += dict.fromkeys(f"{frame.file}:{frame.line}: {frame.source}" for frame in frames)
    # The message too, as a misconception is not known by its exception's type alone; never shown.
    observed = f"{type_name}: {raised.message}"
    text, detail = f"{name} {verb} {type_name}{place}", "\n".join(lines)
    kind = "import" if raised.kind == "import" else "exception"
    return CheckFailed(Failure(kind, name, text, detail, observed=observed), outcome)


def _is_in(frame: Frame, program: Program) -> bool:
    """Whether the submission has that line: one of its own making could spell out inputs."""
    source = program.files.get(frame.file)
    return source is not None and 0 < frame.line <= source.count("\n") + 1


def _missing(name: str, program: Program) -> CheckFailed:
    module = program.functions[name].module if name in program.functions else ""
    file = program.modules.get(module)
    text = f"{file} does not define {name}" if file else f"{module}.py was not handed in"
    return CheckFailed(Failure("missing", name, text), Outcome.NOT_ATTEMPTED)
