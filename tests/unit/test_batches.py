"""What a batch promises: each call's first result, whatever the calls do to what they are given."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from autograder.sandbox.batches import first_results
from autograder.sandbox.protocol import Batch, Target

Floats = npt.NDArray[np.float64]
ROWS = np.arange(6.0).reshape(3, 2)


def batch(*args: Any, vary: int = 0, rows: Any = ROWS, **kwargs: Any) -> Batch:
    return Batch(1, Target("m", "f"), args, kwargs, vary, rows)


def test_each_row_takes_the_place_of_the_varied_argument() -> None:
    got = first_results(lambda x, w: (x + w, "cache"), batch(np.zeros(2), np.ones(2)))

    np.testing.assert_array_equal(got, ROWS + 1)


def test_a_call_that_writes_into_an_argument_disturbs_no_other() -> None:
    def scales_in_place(x: Floats, w: Floats) -> Floats:
        x *= 2
        w += 1
        return x + w

    got = first_results(scales_in_place, batch(np.zeros(2), np.ones(2)))

    np.testing.assert_array_equal(got, 2 * ROWS + 2)


def test_each_call_draws_the_same_from_a_generator() -> None:
    def adds_noise(x: Floats, rng: np.random.Generator) -> Floats:
        return x + rng.random(2)

    got = first_results(adds_noise, batch(np.zeros(2), rng=np.random.default_rng(0)))

    np.testing.assert_allclose(got - ROWS, np.tile(np.random.default_rng(0).random(2), (3, 1)))


def test_a_buffer_that_is_returned_again_and_again_keeps_each_result() -> None:
    buffer = np.empty(2)

    def reuses(x: Floats) -> Floats:
        buffer[...] = x
        return buffer

    np.testing.assert_array_equal(first_results(reuses, batch(np.zeros(2))), ROWS)


def test_a_list_that_is_written_into_is_each_calls_own() -> None:
    def appends(x: Floats, seen: list[float]) -> int:
        seen.append(0.0)
        return len(seen)

    assert first_results(appends, batch(np.zeros(2), [1.0])) == [2, 2, 2]


def test_a_row_by_element_changes_that_element_alone() -> None:
    x = np.arange(6, dtype=np.float32).reshape(2, 3).T
    changes = np.array([[0.0, 9.0], [5.0, -1.0]])

    got = first_results(lambda x: x, Batch(1, Target("m", "f"), (x,), {}, 0, changes, True))

    assert got.dtype == np.float64
    np.testing.assert_array_equal(got[0], [[9, 3], [1, 4], [2, 5]])
    np.testing.assert_array_equal(got[1], [[0, 3], [1, 4], [2, -1]])


def test_a_number_is_varied_as_a_number() -> None:
    got = first_results(lambda lr: (type(lr) is float) * lr, batch(0.0, rows=np.arange(3.0)))

    np.testing.assert_array_equal(got, [0.0, 1.0, 2.0])
