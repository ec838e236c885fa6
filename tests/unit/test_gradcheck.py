from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.numerics.directional import (
    Directions,
    agrees,
    directions,
    may_be_multiple,
    slopes,
)
from autograder.numerics.gradcheck import Plan, derivative, is_multiple, judge, plan
from autograder.numerics.ridders import stack
from autograder.verdict import Mismatch

Array = np.ndarray
EPS = float(np.finfo(np.float64).eps)
EPS32 = float(np.finfo(np.float32).eps)
ORDINARY = np.array([[0.3, -1.2, 2.0], [1.1, 0.7, -0.4]])


def sigmoid(x: Array) -> Array:
    return (1 + np.tanh(x / 2)) / 2


def softmax(x: Array) -> Array:
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def softmax_vjp(v: Array, x: Array) -> Array:
    s = softmax(x)
    return s * (v - (v * s).sum(axis=-1, keepdims=True))


W = np.random.default_rng(0).normal(size=(3, 2))
RULES: dict[str, tuple[Callable[[Array], Array], Callable[[Array, Array], Array]]] = {
    "linear": (lambda x: x @ W, lambda v, x: v @ W.T),
    "square": (lambda x: x**2, lambda v, x: 2 * v * x),
    "cube": (lambda x: x**3, lambda v, x: 3 * v * x**2),
    "tanh": (np.tanh, lambda v, x: v / np.cosh(np.clip(x, -300, 300)) ** 2),
    "sigmoid": (sigmoid, lambda v, x: v * sigmoid(x) * sigmoid(-x)),
    "softmax": (softmax, softmax_vjp),
    "log1p": (lambda x: np.log1p(x**2), lambda v, x: v * 2 * x / (1 + x**2)),
    "mean": (lambda x: np.mean(x**2), lambda v, x: v * 2 * x / x.size),
    "product of rows": (lambda x: x[0] * x[1], lambda v, x: np.stack([v * x[1], v * x[0]])),
    "sine": (np.sin, lambda v, x: v * np.cos(x)),
}
"""Functions of a (2, 3) array with their right vector-Jacobian products."""


def upstream_for(out: Array, rng: np.random.Generator) -> Array:
    return rng.choice([-1.0, 1.0], np.shape(out)) * rng.uniform(0.5, 1.5, np.shape(out))


def differences(
    forward: Callable[[Array], Array],
    x: Array,
    v: Array,
    *,
    kinks: tuple[float, ...] = (),
    eps: float = EPS,
) -> tuple[Array, Array]:
    """As checks ask for them: all evaluations only where the first do not settle it."""
    planned = plan(x, kinks)
    numeric, error, settled = evaluated(forward, planned, planned.parts[0], v, eps)
    if not settled:
        numeric, error, _ = evaluated(forward, planned, planned.changes, v, eps)
    return numeric, error


def evaluated(
    forward: Callable[[Array], Array], planned: Plan, changes: Array, v: Array, eps: float = EPS
) -> tuple[Array, Array, bool]:
    outputs = stack([forward(row) for row in planned.rows(changes)], np.shape(v))
    assert not isinstance(outputs, str)
    return derivative(planned, outputs, v, eps)


def judged(name: str, wrong: Callable[[Array, Array], Array]) -> Mismatch | None:
    """What is found of a wrong rule for one of `RULES`, on ordinary data."""
    forward = RULES[name][0]
    v = upstream_for(forward(ORDINARY), np.random.default_rng(1))
    return judge(wrong(v, ORDINARY), *differences(forward, ORDINARY, v))


# --- correct gradients ----------------------------------------------------------------------


@pytest.mark.parametrize("name", RULES)
def test_correct_gradients_raise_no_false_alarm_at_any_scale(name: str) -> None:
    """40 random inputs for each rule, at scales from 1e-3 to 1e3: none is called wrong."""
    forward, vjp = RULES[name]
    rng = np.random.default_rng([7, *name.encode()])
    for _ in range(40):
        x = rng.normal(size=(2, 3)) * 10.0 ** rng.uniform(-3, 3)
        v = upstream_for(forward(x), rng)

        assert judge(vjp(v, x), *differences(forward, x, v)) is None, (x, v)


@pytest.mark.parametrize("name", RULES)
def test_the_error_estimate_covers_the_error_and_is_small_on_ordinary_data(name: str) -> None:
    forward, vjp = RULES[name]
    v = upstream_for(forward(ORDINARY), np.random.default_rng(2))

    numeric, error = differences(forward, ORDINARY, v)

    exact = vjp(v, ORDINARY)
    assert np.all(np.abs(numeric - exact) <= 5 * error)
    assert np.all(error <= 1e-8 * max(1, np.max(np.abs(exact))))


