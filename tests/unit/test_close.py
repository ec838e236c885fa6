from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.numerics.close import compare, type_of
from autograder.sandbox.wire import Handle

WANT = np.array([[1.0, -2.0, 3.0], [4.0, 5.0, -6.0]])
ordinary = st.floats(-1e3, 1e3)
pairs = hnp.array_shapes(max_dims=2, max_side=4).flatmap(
    lambda shape: st.tuples(
        hnp.arrays(np.float64, shape, elements=ordinary),
        hnp.arrays(np.float64, shape, elements=ordinary),
    )
)


def kind(got: object, want: object, **options: float) -> str | None:
    mismatch = compare(got, want, **options)
    return None if mismatch is None else mismatch.kind


# --- what is right --------------------------------------------------------------------------


@given(hnp.arrays(np.float64, hnp.array_shapes(min_dims=0, min_side=0), elements=st.floats()))
def test_every_array_equals_itself(array: np.ndarray) -> None:
    """NaN and infinity too, where the oracle has them at the same place."""
    assert compare(array, array) is None


@given(pairs, st.floats(0, 1))
def test_a_deviation_is_right_up_to_the_tolerance_of_the_largest_element(
    pair: Any, share: float
) -> None:
    """max|got - want| <= tolerance * max(max|want|, scale), over the whole array."""
    want, noise = pair
    allowed = 1e-6 * max(np.max(np.abs(want)), 1.0)
    got = want + 0.99 * share * allowed * np.sign(noise)

    assert compare(got, want, tolerance=1e-6) is None


def test_one_element_beyond_the_tolerance_is_a_mismatch() -> None:
    got = WANT.copy()
    got[1, 1] += 7e-9  # allowed: 6e-9

    mismatch = compare(got, WANT)

    assert mismatch is not None
    assert (mismatch.kind, mismatch.differing, mismatch.total) == ("values", 1, 6)
    assert mismatch.first == mismatch.worst
    assert mismatch.first is not None
    assert mismatch.first.index == (1, 1)
    assert mismatch.first.allowed == pytest.approx(6e-9)


def test_first_and_worst_are_the_first_in_reading_order_and_the_farthest() -> None:
    got = WANT + np.array([[0.0, 0.1, 0.0], [0.5, 0.0, 0.2]])

    mismatch = compare(got, WANT)

    assert mismatch is not None
    assert mismatch.first is not None
    assert mismatch.worst is not None
    assert (mismatch.first.index, mismatch.worst.index) == ((0, 1), (1, 0))


@given(pairs)
def test_where_the_scale_exceeds_both_sides_they_may_be_swapped(pair: Any) -> None:
    """The verdict is symmetric in got and want as soon as `scale` alone sets the allowance."""
    got, want = pair

    forth, back = (kind(a, b, scale=1e3, tolerance=0.1) for a, b in ((got, want), (want, got)))

    assert forth == back


@given(pairs, st.integers(-20, 20))
def test_the_verdict_does_not_depend_on_the_unit(pair: Any, exponent: int) -> None:
    """Scaling got, want and `scale` by one power of two changes nothing."""
    got, want = pair
    unit = 2.0**exponent

    same = kind(got * unit, want * unit, scale=unit, tolerance=0.1)

    assert same == kind(got, want, tolerance=0.1)


@given(pairs)
def test_the_verdict_does_not_depend_on_the_order_of_axes_or_memory(pair: Any) -> None:
    got, want = pair

    one = compare(got, want, tolerance=0.1)
    other = compare(np.asfortranarray(got).T, want.T, tolerance=0.1)

    assert (one is None) == (other is None)
    assert one is None or other is None or one.differing == other.differing


@pytest.mark.parametrize("got", [3, 3.0, True, np.float64(3), np.float32(3), np.array(3.0)])
def test_a_number_may_be_of_any_real_type(got: Any) -> None:
    assert compare(got, float(got)) is None


def test_float32_results_are_compared_as_precisely_as_float32_is() -> None:
    third = np.full(3, 1 / 3)

    assert compare(third.astype(np.float32), third) is None
    assert kind(third.astype(np.float32).astype(np.float64), third) == "values"
    assert kind((third + 1e-4).astype(np.float32), third) == "values"


# --- what is wrong, and by which name -------------------------------------------------------


@pytest.mark.parametrize("shape", [(3, 2), (6,), (1, 2, 3), (2,), (2, 1), (1, 3), (3,), ()])
def test_a_shape_that_would_broadcast_is_still_another_shape(shape: tuple[int, ...]) -> None:
    assert kind(np.zeros(shape), WANT) == "shape"


@pytest.mark.parametrize(
    ("shape", "remark"),
    [
        ((3, 2), "it has the shape of the transpose"),
        ((6,), "the number of elements is right, their arrangement is not"),
        ((2, 1), ""),
    ],
)
def test_a_wrong_shape_is_remarked_upon_where_it_says_something(
    shape: tuple[int, ...], remark: str
) -> None:
    mismatch = compare(np.zeros(shape), WANT)

    assert mismatch is not None
    assert mismatch.remark == remark
    assert mismatch.want == "shape (2, 3)"


def test_an_integer_array_is_no_array_of_floats() -> None:
    mismatch = compare(np.array([1, 2]), np.array([1.0, 2.0]))

    assert mismatch is not None
    assert (mismatch.kind, mismatch.got, mismatch.want) == (
        "dtype",
        "dtype int64",
        "dtype float64",
    )


