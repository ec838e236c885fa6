"""Objects of a student's: what a check can do with them, and what ends it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder.course.assignment import Function
from autograder.judging.expect import expect
from autograder.limits import Limits
from autograder.sandbox.in_process import InProcess
from autograder.sandbox.program import Program
from autograder.sandbox.protocol import (
    Answer,
    Batch,
    Call,
    CallbackCall,
    CallbackReply,
    Request,
    Returned,
)
from autograder.sandbox.remote import define
from autograder.sandbox.student import Student
from autograder.sandbox.transport import Callbacks, WorkerDied
from autograder.verdict import CheckFailed

FUNCTIONS = {
    "number": Function("layer", "number", ("out",)),
    "pair": Function("layer", "pair", ("out", "cache"), opaque=(1,)),
    "chain_rule": Function("layer", "chain_rule", ("derivative",), opaque=(0,)),
    "Value": Function("layer", "Value", ("value",), opaque=(0,)),
}
VALUE = """
def _data(x):
    return x.data if isinstance(x, Value) else x
class Value:
    def __init__(self, data):
        self.data, self.grad = data, 0.0
    def __add__(self, other):
        return Value(self.data + _data(other))
    __radd__ = __add__
    def __mul__(self, other):
        return Value(self.data * _data(other))
    __rmul__ = __mul__
    def __sub__(self, other):
        return Value(self.data - _data(other))
    def __rsub__(self, other):
        return Value(other - self.data)
    def __matmul__(self, other):
        return Value(self.data @ _data(other))
    def __rmatmul__(self, other):
        return Value(other @ self.data)
    def __neg__(self):
        return Value(-self.data)
    def __getitem__(self, index):
        return Value(self.data[index])
    __array_ufunc__ = None
    def relu(self):
        return Value(max(self.data, 0.0))
    def item(self):
        return float(self.data)
    @property
    def T(self):
        return Value(self.data.T)
"""


def student_of(source: str, transport: Any = None) -> Student:
    limits = Limits()
    program = Program({"layer.py": source}, {"layer": "layer.py"}, FUNCTIONS, frozenset({"numpy"}))
    student = Student(program, transport or InProcess(limits, capture=True), limits)
    student.begin()
    return student


def failure_of(action: Callable[[], Any]) -> str:
    with pytest.raises(CheckFailed) as caught:
        action()
    return caught.value.failure.text


# --- what was not declared to be an object ----------------------------------------------------


@pytest.mark.parametrize(
    ("value", "got"),
    [
        ("object()", "an object of a class of its own"),
        ("len", "an object of a class of its own"),
        ("lambda: 1", "a function"),
        ("(i for i in [1.0])", "a generator"),
        ("map(abs, [1.0])", "a map"),
        ("zip([1.0])", "a zip"),
        ("10**6000", "a whole number too large for an array"),
        ("[1.0, object()]", "a list of 2 that holds an object of a class of its own"),
        ("{'a': [lambda: 1]}", "a dict that holds a function"),
    ],
)
def test_an_object_that_was_not_declared_ends_the_check(value: str, got: str) -> None:
    student = student_of(f"def number(): return {value}\ndef pair(): return {value}, None")

    wanted = "should return out as a plain array, number or text: got"
    assert failure_of(student.number) == f"number {wanted} {got}"
    assert failure_of(student.pair) == f"pair {wanted} {got}"


def test_data_of_every_kind_are_no_objects() -> None:
    student = student_of("def number(x): return x")

    for value in (1.0, np.ones(2), [1, "a"], {"a": [np.ones(1)]}, None, np.random.default_rng(0)):
        student.number(value)


# --- what was -----------------------------------------------------------------------------------


def test_a_function_that_was_returned_is_called_and_its_values_come_back() -> None:
    student = student_of("def chain_rule(f, df, g, dg):\n    return lambda x: df(g(x)) * dg(x)\n")

    derivative = student.chain_rule(np.sin, np.cos, lambda x: x**2, lambda x: 2 * x)

    assert derivative(0.5) == pytest.approx(np.cos(0.25))


@pytest.mark.parametrize("value", ["(1, 2)", "{'x': 1}", "3.0"])
def test_a_single_opaque_result_stays_whole_whatever_it_is(value: str) -> None:
    student = student_of(f"def chain_rule(): return {value}\ndef number(x): return x == {value}")

    assert student.number(student.chain_rule()) is True


def test_nothing_is_no_object() -> None:
    student = student_of("def chain_rule(f, df, g, dg): pass")

    text = failure_of(lambda: student.chain_rule(1, 2, 3, 4))

    assert text == "chain_rule should return derivative: got None (nothing was returned)"


def test_objects_compute_and_their_data_are_read_by_attribute() -> None:
    student = student_of(VALUE)
    two: Any = student.Value.new(2.0)
    array: Any = student.Value.new(np.array([[1.0, 2.0], [3.0, 4.0]]))
    weights = np.array([[1.0, 0.0], [0.0, -1.0]])

    assert (two * two + 1.0 - two).data == 3.0
    assert (1.0 + 3.0 * two).data == 7.0
    assert (1.0 - two).data == -1.0
    assert (np.float64(3.0) * two).data == 6.0
    assert (-two).relu().data == 0.0
    assert (two.grad, two.item()) == (0.0, 2.0)
    np.testing.assert_array_equal((weights @ array.T).data, [[1.0, 3.0], [-2.0, -4.0]])
    np.testing.assert_array_equal((array @ weights)[0].data, [1.0, -2.0])


@pytest.mark.parametrize(
    "use",
    [
        lambda v: v < 1, lambda v: v >= 1, bool, float, len, list, round, np.abs,
        lambda v: 1 in v, lambda v: v // 2, lambda v: 2 % v, lambda v: divmod(v, 2),
        lambda v: v & 1, lambda v: np.ones(2) < v, lambda v: np.ones(2) == v, np.add.reduce,
        lambda v: np.allclose(v, 1.0), np.asarray,
    ],
)  # fmt: skip
def test_an_object_taken_for_a_number_ends_the_check(use: Callable[[Any], Any]) -> None:
    everything = (
        "    __lt__ = __le__ = __gt__ = __ge__ = __eq__ = __floordiv__ = lambda s, o: True\n"
    )
    value = student_of(VALUE + everything).Value.new(1.0)

    text = failure_of(lambda: use(value))

    assert text == "got an object of a class of its own where numbers are wanted"


def test_an_operator_that_gives_no_object_ends_the_check() -> None:
    """Otherwise whoever overloads - could make any difference zero."""
    source = "class Value:\n    def __sub__(self, other): return 0.0"
    value: Any = student_of(source).Value.new()

    assert failure_of(lambda: value - 3.0) == "sub of an object should give an object: got a float"


def test_a_method_that_should_give_an_object_can_be_held_to_it() -> None:
    value = student_of(VALUE).Value.new(1.0)

    assert expect(value.relu(), "v.relu()").is_object().data == 1.0
    text = failure_of(expect(value.item(), "v.item()").is_object)
    assert text == "v.item() should be an object: got a float"


DOUBLED = """
def doubled(x, times):
    for _ in range(times):
        x = x + x
    return x