@pytest.mark.parametrize("name", ["cube", "sine", "tanh"])
def test_extrapolation_leaves_little_more_than_rounding(name: str) -> None:
    """Each order of the table removes h^2, h^4, ...; plain differences end at 1e-10."""
    forward, vjp = RULES[name]
    v = np.ones((2, 3))
    planned = plan(ORDINARY)

    first, _, settled = evaluated(forward, planned, planned.parts[0], v)
    numeric, error, _ = evaluated(forward, planned, planned.changes, v)

    assert settled
    assert np.max(np.abs(first - vjp(v, ORDINARY))) < 5e-13
    assert np.max(np.abs(numeric - vjp(v, ORDINARY))) < 5e-13
    assert np.max(error) < 2e-11


def test_what_bends_within_the_first_steps_is_settled_by_smaller_ones() -> None:
    def forward(x: Array) -> Array:
        return np.sin(30 * x)

    v, planned = np.ones((2, 3)), plan(ORDINARY)

    _, coarse, settled = evaluated(forward, planned, planned.parts[0], v)
    numeric, error, at_last = evaluated(forward, planned, planned.changes, v)

    assert (settled, at_last) == (False, True)
    assert np.max(error) < np.max(coarse) / 100
    assert judge(30 * np.cos(30 * ORDINARY), numeric, error) is None


def test_smaller_steps_are_not_asked_for_where_they_would_only_be_noisier() -> None:
    """Ten digits are lost to the offset: no step can tell more than the largest ones."""
    v, planned = np.ones((2, 3)), plan(ORDINARY)

    _, error, settled = evaluated(lambda x: x + 1e10, planned, planned.parts[0], v)

    assert settled
    assert np.min(error) > 1e-5


def test_a_number_has_a_derivative_too() -> None:
    numeric, error = differences(lambda x: x**3, np.array(2.0), np.array(1.0))

    assert numeric.shape == error.shape == ()
    assert judge(12.0, numeric, error) is None


def test_a_mixture_of_large_and_tiny_elements_raises_no_alarm() -> None:
    x = np.array([1e3, 1e-3, -1e3, 1e-6])
    v = np.array([0.7, -1.1, 0.9, 1.3])

    assert judge(2 * v * x, *differences(lambda x: x**2, x, v)) is None


# --- wrong gradients ------------------------------------------------------------------------


@pytest.mark.parametrize("name", RULES)
def test_an_error_of_1e_6_in_a_single_element_is_seen(name: str) -> None:
    forward, vjp = RULES[name]
    rng = np.random.default_rng([8, *name.encode()])
    for _ in range(10):
        x = rng.choice([-1.0, 1.0], (2, 3)) * rng.uniform(0.3, 2.0, (2, 3))
        v = upstream_for(forward(x), rng)
        wrong = vjp(v, x)
        place = np.unravel_index(np.argmax(np.abs(wrong)), wrong.shape)
        wrong[place] *= 1 + 1e-6

        mismatch = judge(wrong, *differences(forward, x, v))

        assert mismatch is not None, (x, v)
        assert mismatch.differing == 1
        assert mismatch.first is not None
        assert mismatch.first.index == tuple(map(int, place))


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("square", lambda v, x: 2 * x),
        ("square", lambda v, x: v * x),
        ("square", lambda v, x: -2 * v * x),
        ("square", lambda v, x: 2 * v * x * (np.arange(6).reshape(2, 3) != 4)),
        ("linear", lambda v, x: np.ones_like(v) @ W.T),
        ("tanh", lambda v, x: v * (1 - np.tanh(x)) ** 2),
        ("sigmoid", lambda v, x: v * sigmoid(x) ** 2),
        ("softmax", lambda v, x: v * softmax(x) * (1 - softmax(x))),
        ("mean", lambda v, x: 2 * v * x),
        ("product of rows", lambda v, x: np.stack([v * x[0], v * x[1]])),
    ],
)
def test_a_wrong_rule_is_seen(name: str, wrong: Callable[[Array, Array], Array]) -> None:
    mismatch = judged(name, wrong)

    assert mismatch is not None
    assert mismatch.kind == "values"


def test_what_is_certain_about_a_wrong_rule_is_said() -> None:
    mismatch = judged("mean", lambda v, x: 2 * v * x)

    assert mismatch is not None
    assert mismatch.factor == pytest.approx(6)