def test_labels_and_masks_have_no_tolerance() -> None:
    labels = np.array([0, 2, 1])

    assert compare(labels, labels) is None
    assert kind(np.array([0, 1, 1]), labels) == "values"
    assert compare(labels.astype(float), labels) is None
    assert kind(labels + 1e-12, labels) == "values"
    assert kind(np.array([True, False]), np.array([True, True])) == "values"


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_where_it_should_be_is_named(bad: float) -> None:
    got = WANT.copy()
    got[0, 1] = bad

    mismatch = compare(got, WANT)

    assert mismatch is not None
    assert (mismatch.kind, mismatch.differing) == ("finite", 1)
    assert kind(got, WANT, tolerance=np.inf) == "finite"


@pytest.mark.parametrize(
    ("got", "want", "found"),
    [
        ([1.0, np.inf], [1.0, np.inf], None),
        ([1.0, np.nan], [1.0, np.nan], None),
        ([1.0, -np.inf], [1.0, np.inf], "values"),
        ([1.0, 2.0], [1.0, np.inf], "values"),
        ([1.0, 2.0], [1.0, np.nan], "values"),
        ([2.0, np.inf], [1.0, np.inf], "values"),
    ],
)
def test_infinities_must_be_the_oracles(got: Any, want: Any, found: str | None) -> None:
    assert kind(np.array(got), np.array(want)) == found


@pytest.mark.parametrize(
    ("got", "want"),
    [([1.7e308, 1.0], [-1.7e308, 1.0]), ([1e308, 1.0], [1e-3, 1.0]), ([1e-320, 1.0], [1.0, 1.0])],
)
def test_enormous_and_tiny_numbers_are_compared_without_a_warning(got: Any, want: Any) -> None:
    """A warning is an exception in a student's pytest, and would pass for our fault."""
    assert kind(np.array(got), np.array(want)) == "values"


@pytest.mark.parametrize(
    ("got", "what"),
    [
        (None, "None (nothing was returned)"),
        ("text", "a str"),
        ([1.0, 2.0], "a list of 2"),
        ((1.0,), "a tuple of 1"),
        ({}, "a dict"),
        (1j, "a complex"),
        (np.array([1j]), "an array of dtype complex128"),
        (np.complex128(1j), "a number of dtype complex128"),
        (np.array(["a"]), "an array of dtype <U1"),
        (Handle(1, "numpy.matrix"), "a numpy.matrix"),
        (Handle(1, "builtins.generator"), "a generator"),
        (Handle(1, "builtins.coroutine"), "a coroutine, as of `async def`"),
        (Handle(1, "x_is_0_25.Spy"), "an object of a class of its own"),
    ],
)
def test_what_is_no_number_is_named_in_words_that_no_student_chose(got: Any, what: str) -> None:
    mismatch = compare(got, WANT)

    assert mismatch is not None
    assert (mismatch.kind, mismatch.got) == ("type", what)
    assert type_of(got) == what


def test_python_integers_beyond_64_bits_are_numbers_too() -> None:
    assert kind(2**70, 3.0) == "values"
    assert kind(2**70, 3) == "values"


# --- remarks --------------------------------------------------------------------------------


def remark(got: Any, want: Any = WANT) -> tuple[str, float | None]:
    mismatch = compare(np.asarray(got), want)
    assert mismatch is not None
    return mismatch.remark, mismatch.factor


@pytest.mark.parametrize(
    ("got", "want"),
    [
        (0 * WANT, ("yours is zero everywhere", None)),
        (-WANT, ("yours has the opposite sign everywhere", None)),
        (8 * WANT, ("every element is off by the same factor", 8.0)),
        (-WANT / 2, ("every element is off by the same factor", -0.5)),
        (WANT + 0.25, ("every element is off by the same amount", None)),
        (WANT + np.eye(2, 3), ("", None)),
        (WANT**2, ("", None)),
    ],
)
def test_what_is_certain_about_wrong_values_is_said(got: Any, want: Any) -> None:
    assert remark(got) == (want[0], want[1] and pytest.approx(want[1]))


def test_a_remark_says_nothing_about_a_single_number() -> None:
    """Any two numbers differ by a constant factor."""
    assert remark(np.array(6.0), np.array(2.0)) == ("", None)


def test_infinities_are_not_off_by_the_same_amount() -> None:
    assert remark([1.0, 2.0, -np.inf], np.array([1.0, 2.0, np.inf])) == ("", None)


@given(
    pairs,
    st.sampled_from(["zero", "sign", "factor", "amount", "one element", "unrelated"]),
    st.floats(-50, 50),
)
@settings(max_examples=150)
def test_a_remark_is_never_untrue(pair: Any, change: str, amount: float) -> None:
    want, other = pair
    got = {
        "zero": 0 * want,
        "sign": -want,
        "factor": amount * want,
        "amount": want + amount,
        "one element": want + amount * (np.arange(want.size) == 0).reshape(want.shape),
        "unrelated": other,
    }[change]
    mismatch = compare(got, want)
    assume(mismatch is not None)
    assert mismatch is not None
    size = max(np.max(np.abs(got)), np.max(np.abs(want)))

    if mismatch.remark.startswith("yours is zero"):
        assert not got.any()
    elif mismatch.remark.startswith("yours has the opposite"):
        assert np.allclose(got, -want, rtol=0, atol=1e-4 * size)
    elif mismatch.factor is not None:
        assert np.allclose(got, mismatch.factor * want, rtol=0, atol=1e-4 * size)
    elif mismatch.remark:
        assert np.allclose(got - want, (got - want).flat[0], rtol=0, atol=1e-8 * max(1, size))


def test_a_loss_of_precision_is_not_told_as_a_factor_of_one() -> None:
    assert remark(WANT * (1 + 5e-7)) == ("", None)
