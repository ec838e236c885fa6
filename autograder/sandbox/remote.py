"""What a check holds of a submission: names of its functions and objects, which stay there."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, NoReturn

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
        self._given: dict[str, Any] = {}
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
        keywords = {**self._given, **kwargs}
        returned = self._student._call(self.name, self._function, args, keywords)
        value = self._student._incoming(returned.value)
        self._check_results(value)
        self._note_precision(value, args)
        asked = {*range(len(args)), *keywords}
        return value, {key: v for key, v in returned.changed.items() if key in asked}

    def batch(
        self, args: tuple[Any, ...], vary: int, rows: Any, *, by_element: bool = False
    ) -> Any:
        """The first results of one call for each row, put in the place of argument `vary`.

        A list, or one array where they are all alike. With `by_element`, `rows` has two columns:
        the element of an array `vary`, counted in C order, and what it becomes.
        """
        return self._student._batch(
            self.name, self._function, args, self._given, vary, rows, by_element=by_element
        )

    def given(self, **kwargs: Any) -> RemoteFunction:
        """The same function, always called with these keyword arguments.

        >>> assert_gradient(student.f.given(train=True), student.f_backward, x, draw=draw)
        """
        other = RemoteFunction(self._student, self.name, self._function)
        other._given = {**self._given, **kwargs}
        return other

    def note(self, text: str) -> None:
        """A remark of ours beside the check's result, whatever that will be."""
        self._student._note(text)

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
        names, opaque = self._function.returns, self._function.opaque
        results = value if len(names) > 1 else (value,)
        if type(results) is not tuple or len(results) != len(names):
            raise self._refused(f"({', '.join(names)})", value)
        if len(names) == 1 and type(value) is tuple:
            raise self._refused(names[0], value)
        for position, (name, result) in enumerate(zip(names, results, strict=True)):
            if position not in opaque:
                if _object_in(result) is not None:
                    raise self._refused(f"{name} as a plain array, number or text", result)
            elif not isinstance(result, RemoteObject):  # told to stay there: only forgers send it
                raise self._refused(f"an object for {name}", result)
            elif len(names) == 1 and result.type_name == "builtins.NoneType":
                raise self._refused(name, result)

    def _refused(self, wanted: str, value: Any) -> CheckFailed:
        got, inner = type_of(value), _object_in(value)
        if inner is not None and inner is not value and not isinstance(value, tuple):
            got += f" that holds {type_of(inner)}"
        text = f"{self.name} should return {wanted}: got {got}"
        return CheckFailed(Failure("results", self.name, text, observed=got))

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

    It can be called, computed with (+, -, *, /, **, @, [], which give objects again) and asked for
    attributes, which is how data come out of it. To be taken for a number, an array, a sequence or
    a condition, or compared by size, ends the check: the answer would be the student's to choose,
    and a sequence could be without an end. Never compute with it what is to be compared afterwards:
    that would tell the student's process what is wanted.
    """

    __slots__ = ("_called", "_handle", "_student")

    def __init__(
        self, student: Student, handle: Handle, called: str = "the function that was returned"
    ) -> None:
        self._student = student
        self._handle = handle
        self._called = called

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
        value = student._ask(request, name, student._limits.call_s).value
        if isinstance(value, Handle):
            return RemoteObject(student, value, name)
        return student._incoming(value)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it, where it is a function."""
        student, target = self._student, Target("", "", self._handle.id)
        call = Call(fresh_id(), target, student._outgoing(args), student._outgoing(kwargs))
        return student._incoming(student._ask(call, self._called, student._limits.call_s).value)

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *args: Any, **options: Any) -> Any:
        """An operator whose other side is an array or a number of NumPy's, which NumPy calls so."""
        name = _UFUNCS.get(ufunc.__name__)
        if name is None or method != "__call__" or options:
            raise _no_data(self)
        return _operate(self._student, name, *args)


def define(student: Student, source: str, called: str = "") -> RemoteObject:
    """A function of ours that runs in the student's process: to be called, or passed as argument.

    For a loop over the operators of a student's class, which would take a round trip each from
    here. What it returns is their process's word, as all else is: an object, whose data are read
    and compared here, or data that are compared here. It sees its arguments and Python, no more.

    Args:
        student: the proxy of the check.
        source: the text of one `def`. It is the check's, so public: it holds no right answer.
        called: what a message calls it; by default its name.
    """
    (function,) = ast.parse(source).body
    if not isinstance(function, ast.FunctionDef):
        raise TypeError("define takes the text of one function: def f(x): ...")
    handle = student._define(source, function.name)
    return RemoteObject(student, handle, called or function.name)


def _operate(student: Student, name: str, *args: Any) -> RemoteObject:
    """The object that a Python operator gives; anything else would be taken on trust."""
    call = Call(fresh_id(), Target("operator", name), student._outgoing(args), {})
    made = student._incoming(student._ask(call, name, student._limits.call_s).value)
    if isinstance(made, RemoteObject):
        return made
    got = type_of(made)
    text = f"{name} of an object should give an object: got {got}"
    raise CheckFailed(Failure("results", name, text, observed=got))


def _object_in(value: Any) -> RemoteObject | None:
    """The first object of the student's in a value, or None where it is data throughout."""
    if isinstance(value, RemoteObject):
        return value
    parts = value.values() if isinstance(value, dict) else value
    parts = parts if isinstance(value, (tuple, list, dict)) else ()
    return next((found for found in map(_object_in, parts) if found is not None), None)


def _no_data(value: RemoteObject) -> CheckFailed:
    got = type_of(value)
    text = f"got {got} where numbers are wanted"
    return CheckFailed(Failure("results", "the result", text, observed=got))


def _is_no_data(self: RemoteObject, *_: Any, **__: Any) -> NoReturn:
    raise _no_data(self)


_OPERATORS: Final = ("add", "sub", "mul", "truediv", "pow", "matmul")
_UFUNCS: Final = {"subtract": "sub", "multiply": "mul", "divide": "truediv", "power": "pow"} | {
    name: name for name in ("add", "matmul")
}
"""What NumPy calls the operators."""
_NEVER: Final = (
    "array", "bool", "bytes", "ceil", "complex", "contains", "divmod", "float", "floor", "ge", "gt",
    "index", "int", "invert", "iter", "le", "len", "lt", "rdivmod", "round", "trunc",
    *(side + name for side in ("", "r") for name in
      ("and", "floordiv", "lshift", "mod", "or", "rshift", "xor")),
)  # fmt: skip
"""What numbers and sequences can, and objects of a student's cannot: a failure, not a mistake of
the check's."""


def _operator(name: str, *, reflected: bool = False) -> Callable[..., RemoteObject]:
    def apply(self: RemoteObject, *others: Any) -> RemoteObject:
        args = (*others, self) if reflected else (self, *others)
        return _operate(self._student, name, *args)

    return apply


for _name in _NEVER:
    setattr(RemoteObject, f"__{_name}__", _is_no_data)
for _name in (*_OPERATORS, "neg", "pos", "abs", "getitem"):
    setattr(RemoteObject, f"__{_name}__", _operator(_name))
for _name in _OPERATORS:
    setattr(RemoteObject, f"__r{_name}__", _operator(_name, reflected=True))
