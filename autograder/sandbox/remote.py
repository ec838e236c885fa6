"""What a check holds of a submission: names of its functions and objects, which stay there."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np

from autograder.course.assignment import Function
from autograder.numerics.close import type_of
from autograder.sandbox.protocol import Call, Construct, GetAttr, Release, Target, fresh_id
from autograder.sandbox.wire import Handle
from autograder.verdict import CheckFailed, Failure

if TYPE_CHECKING:
    from autograder.sandbox.student import Student


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
            fresh_id(),
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
        release = Release(fresh_id(), [self._handle.id])
        self._student._ask(release, "release", self._student._limits.call_s)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        student = self._student
        request = GetAttr(fresh_id(), self._handle.id, name)
        return student._incoming(student._ask(request, name, student._limits.call_s).value)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it, where it is a function."""
        return self._apply(Target("", "", self._handle.id), args, kwargs)

    def _apply(self, target: Target, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        student = self._student
        call = Call(fresh_id(), target, student._outgoing(args), student._outgoing(kwargs))
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
