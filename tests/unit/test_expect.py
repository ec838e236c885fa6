from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograder.course.assignment import Function
from autograder.judging.expect import (
    assert_gradient,
    assert_loss_gradient,
    assert_unchanged,
    expect,
)
from autograder.limits import Limits
from autograder.numerics.draw import Draw
from autograder.sandbox.in_process import InProcess
from autograder.sandbox.program import Program
from autograder.sandbox.protocol import Answer, Load, Request, Returned
from autograder.sandbox.student import Student
from autograder.sandbox.transport import Callbacks
from autograder.verdict import CheckFailed, Failure, Outcome

FUNCTIONS = {
    "forward": Function("layer", "forward", ("out", "cache"), opaque=(1,)),
    "backward": Function("layer", "backward", ("dx",)),
    "backward_two": Function("layer", "backward_two", ("dx", "dw")),
    "loss": Function("layer", "loss", ("loss", "dx")),
}
SQUARE = """
import numpy as np
def forward(x):
    return x ** 2, x
def backward(dout, cache):
    return 2 * dout * cache
"""
PRODUCT = """
import numpy as np
def forward(x, w, scale=1.0):
    return scale * x @ w, (x, w, scale)
def backward_two(dout, cache):
    x, w, scale = cache
    return scale * dout @ w.T, scale * x.T @ dout
"""
MEAN = """
import numpy as np
def loss(x, y):
    return np.mean((x - y) ** 2), 2 * (x - y) / x.size
"""


def student_of(source: str, functions: dict[str, Function] = FUNCTIONS) -> Student:
    limits = Limits()
    program = Program(
        {"layer.py": source}, {"layer": "layer.py"}, functions, frozenset({"numpy", "__future__"})
    )
    student = Student(program, InProcess(limits, capture=True), limits)
    student.begin()
    return student


def draw() -> Draw:
    return Draw(5)


def failure_of(assertion: Any, *args: Any, **kwargs: Any) -> Failure:
    with pytest.raises(CheckFailed) as caught:
        assertion(*args, **kwargs)
    assert caught.value.outcome is Outcome.FAILED
    return caught.value.failure


# --- expect ---------------------------------------------------------------------------------


def test_what_is_wanted_passes() -> None:
    expect(np.ones(3), "dx").equals(np.ones(3))
    expect((np.ones(3), 0.5), "dx", "loss").equals((np.ones(3), 0.5))
    expect(1.0).equals(1.0)


def test_the_first_wrong_output_is_named() -> None:
    failure = failure_of(
        expect((np.ones(3), np.zeros(2), np.zeros(1)), "dx", "dw", "db").equals,
        (np.ones(3), np.ones(2), np.ones(1)),
    )

    assert (failure.kind, failure.where) == ("value", "dw")
    assert failure.mismatch is not None
    assert failure.mismatch.differing == 2
    assert np.array_equal(np.asarray(failure.observed), np.zeros(2))


def test_an_output_without_a_name_is_called_the_result() -> None:
    assert failure_of(expect(1.0).equals, 2.0).where == "the result"


def test_what_is_no_number_is_observed_as_words() -> None:
    """Evidence is stored in keys and compared; a student's object has no place there."""
    assert failure_of(expect([1.0], "dx").equals, np.ones(1)).observed == "a list of 1"


def test_the_upstream_gradient_sets_the_scale() -> None:
    """A gradient of nothing but cancellation is as precise as what went in, not as it is small."""
    got, want = np.full(2, 5e-8), np.zeros(2)

    expect(got, "dx").equals(want, upstream=np.array([100.0, -3.0]))
    assert failure_of(expect(got, "dx").equals, want, upstream=np.ones(2)).kind == "value"


def test_a_wider_tolerance_must_be_asked_for() -> None:
    got, want = np.full(2, 1 + 1e-7), np.ones(2)

    expect(got, "dx").equals(want, tolerance=1e-6)
    assert failure_of(expect(got, "dx").equals, want).kind == "value"


@pytest.mark.parametrize("want", [np.ones(2), (np.ones(2),) * 3])
def test_names_and_values_that_do_not_match_are_the_check_writers_mistake(want: Any) -> None:
    with pytest.raises(ValueError, match="2 names for"):
        expect((1.0, 2.0), "dx", "dw").equals(want)
    with pytest.raises(ValueError, match="2 names for 3 values"):
        expect((1.0, 2.0, 3.0), "dx", "dw")