@pytest.mark.parametrize(
    ("got", "kind"),
    [
        (None, "type"),
        ([1.0] * 6, "type"),
        (np.zeros((3, 2)), "shape"),
        (np.zeros((2, 3), dtype=int), "dtype"),
        (np.full((2, 3), np.nan), "finite"),
        (np.full((2, 3), 1e308), "values"),
    ],
)
def test_what_is_no_gradient_at_all_is_named(got: object, kind: str) -> None:
    mismatch = judged("square", lambda v, x: got)  # type: ignore[arg-type, return-value]

    assert mismatch is not None
    assert mismatch.kind == kind


def test_beside_a_gradient_that_is_not_finite_stands_the_true_one() -> None:
    mismatch = judged("square", lambda v, x: np.full((2, 3), np.nan))

    v = upstream_for(ORDINARY, np.random.default_rng(1))
    assert mismatch is not None
    assert mismatch.first is not None
    assert mismatch.first.want == pytest.approx(2 * v[0, 0] * ORDINARY[0, 0])


# --- kinks ----------------------------------------------------------------------------------


@given(
    hnp.arrays(np.float64, hnp.array_shapes(max_dims=2, max_side=4), elements=st.floats(-9, 9)),
    st.lists(st.floats(-9, 9), min_size=1, max_size=3),
)
def test_no_step_ever_crosses_a_kink(x: Array, kinks: list[float]) -> None:
    """Each element stays, with room to spare, on its own side of every kink."""
    x = np.where(np.min([np.abs(x - k) for k in kinks], axis=0) < 1e-3, 20.0, x)
    planned = plan(x, kinks)
    rows = planned.rows(planned.changes)
    for kink in kinks:
        assert np.all(np.sign(rows - kink) == np.sign(x - kink))
        assert np.all(np.abs(rows - kink) >= 0.59 * np.abs(x - kink))


def test_a_function_with_corners_is_judged_right_close_to_them() -> None:
    x = np.array([0.05, -0.05, 0.06, 3.0, -2.0])
    v = np.array([0.7, -1.2, 0.9, 1.1, -0.6])

    numeric, error = differences(lambda x: np.maximum(x, 0) * x, x, v, kinks=(0.0,))

    assert judge(v * 2 * np.maximum(x, 0), numeric, error) is None
    assert judge(v * np.maximum(x, 0), numeric, error) is not None


def test_an_element_on_a_kink_is_the_check_writers_mistake_and_no_students() -> None:
    with pytest.raises(ValueError, match=r"lies on one of the kinks \(0\.0,\)"):
        plan(np.array([1.0, 0.0]), (0.0,))


# --- float32 --------------------------------------------------------------------------------


def in_float32(function: Callable[..., Array]) -> Callable[..., Array]:
    return lambda *arrays: np.float32(function(*map(np.float32, arrays)))


@pytest.mark.parametrize("name", RULES)
def test_a_forward_in_float32_is_judged_as_precisely_as_float32_is(name: str) -> None:
    forward, vjp = RULES[name]
    rng = np.random.default_rng([9, *name.encode()])
    for _ in range(10):
        x = rng.choice([-1.0, 1.0], (2, 3)) * rng.uniform(0.3, 2.0, (2, 3))
        v = upstream_for(forward(x), rng)

        numeric, error = differences(in_float32(forward), x, v, eps=EPS32)

        assert judge(vjp(v, x), numeric, error) is None, (x, v)
        assert judge(1.5 * vjp(v, x), numeric, error) is not None, (x, v)


@pytest.mark.parametrize("name", RULES)
def test_a_backward_in_float32_passes_as_it_does_against_the_oracle(name: str) -> None:
    """Computing in float32 is noted, not punished: the same 1e-5 as in `compare`."""
    assert judged(name, in_float32(RULES[name][1])) is None


# --- two directions at once -----------------------------------------------------------------


def evaluated_along(along: Directions, forward: Callable[[Array], Array]) -> Array:
    return np.array([forward(row) for row in along.rows()])


def agreement(forward: Callable[[Array], Array], x: Array, v: Array, got: Array) -> bool | None:
    """Whether a gradient agrees with the slopes; None: they are not to be trusted."""
    along = directions(x)
    assert along is not None
    found = slopes(along, evaluated_along(along, forward), v)
    return None if found is None else agrees(got.reshape(-1), along, found)


