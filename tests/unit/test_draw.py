from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.numerics.draw import Draw, derive_seed

shapes = st.lists(st.integers(0, 4), max_size=3).map(tuple)
seeds = st.integers(0, 2**256 - 1)


def fresh() -> Draw:
    return Draw(derive_seed(b"golden", "test_x"))


def hexes(array: np.ndarray) -> list[str]:
    return [float(value).hex() for value in np.ravel(array)]


# --- the same for ever ----------------------------------------------------------------------


def test_the_draws_of_a_seed_are_these_to_the_last_bit_on_every_platform() -> None:
    """An answer key is looked up by the bytes of these numbers; a change here is a new format."""
    draw = fresh()

    assert hexes(draw.normal(3)) == [
        "0x1.e23829e900000p+0",
        "-0x1.2f5b68d000000p-3",
        "0x1.b9c1b25000000p-4",
    ]
    assert hexes(draw.normal(2, away_from=(0.0,), distance=0.7)) == [
        "0x1.fd1b44b400000p-1",
        "0x1.fedba63800000p-1",
    ]
    assert hexes(draw.uniform(-1.0, 2.0, 3)) == [
        "-0x1.6f399722f0448p-2",
        "-0x1.3a5d1c79e96cep-1",
        "0x1.c18a3c74e5508p-1",
    ]
    assert draw.integers(0, 10, 8).tolist() == [2, 5, 9, 1, 3, 7, 3, 6]
    assert hexes(draw.upstream(3)) == [
        "0x1.0e5c028736aebp-1",
        "-0x1.0162824f387aap+0",
        "-0x1.01706960b3624p-1",
    ]
    assert draw.permutation(6).tolist() == [3, 2, 5, 4, 0, 1]
    assert hexes(draw.generator().random(2)) == ["0x1.0d944edc5e00dp-1", "0x1.3712788dfb3f1p-1"]


def test_a_seed_is_the_hmac_of_the_secret_and_the_checks_name() -> None:
    want = 0xD9A7B3DCD75A8026E99F968FBEFABA4B809ED103B5897DCEB3E0B4DF9D045A79
    assert derive_seed(b"golden", "test_x") == want


def test_another_secret_or_another_check_draws_something_else() -> None:
    draws = [
        Draw(derive_seed(secret, name)).normal(4).tobytes()
        for secret in (b"one", b"two")
        for name in ("test_a", "test_b")
    ]

    assert len(set(draws)) == 4


@given(seeds, shapes)
def test_the_same_seed_draws_the_same(seed: int, shape: tuple[int, ...]) -> None:
    one, other = Draw(seed), Draw(seed)

    assert one.normal(*shape).tobytes() == other.normal(*shape).tobytes()
    assert one.upstream(*shape).tobytes() == other.upstream(*shape).tobytes()


# --- forms and ranges -----------------------------------------------------------------------


@given(seeds, shapes)
def test_draws_have_the_shape_and_dtype_that_was_asked_for(
    seed: int, shape: tuple[int, ...]
) -> None:
    draw = Draw(seed)

    for values in (draw.normal(*shape), draw.uniform(0, 1, *shape), draw.upstream(*shape)):
        assert (values.shape, values.dtype) == (shape, np.dtype(np.float64))
    whole = draw.integers(0, 3, *shape)
    assert (whole.shape, whole.dtype) == (shape, np.dtype(np.int64))


def test_an_upstream_gradient_has_both_signs_wherever_there_are_two_elements() -> None:
    """A relu whose mask is taken from an all-negative dout would be right at zero, by chance."""
    for seed in range(200):
        for shape in ((2,), (1, 3), (5,)):
            assert set(np.sign(Draw(seed).upstream(*shape)).ravel()) == {-1.0, 1.0}


def test_a_draw_without_a_shape_is_a_number() -> None:
    draw = fresh()

    assert [float(draw.normal()), float(draw.uniform(1, 2)), int(draw.integers(3, 4))][2] == 3
    assert 0.5 <= abs(float(draw.upstream())) <= 1.5


