from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograder.course.assignment import Function
from autograder.judging.expect import assert_gradient, assert_loss_gradient, expect
from autograder.limits import Limits
from autograder.numerics import nested
from autograder.numerics.draw import Draw
from autograder.sandbox.in_process import InProcess
from autograder.sandbox.program import Program
from autograder.sandbox.student import Student
from autograder.verdict import CheckFailed, Failure

PARAMS = [(Draw(1).normal(2, 3), Draw(2).normal(3)), (Draw(3).normal(3, 4), Draw(4).normal(4))]
X = Draw(5).normal(5, 2)
FUNCTIONS = {
    "forward": Function("net", "forward", ("out", "cache"), opaque=(1,)),
    "backward": Function("net", "backward", ("grads", "dx")),
    "loss": Function("net", "loss", ("loss", "grads")),
}
NETWORK = """
import numpy as np
def forward(params, x):
    (w, b), (v, c) = params
    h = np.tanh(x @ w + b)
    return h @ v + c, (params, x, h)
def backward(dout, cache):
    ((w, b), (v, c)), x, h = cache
    d = dout @ v.T * (1 - h**2)
    return [(x.T @ d, d.sum(axis=0)), (h.T @ dout, dout.sum(axis=0))], d @ w.T
def loss(params, x):
    out, cache = forward(params, x)
    return float(np.sum(out**2)), backward(2 * out, cache)[0]
"""


def student_of(source: str) -> Student:
    limits = Limits()
    program = Program({"net.py": source}, {"net": "net.py"}, FUNCTIONS, frozenset({"numpy"}))
    student = Student(program, InProcess(limits, capture=True), limits)
    student.begin()
    return student


def gradient_failure(source: str) -> Failure:
    student = student_of(source)
    with pytest.raises(CheckFailed) as caught:
        assert_gradient(student.forward, student.backward, PARAMS, X, draw=Draw(7))
    return caught.value.failure


def test_what_is_taken_apart_is_put_together_again() -> None:
    numbers = nested.flat(PARAMS)
    again = nested.like(PARAMS, numbers)

    assert numbers.shape == (6 + 3 + 12 + 4,)
    assert isinstance(again, list)
    assert isinstance(again[0], tuple)
    for _, got, want in nested.paired("params", again, PARAMS):
        assert np.array_equal(got, want)
    assert nested.like([], np.empty(0)) == []


def test_leaves_are_named_as_python_names_them() -> None:
    assert [name for name, _, _ in nested.paired("grads", PARAMS, PARAMS)] == [
        "grads[0][0]", "grads[0][1]", "grads[1][0]", "grads[1][1]",
    ]  # fmt: skip


def test_the_first_wrong_array_of_a_list_is_named() -> None:
    wrong = [PARAMS[0], [PARAMS[1][0], PARAMS[1][1] + 1.0]]
    with pytest.raises(CheckFailed) as caught:
        expect((0.5, wrong), "loss", "grads").equals((0.5, PARAMS))

    assert (caught.value.failure.kind, caught.value.failure.where) == ("value", "grads[1][1]")


@pytest.mark.parametrize(
    ("got", "text"),
    [
        (PARAMS[:1], "grads should be a list of 2: got a list of 1"),
        ([*PARAMS[0], *PARAMS[1]], "grads should be a list of 2: got a list of 4"),
        (np.ones(3), "grads should be a list of 2: got an array"),
        ([PARAMS[0], PARAMS[1][0]], "grads[1] should be a tuple of 2: got an array"),
        ({"w1": 1.0}, "grads should be a list of 2: got a dict"),
    ],
)
def test_another_form_is_told_in_words(got: Any, text: str) -> None:
    with pytest.raises(CheckFailed) as caught:
        expect(got, "grads").equals(PARAMS)

    assert (caught.value.failure.kind, caught.value.failure.text) == ("results", text)


def test_the_right_gradients_of_lists_of_arrays_pass() -> None:
    student = student_of(NETWORK)

    assert_gradient(student.forward, student.backward, PARAMS, X, draw=Draw(7))
    assert_loss_gradient(student.loss, PARAMS, X)


def test_one_wrong_array_among_the_gradients_is_found_and_named() -> None:
    failure = gradient_failure(NETWORK.replace("(h.T @ dout, dout.sum(axis=0))", "(h.T @ dout, 0)"))
    assert (failure.kind, failure.where) == ("gradient", "grads[1][1]")

    failure = gradient_failure(NETWORK.replace("(x.T @ d, d", "(1.001 * x.T @ d, d"))
    assert (failure.kind, failure.where) == ("gradient", "grads[0][0]")
    assert failure.mismatch is not None
    assert failure.mismatch.factor == pytest.approx(1.001)

    failure = gradient_failure(NETWORK.replace("], d @ w.T", "], -d @ w.T"))
    assert (failure.kind, failure.where) == ("gradient", "dx")


def test_gradients_in_another_form_than_the_parameters_are_told() -> None:
    failure = gradient_failure(
        NETWORK.replace("return [(x.T", "return [x.T").replace("axis=0)),", "axis=0),")
    )

    assert failure.text == "grads should be a list of 2: got a list of 3"


def test_a_parameter_changed_in_place_is_seen() -> None:
    failure = gradient_failure(NETWORK.replace("    h = np", "    b += 1.0\n    h = np"))

    assert (failure.kind, failure.where) == ("changed", "forward")