def test_a_tuple_where_one_value_belongs_is_a_wrong_value() -> None:
    """Somebody returned the cache, a tuple of arrays, in the place of out."""
    mismatch = failure_of(expect((np.ones(2), np.ones(2)), "out").equals, np.ones(2)).mismatch

    assert mismatch is not None
    assert mismatch.got == "a tuple of 2"


# --- assert_gradient ------------------------------------------------------------------------


def test_the_derivative_of_ones_own_forward_passes() -> None:
    student = student_of(SQUARE)

    assert_gradient(student.forward, student.backward, draw().normal(2, 3), draw=draw())


def test_the_right_derivative_of_a_wrong_forward_passes() -> None:
    student = student_of(
        SQUARE.replace("x ** 2", "x ** 3").replace("2 * dout * cache", "3 * dout * cache ** 2")
    )

    assert_gradient(student.forward, student.backward, draw().normal(2, 3), draw=draw())


COUNTING = """
import numpy as np
calls = []
def forward(x):
    calls.append(1)
    return np.tanh(x), x
def backward(dout, cache):
    return dout / np.cosh(cache) ** 2
def count():
    return len(calls)
"""
COUNTED = {**FUNCTIONS, "count": Function("layer", "count", ("calls",))}


@pytest.mark.parametrize("shape", [(2, 3), (8, 10)])
def test_a_right_gradient_takes_a_dozen_evaluations_whatever_the_size(
    shape: tuple[int, int],
) -> None:
    """Beside three plain calls of forward."""
    student = student_of(COUNTING, COUNTED)

    assert_gradient(student.forward, student.backward, draw().normal(*shape), draw=draw())

    assert student.count() == 3 + 12


def test_a_wrong_gradient_is_differenced_element_by_element_to_say_where() -> None:
    student = student_of(
        COUNTING.replace("** 2", "** 2 * (np.arange(80) != 33).reshape(8, 10)"), COUNTED
    )

    failure = failure_of(
        assert_gradient, student.forward, student.backward, draw().normal(8, 10), draw=draw()
    )

    assert failure.mismatch is not None
    assert (failure.mismatch.differing, failure.mismatch.total) == (1, 80)
    assert failure.mismatch.first is not None
    assert failure.mismatch.first.index == (3, 3)
    assert student.count() >= 3 + 12 + 6 * 80


@pytest.mark.parametrize("forward", ["np.float32(np.tanh(x))", "np.tanh(x) + 1e9"])
def test_what_directions_cannot_tell_is_differenced_element_by_element(forward: str) -> None:
    student = student_of(COUNTING.replace("np.tanh(x)", forward), COUNTED)

    assert_gradient(student.forward, student.backward, draw().normal(2, 3), draw=draw())

    assert student.count() >= 3 + 12 + 6 * 6


def test_another_functions_derivative_fails_and_names_the_gradient() -> None:
    student = student_of(SQUARE.replace("2 * dout * cache", "dout * cache"))

    failure = failure_of(
        assert_gradient, student.forward, student.backward, draw().normal(2, 3), draw=draw()
    )

    assert (failure.kind, failure.where) == ("gradient", "dx")
    assert failure.mismatch is not None
    assert failure.mismatch.factor == pytest.approx(0.5)


def test_a_gradient_that_ignores_the_upstream_gradient_fails() -> None:
    student = student_of(SQUARE.replace("2 * dout * cache", "2 * np.ones_like(dout) * cache"))

    failure = failure_of(
        assert_gradient, student.forward, student.backward, draw().normal(2, 3), draw=draw()
    )

    assert failure.kind == "gradient"


def test_every_array_is_differentiated_and_constants_are_passed_on() -> None:
    x, w = draw().normal(2, 3), draw().normal(3, 4)
    right = student_of(PRODUCT)
    wrong = student_of(PRODUCT.replace("scale * x.T @ dout", "x.T @ dout"))

    assert_gradient(right.forward, right.backward_two, x, w, constants=(3.0,), draw=draw())
    failure = failure_of(
        assert_gradient, wrong.forward, wrong.backward_two, x, w, constants=(3.0,), draw=draw()
    )
    assert failure.where == "dw"