@pytest.mark.parametrize("name", RULES)
def test_a_right_gradient_agrees_with_the_slopes_wherever_they_are_trusted(name: str) -> None:
    """On ordinary data they always are; what is left is judged element by element."""
    forward, vjp = RULES[name]
    rng = np.random.default_rng([10, *name.encode()])
    for _ in range(200):
        x = rng.normal(size=(2, 3)) * 10.0 ** rng.uniform(-3, 3)
        v = upstream_for(forward(x), rng)
        assert agreement(forward, x, v, vjp(v, x)) in (True, None), (x, v)
    for _ in range(40):
        x = rng.choice([-1.0, 1.0], (2, 3)) * rng.uniform(0.3, 2.0, (2, 3))
        v = upstream_for(forward(x), rng)
        assert agreement(forward, x, v, vjp(v, x)) is True, (x, v)


@pytest.mark.parametrize("name", RULES)
def test_no_wrong_gradient_agrees_with_the_slopes(name: str) -> None:
    """An error of 1e-6 in the largest element, two that are swapped, a scale, at any scale of x."""
    forward, vjp = RULES[name]
    rng = np.random.default_rng([11, *name.encode()])
    found = []
    for _ in range(100):
        x = rng.normal(size=(2, 3)) * 10.0 ** rng.uniform(-1, 1)
        v = upstream_for(forward(x), rng)
        right = vjp(v, x)
        order = np.argsort(np.abs(right), axis=None)
        wrongs = [right * (1 + 1e-6), right.copy(), right.copy()]
        wrongs[1].flat[order[-1]] *= 1 + 1e-6
        wrongs[2].flat[order[[-1, -2]]] = wrongs[2].flat[order[[-2, -1]]]
        for wrong in wrongs:
            if not np.allclose(wrong, right, rtol=1e-7, atol=0):
                found.append(agreement(forward, x, v, wrong))
                assert found[-1] in (False, None), (x, v, wrong)
    assert found.count(False) > found.count(None)


def test_one_wrong_element_of_two_thousand_is_seen() -> None:
    """Where random directions of other graders, with their tolerance, see nothing."""
    rng = np.random.default_rng(12)
    x, w = rng.normal(size=(40, 50)), rng.normal(size=(50, 3))
    v = upstream_for(np.tanh(x @ w), rng)
    right = (v / np.cosh(x @ w) ** 2) @ w.T

    assert agreement(lambda x: np.tanh(x @ w), x, v, right) is True
    for place in rng.integers(0, 2000, 100):
        wrong = right.copy()
        wrong.flat[place] += 1e-3 * np.std(right)
        assert agreement(lambda x: np.tanh(x @ w), x, v, wrong) is False


@pytest.mark.parametrize(
    "forward",
    [
        lambda x: x * 0 + 1,
        lambda x: np.sin(300 * x),
        lambda x: x + 1e12,
        lambda x: np.sign(x - 0.3) * x,
        in_float32(np.tanh),
    ],
    ids=["constant", "bends", "noisy", "jumps", "float32"],
)
def test_slopes_that_tell_too_little_are_not_trusted(forward: Callable[[Array], Array]) -> None:
    v = np.array([[0.7, -1.1, 0.9], [1.3, -0.6, 0.8]])

    assert agreement(forward, ORDINARY, v, np.zeros((2, 3))) is None


@given(
    hnp.arrays(
        np.float64,
        hnp.array_shapes(min_dims=2, max_dims=2, min_side=3, max_side=5),
        elements=st.floats(-9, 9),
    ),
    st.lists(st.floats(-9, 9), min_size=1, max_size=3),
)
def test_no_direction_ever_crosses_a_kink(x: Array, kinks: list[float]) -> None:
    x = np.where(np.min([np.abs(x - k) for k in kinks], axis=0) < 1e-3, 20.0, x)
    along = directions(x, kinks)
    assert along is not None
    rows = along.rows()
    for kink in kinks:
        assert np.all(np.sign(rows - kink) == np.sign(x - kink))
        assert np.all(np.abs(rows - kink) >= 0.59 * np.abs(x - kink))


def test_the_rows_of_directions_go_to_both_sides_by_a_quarter_each_time() -> None:
    along = directions(ORDINARY)
    assert along is not None
    rows = along.rows()
    assert rows.shape == (2 * 3 * 2, 2, 3)

    for level in range(3):
        for i in range(2):
            up, down = rows[2 * (level * 2 + i) :][:2]
            assert up + down == pytest.approx(2 * ORDINARY)
            moved = (up - down).reshape(-1) / along.widths[level, i]
            assert moved == pytest.approx(along.vectors[i])
    assert along.widths[:, 0].tolist() == [2.0, 0.5, 0.125]


@pytest.mark.parametrize("size", [1, 4])
def test_few_elements_cost_no_more_one_by_one(size: int) -> None:
    assert directions(np.ones(size)) is None