@given(seeds)
def test_normal_is_never_beyond_six(seed: int) -> None:
    assert np.all(np.abs(Draw(seed).normal(50)) <= 6)


@given(seeds, st.floats(-100, 100), st.floats(0.001, 100))
def test_uniform_stays_between_low_and_high(seed: int, low: float, width: float) -> None:
    values = Draw(seed).uniform(low, low + width, 50)

    assert np.all((values >= low) & (values <= low + width))


@given(seeds, st.integers(-(2**30), 2**30), st.integers(1, 2**30))
def test_integers_are_from_low_up_to_below_high(seed: int, low: int, width: int) -> None:
    values = Draw(seed).integers(low, low + width, 50)

    assert np.all((values >= low) & (values < low + width))


@given(seeds)
def test_upstream_is_between_a_half_and_one_and_a_half_in_size(seed: int) -> None:
    sizes = np.abs(Draw(seed).upstream(50))

    assert np.all((sizes >= 0.5) & (sizes <= 1.5))


@given(seeds, st.integers(0, 40))
def test_a_permutation_holds_every_index_once(seed: int, n: int) -> None:
    assert sorted(Draw(seed).permutation(n).tolist()) == list(range(n))


@given(
    seeds,
    st.lists(st.floats(-2, 2), min_size=1, max_size=3),
    st.floats(0.01, 0.3),
)
def test_normal_stays_away_from_every_kink(seed: int, kinks: list[float], distance: float) -> None:
    values = Draw(seed).normal(20, away_from=kinks, distance=distance)

    assert all(np.all(np.abs(values - kink) >= distance) for kink in kinks)


def test_kinks_that_leave_no_room_are_refused_with_the_reason() -> None:
    with pytest.raises(ValueError, match=r"no numbers at least 9 from \(0\.0,\) in 1000 draws"):
        fresh().normal(1, away_from=(0.0,), distance=9)


@pytest.mark.parametrize(("low", "high"), [(3, 3), (0, 2**31)])
def test_too_few_or_too_many_integers_are_refused_with_the_range(low: int, high: int) -> None:
    said = f"cannot draw from [{low}, {high}): want 1 to 2**31 - 1 integers in it"

    with pytest.raises(ValueError, match=f"^{re.escape(said)}$"):
        fresh().integers(low, high)


# --- statistics, each at five sigma or more of its own error ----------------------------------


def test_normal_has_mean_zero_and_variance_one() -> None:
    values = Draw(1).normal(100_000)

    assert abs(values.mean()) < 5 / np.sqrt(100_000)
    assert abs(values.var() - 1) < 5 * np.sqrt(2 / 100_000)


def test_uniform_has_the_mean_and_variance_of_a_uniform() -> None:
    values = Draw(2).uniform(0, 1, 100_000)

    assert abs(values.mean() - 1 / 2) < 5 * np.sqrt(1 / 12 / 100_000)
    assert abs(values.var() - 1 / 12) < 0.001


def test_integers_come_up_equally_often() -> None:
    counts = np.bincount(Draw(3).integers(0, 10, 100_000))

    assert np.all(np.abs(counts - 10_000) < 5 * np.sqrt(10_000 * 0.9))


def test_upstream_has_both_signs_equally_often_whatever_the_size() -> None:
    values = Draw(4).upstream(100_000)

    assert abs(np.sign(values).mean()) < 5 / np.sqrt(100_000)
    assert abs(np.corrcoef(np.sign(values), np.abs(values))[0, 1]) < 5 / np.sqrt(100_000)


def test_permutations_put_each_index_everywhere_equally_often() -> None:
    draw = Draw(5)
    places = np.array([draw.permutation(4) for _ in range(4_000)])

    counts = np.array([np.bincount(column, minlength=4) for column in places.T])
    assert np.all(np.abs(counts - 1_000) < 5 * np.sqrt(4_000 * 3 / 16))


def test_draws_that_follow_one_another_are_not_correlated() -> None:
    values = Draw(6).normal(2, 100_000)

    assert abs(np.corrcoef(*values)[0, 1]) < 5 / np.sqrt(100_000)