def test_a_forward_in_one_mode_is_differentiated_in_that_mode() -> None:
    """Its options are keywords, and it returns a state behind the cache."""
    forward = Function("layer", "forward", ("out", "cache", "state"), opaque=(1,))
    source = """
def forward(x, state, *, train):
    return (x ** 2 if train else x ** 3) * state["scale"], (x, state, train), state
def backward(dout, cache):
    x, state, train = cache
    return dout * state["scale"] * (2 * x if train else 3 * x ** 2)
"""
    student = student_of(source, {**FUNCTIONS, "forward": forward})
    state = {"scale": np.array([2.0, 3.0, 4.0])}

    for train in True, False:
        in_mode = student.forward.given(state=state, train=train)
        assert_gradient(in_mode, student.backward, draw().normal(2, 3), draw=draw())


def test_an_array_without_a_gradient_is_the_check_writers_mistake() -> None:
    student = student_of(
        PRODUCT.replace("backward_two", "backward").replace(", scale * x.T @ dout", "")
    )
    x, w = draw().normal(2, 3), draw().normal(3, 4)

    with pytest.raises(ValueError, match="2 arrays, but backward returns"):
        assert_gradient(student.forward, student.backward, x, w, draw=draw())


def test_kinks_are_kept_clear_of_in_the_first_array() -> None:
    student = student_of(
        "import numpy as np\n"
        "def forward(x):\n    return np.maximum(x, 0), x\n"
        "def backward(dout, cache):\n    return dout * (cache > 0)\n"
    )
    x = np.array([1e-5, -1e-5, 1.0])

    assert_gradient(student.forward, student.backward, x, kinks=(0.0,), draw=draw())
    assert (
        failure_of(assert_gradient, student.forward, student.backward, x, draw=draw()).kind
        == "gradient"
    )


@pytest.mark.parametrize(
    ("out", "kind"), [("None", "type"), ("x.astype(int)", "dtype"), ("x * np.nan", "finite")]
)
def test_an_output_that_cannot_be_differentiated_is_the_forwards_failure(
    out: str, kind: str
) -> None:
    student = student_of(SQUARE.replace("x ** 2", out))

    failure = failure_of(
        assert_gradient, student.forward, student.backward, draw().normal(2), draw=draw()
    )

    assert (failure.kind, failure.where) == ("value", "out")
    assert failure.mismatch is not None
    assert failure.mismatch.kind == kind


@pytest.mark.parametrize(
    ("out", "text"),
    [
        ("x[:2]", "forward returned another shape for an input close by"),
        ("None", "forward returned None (nothing was returned)"),
        ("x + 0j", "forward returned an array of dtype complex128"),
        ("x * np.inf", "forward returned NaN or infinity for an input close by"),
        ("object()", "forward returned an object of a class of its own"),
    ],
)
def test_an_output_that_changes_with_the_input_is_told_apart(out: str, text: str) -> None:
    """The two plain calls are right; what comes for a perturbed input is not."""
    student = student_of(
        "import numpy as np\ncalls = []\n"
        "def forward(x):\n    calls.append(1)\n"
        f"    return (x if len(calls) <= 2 else {out}), x\n"
        "def backward(dout, cache):\n    return dout\n"
    )

    failure = failure_of(
        assert_gradient, student.forward, student.backward, np.ones(3), draw=draw()
    )

    assert (failure.kind, failure.text) == ("results", text)