@pytest.mark.parametrize("size", [1e-3, 1.0, 30.0])
@pytest.mark.parametrize("forward", [lambda x: 2.0 * x, lambda x: 3.0 - x, lambda x: x])
def test_no_multiple_escapes_the_directions(forward: Callable[[Array], Array], size: float) -> None:
    x = size * np.random.default_rng(1).normal(size=(2, 3))
    along = directions(x)
    assert along is not None

    assert may_be_multiple(along, evaluated_along(along, forward))


@pytest.mark.parametrize("name", RULES)
def test_functions_that_bend_are_told_from_multiples_by_their_directions(name: str) -> None:
    along = directions(ORDINARY)
    assert along is not None

    assert not may_be_multiple(along, evaluated_along(along, RULES[name][0]))


# --- the plan and its outputs ---------------------------------------------------------------


def test_the_rows_of_a_plan_raise_and_lower_one_element_at_a_time() -> None:
    """Row 2 * (level * n + i) has x_i raised, the next one has it lowered; nothing else moves."""
    planned = plan(ORDINARY)
    rows = planned.rows(planned.changes)
    assert rows.shape == (2 * 6 * 6, 2, 3)

    for level in range(6):
        for i in range(6):
            up, down = rows[2 * (level * 6 + i) :][:2].reshape(2, 6)
            x = ORDINARY.reshape(-1)
            assert up[i] > x[i] > down[i]
            assert planned.widths[level, i] == up[i] - down[i]
            up[i] = down[i] = x[i]
            assert np.array_equal(up, x)
            assert np.array_equal(down, x)


def test_steps_follow_the_size_of_an_element_but_never_exceed_a_fortieth() -> None:
    widths = plan(np.array([1e3, 1e-3])).widths[0] / 2
    alone = plan(np.array([1e-3])).widths[0] / 2
    zeros = plan(np.zeros(2)).widths[0] / 2

    assert widths == pytest.approx([0.025, 0.025])  # rms of both is large
    assert alone == pytest.approx([2.5e-5])
    assert zeros == pytest.approx([0.025, 0.025])


@pytest.mark.parametrize(
    ("results", "what"),
    [
        ([1.0, None], "returned None (nothing was returned)"),
        ([1.0, "text"], "returned a str"),
        ([1.0, 1j], "returned a complex"),
        ([1.0, np.array(1j)], "returned a number of dtype complex128"),
        ([1.0, np.ones(2)], "returned another shape for an input close by"),
        ([1.0, np.nan], "returned NaN or infinity for an input close by"),
        ([1.0, float("inf")], "returned NaN or infinity for an input close by"),
    ],
)
def test_an_output_that_cannot_be_differenced_is_told_apart(
    results: list[object], what: str
) -> None:
    assert stack(results, ()) == what


# --- what is too easy to derive ---------------------------------------------------------------


@pytest.mark.parametrize("offset", [0.0, 3.0])
@pytest.mark.parametrize("size", [1e-3, 1.0, 30.0])
@pytest.mark.parametrize("forward", [lambda x: 2.0 * x, lambda x: -x, lambda x: x, lambda x: 0 * x])
def test_a_multiple_is_seen_with_a_constant_added_or_not(
    forward: Callable[[Array], Array], size: float, offset: float
) -> None:
    rng = np.random.default_rng(1)
    x = size * rng.normal(size=(2, 3))
    v = upstream_for(x, rng)

    assert is_multiple(v, *differences(lambda x: forward(x) + offset, x, v))


def test_what_a_tenth_of_the_tolerance_bends_is_still_a_multiple() -> None:
    """Whoever adds a speck of sine could go on to return a constant times the upstream gradient."""
    rng = np.random.default_rng(2)
    x = rng.normal(size=(3, 4))
    v = upstream_for(x, rng)

    assert is_multiple(v, *differences(lambda x: 2 * x + 1e-8 * np.sin(x), x, v))
    assert not is_multiple(v, *differences(lambda x: 2 * x + 1e-5 * np.sin(x), x, v))


@pytest.mark.parametrize("name", RULES)
def test_no_function_that_bends_is_taken_for_a_multiple(name: str) -> None:
    forward = RULES[name][0]
    rng = np.random.default_rng(3)
    for size in (1e-2, 1.0, 3.0):
        for _ in range(50):
            x = size * rng.normal(size=(2, 3))
            v = upstream_for(forward(x), rng)
            assert not is_multiple(v, *differences(forward, x, v))


def test_of_one_number_nothing_can_be_said() -> None:
    assert not is_multiple(np.ones(1), np.ones(1), np.zeros(1))
    assert not is_multiple(np.ones(()), np.ones(()), np.zeros(()))