"""


def test_a_function_of_ours_runs_over_there_and_gives_objects_or_data() -> None:
    student = student_of(VALUE + "def number(f, x): return f(x, 3).data\n")

    doubled = define(student, DOUBLED)  # before anything of the submission's was asked for
    value = student.Value.new(1.0)

    assert expect(doubled(value, 60), "out").is_object().data == 2.0**60
    assert student.number(doubled, value) == 8.0
    assert doubled(1.5, 1) == 3.0


def test_what_goes_wrong_in_it_is_told_by_its_name() -> None:
    student = student_of("class Value:\n    def half(self): return 1 / 0")
    failing = define(student, "def f(x): return x.half()", "half of x")

    text = failure_of(lambda: failing(student.Value.new()))

    assert text == "half of x raised ZeroDivisionError in layer.py, line 2"
    assert failure_of(student.Value.new().half) == text.replace("half of x", "half")


def test_only_one_function_is_defined() -> None:
    for source in ("x = 1", "def f(): pass\ndef g(): pass", ""):
        with pytest.raises((TypeError, ValueError)):
            define(student_of(VALUE), source)


class Forging:
    """A worker that sends data for objects, one result for many, and calls what it was not given.

    `dies`: or that ends at the first word.
    """

    layers, waited_s = (), 0.0

    def __init__(self, *, dies: bool = False) -> None:
        self.dies = dies
        self.replies: list[CallbackReply] = []

    def request(self, request: Request, callbacks: Callbacks, *, wall_s: float) -> Answer:
        if self.dies:
            raise WorkerDied("crash", "ended its own process", "exit status 3")
        if isinstance(request, Batch):
            return Returned(request.id, [1.0], {}, "", ())
        self.replies.append(callbacks(CallbackCall(request.id, 99, (), {})))
        value = (1.0, 2.0) if isinstance(request, Call) else None
        return Returned(request.id, value, {}, "", ())

    def close(self) -> None: ...


def test_data_where_an_object_was_declared_are_a_forgery() -> None:
    student = student_of("", Forging())

    assert failure_of(student.pair) == "pair should return an object for cache: got a float"


def test_one_result_for_many_calls_is_no_answer() -> None:
    student = student_of("", Forging())

    text = failure_of(lambda: student.number.batch((1.0,), 0, [1.0, 2.0]))

    assert text == "number sent something that is no answer"


def test_a_function_that_was_not_given_cannot_be_called() -> None:
    forging = Forging()
    student = student_of("", forging)

    failure_of(student.pair)

    assert [reply.error for reply in forging.replies] == ["no such function"] * 2


def test_who_dies_before_a_file_is_named_is_called_the_submission() -> None:
    student = student_of("", Forging(dies=True))

    assert failure_of(lambda: define(student, "def f(): pass")) == (
        "the submission ended its own process"
    )


@pytest.mark.parametrize(("name", "hint"), [("numbr", "; did you mean number?"), ("zzz", "")])
def test_a_function_that_the_assignment_does_not_have_is_named(name: str, hint: str) -> None:
    with pytest.raises(AttributeError) as told:
        getattr(student_of(""), name)

    assert str(told.value) == f"the assignment has no function {name!r}{hint}"