@pytest.mark.parametrize(
    ("forward", "backward", "what"),
    [
        ("x", "dout", "its argument unchanged"),
        ("2.0 * x", "2.0 * dout", "its argument times a constant, perhaps plus a constant"),
        ("3.0 - x", "-dout", "its argument times a constant, perhaps plus a constant"),
        ("0.0 * x + 1.0", "0.0 * dout", "the same whatever its argument"),
    ],
)
def test_a_forward_without_a_derivation_earns_nothing(
    forward: str, backward: str, what: str
) -> None:
    student = student_of(SQUARE.replace("x ** 2", forward).replace("2 * dout * cache", backward))

    failure = failure_of(
        assert_gradient, student.forward, student.backward, draw().normal(2, 3), draw=draw()
    )

    assert (failure.kind, failure.where) == ("gradient", "forward")
    assert failure.text == f"forward returns {what}: there is nothing to derive"


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_a_right_forward_that_is_straight_on_one_side_of_its_corner_passes_there(
    sign: float,
) -> None:
    """Inputs of one sign come by chance: relu is then the identity, or constant."""
    student = student_of(
        "import numpy as np\n"
        "def forward(x):\n    return np.maximum(x, 0), x\n"
        "def backward(dout, cache):\n    return dout * (cache > 0)\n"
    )
    x = sign * draw().uniform(0.5, 2.0, 3, 4)

    assert_gradient(student.forward, student.backward, x, kinks=(0.0,), draw=draw())


# --- assert_loss_gradient -------------------------------------------------------------------


def test_a_loss_with_its_own_derivative_passes() -> None:
    assert_loss_gradient(student_of(MEAN).loss, draw().normal(2, 3), draw().uniform(0, 1, 2, 3))


def test_a_loss_with_half_its_derivative_fails_at_the_gradient() -> None:
    student = student_of(MEAN.replace("2 * (x - y)", "(x - y)"))

    failure = failure_of(assert_loss_gradient, student.loss, draw().normal(4), np.zeros(4))

    assert (failure.kind, failure.where) == ("gradient", "dx")


def test_a_loss_for_each_row_is_no_loss() -> None:
    student = student_of(MEAN.replace("np.mean((x - y) ** 2)", "(x - y) ** 2"))

    failure = failure_of(assert_loss_gradient, student.loss, draw().normal(4), np.zeros(4))

    assert (failure.kind, failure.where) == ("value", "loss")
    assert failure.mismatch is not None
    assert failure.mismatch.kind == "shape"


# --- assert_unchanged -----------------------------------------------------------------------


def test_a_function_that_leaves_its_arguments_alone_passes_and_its_result_comes_back() -> None:
    out, _ = assert_unchanged(student_of(SQUARE).forward, np.array([3.0]))

    assert out.tolist() == [9.0]


@pytest.mark.parametrize("change", ["x *= 2", "x[0] = 7", "x.sort()", "x.shape = (1, 3)"])
def test_an_argument_modified_in_place_is_seen(change: str) -> None:
    student = student_of(SQUARE.replace("    return x ** 2", f"    {change}\n    return x ** 2"))

    failure = failure_of(assert_unchanged, student.forward, np.array([3.0, 2.0, 1.0]))

    assert failure.kind == "changed"
    assert failure.text == "forward modified its argument 1 in place; work on a copy"


def test_an_argument_given_by_name_is_called_by_its_name() -> None:
    student = student_of(SQUARE.replace("    return x ** 2", "    x *= 2\n    return x ** 2"))

    failure = failure_of(assert_unchanged, student.forward, x=np.ones(2))

    assert failure.text == "forward modified its x in place; work on a copy"


def test_a_generator_that_was_drawn_from_counts_as_unchanged() -> None:
    student = student_of("def forward(x, rng):\n    return rng.random(), None\n")

    first, _ = assert_unchanged(student.forward, np.ones(2), np.random.default_rng(1))

    assert first == np.random.default_rng(1).random()


class Forging:
    """A worker that a submission has taken over: it answers what it likes."""

    layers, waited_s = (), 0.0

    def __init__(self, value: Any, changed: dict[Any, Any]) -> None:
        self._answer = value, changed

    def request(self, request: Request, callbacks: Callbacks, *, wall_s: float) -> Answer:
        if isinstance(request, Load):
            return Returned(request.id, None, {}, "", ())
        return Returned(request.id, *self._answer, "", ())

    def close(self) -> None: ...


def test_a_forged_name_of_an_argument_is_never_told() -> None:
    program = Program({"layer.py": ""}, {"layer": "layer.py"}, FUNCTIONS, frozenset())
    student = Student(program, Forging(np.ones(1), {"x[0] is 0.25": 0}), Limits())
    student.begin()

    assert_unchanged(student.backward, np.ones(1), np.ones(1))  # such an argument was never sent
