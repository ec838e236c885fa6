"""Follow-through: which compositions of wrong parts earn their points, and which earn nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from autograder.course.assignment import Function
from autograder.judging.expect import expect
from autograder.judging.follow import Part, follow_through, has_substance
from autograder.limits import Limits
from autograder.numerics.draw import Draw
from autograder.sandbox.in_process import InProcess
from autograder.sandbox.program import Program
from autograder.sandbox.student import Student
from autograder.verdict import CheckFailed

FUNCTIONS = {
    "scores": Function("net", "scores", ("scores",)),
    "loss": Function("net", "loss", ("loss",)),
}
X, W = Draw(5).normal(6, 4), Draw(6).normal(4, 3)

RIGHT = "np.tanh(x @ w)"
WRONG_BUT_A_NETWORK = {
    "sigmoid for tanh": "1 / (1 + np.exp(-(x @ w)))",
    "no activation": "x @ w",
    "a bias of its own": "np.tanh(x @ w + 0.7)",
    "weights transposed back and forth": "np.tanh(x @ (2 * w))",
}
TRIVIAL = {
    "zero": "np.zeros((len(x), w.shape[1]))",
    "constant": "np.full((len(x), w.shape[1]), 0.3)",
    "without x": "np.tanh(np.ones_like(x) @ w)",
    "without w": "np.tanh(x[:, :3])",
    "its argument": "x",
    "a multiple of its argument": "2 * x + w.sum()",
    "not finite": "x @ w / 0.0",
    "next to nothing": "1e-12 * np.tanh(x @ w)",
    "enormous": "1e12 * np.tanh(x @ w)",
    "no numbers": "str(x @ w)",
    "nothing": "np.zeros((0, 3))",
}


def student_of(scores: str, loss: str = "np.mean(scores(x, w) ** 2)") -> Student:
    source = (
        "import numpy as np\n"
        f"def scores(x, w):\n    return {scores}\n"
        f"def loss(x, w):\n    return {loss}\n"
    )
    limits = Limits()
    program = Program({"net.py": source}, {"net": "net.py"}, FUNCTIONS, frozenset({"numpy"}))
    student = Student(program, InProcess(limits, capture=True), limits)
    student.begin()
    return student


def part(student: Student, bends: int | None = None) -> Part:
    return Part(student.scores, (X, W), [(-X, W), (X, -W)], bends=bends)


def check(student: Student) -> None:
    """What a check does: the loss is the mean square of the scores."""
    loss = student.loss(X, W)

    def own() -> Sequence[Part]:
        scores = student.scores(X, W)
        expect(scores, "scores").equals(np.zeros(np.shape(scores)), tolerance=np.inf)
        expect(loss, "loss").equals(float(np.mean(scores**2)))
        return [part(student)]

    with follow_through(own):
        expect(loss, "loss").equals(float(np.mean(np.tanh(X @ W) ** 2)))


def test_a_right_answer_passes_without_a_note_and_without_a_look_at_the_parts() -> None:
    def own() -> Sequence[Part]:
        raise AssertionError("asked for nothing")

    with follow_through(own):
        expect(1.0, "loss").equals(1.0)

    student = student_of(RIGHT)
    check(student)
    assert student.end()[0] == ()


@pytest.mark.parametrize("scores", WRONG_BUT_A_NETWORK.values(), ids=WRONG_BUT_A_NETWORK)
def test_a_right_composition_of_a_wrong_part_passes_and_the_note_says_why(scores: str) -> None:
    student = student_of(scores)

    check(student)

    notes, _ = student.end()
    assert notes == ("counted as right: it is what a right composition of your own `scores` gives",)


@pytest.mark.parametrize("scores", WRONG_BUT_A_NETWORK.values(), ids=WRONG_BUT_A_NETWORK)
def test_a_wrong_composition_of_a_wrong_part_fails_as_against_the_oracle(scores: str) -> None:
    student = student_of(scores, "2 * np.mean(scores(x, w) ** 2)")
    with pytest.raises(CheckFailed) as caught:
        check(student)

    failure = caught.value.failure
    assert (failure.kind, failure.where, failure.observed) == ("value", "loss", student.loss(X, W))
    assert failure.mismatch is not None
    assert failure.mismatch.first is not None
    assert failure.mismatch.first.want == pytest.approx(float(np.mean(np.tanh(X @ W) ** 2)))
    assert student.end()[0] == ()


@pytest.mark.parametrize("scores", TRIVIAL.values(), ids=TRIVIAL)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_part_that_leaves_nothing_to_compose_earns_nothing(scores: str) -> None:
    """Its composition may be as right as can be."""
    loss = "np.mean(scores(x, w) ** 2)" if "str" not in scores else "0.0"
    with pytest.raises(CheckFailed):
        check(student_of(scores, loss))

    assert not has_substance(part(student_of(scores)))


@pytest.mark.parametrize(
    ("scores", "bends"),
    [("x @ w", False), ("x @ w + 1.0", False), (RIGHT, True), ("np.maximum(x @ w, 0.0)", True)],
)
def test_where_it_is_asked_for_a_part_must_not_be_linear(scores: str, bends: bool) -> None:
    """A ReLU without biases is homogeneous, and bends nevertheless."""
    assert has_substance(part(student_of(scores)))
    assert has_substance(part(student_of(scores), bends=0)) is bends


def test_what_is_raised_by_a_part_is_told_at_its_own_check() -> None:
    student = student_of("undefined", "0.5")
    with pytest.raises(CheckFailed) as caught:
        check(student)

    assert (caught.value.failure.kind, caught.value.failure.where) == ("value", "loss")


@pytest.mark.parametrize("scores", ["raise_an_error(x)", "[1, 2]"])
def test_an_answer_that_never_came_is_no_comparison(scores: str) -> None:
    """Only values follow; whoever raises has composed nothing."""
    student = student_of(scores, "scores(x, w) + None")

    def own() -> Sequence[Part]:
        raise AssertionError("asked for nothing")

    with pytest.raises(CheckFailed) as caught, follow_through(own):
        student.loss(X, W)

    assert caught.value.failure.kind == "exception"


def test_a_sentence_of_the_check_follows_too() -> None:
    student = student_of("x @ w")

    with follow_through(lambda: [part(student)]):
        raise AssertionError("the spread is too small")

    with pytest.raises(AssertionError, match="too small"), follow_through(list):
        raise AssertionError("the spread is too small")


def test_two_parts_are_both_named_and_both_judged() -> None:
    student = student_of("x @ w")
    whole = part(student)
    empty: Any = Part(student.loss, (X, W), [(X, W)])  # what it gives never changes

    with pytest.raises(AssertionError), follow_through(lambda: [whole, empty]):
        raise AssertionError
    with follow_through(lambda: [whole, Part(student.loss, (X, W), [(-2 * X, W)])]):
        raise AssertionError

    assert student.end()[0][0].endswith("composition of your own `scores` and `loss` gives")
