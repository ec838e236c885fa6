"""The frozen digits are scikit-learn's, split once and for all."""

from __future__ import annotations

import io
import runpy
from pathlib import Path

import numpy as np
import pytest

from autograder import load_digits

ROOT = Path(__file__).parents[2]


def test_the_digits_have_the_stated_shapes_and_ranges() -> None:
    digits = load_digits()

    assert [a.shape for a in digits] == [(1437, 64), (1437,), (360, 64), (360,)]
    assert digits.x_train.dtype == np.float64
    assert digits.y_train.dtype == np.int64
    assert (digits.x_train.min(), digits.x_train.max()) == (0.0, 1.0)
    assert set(digits.y_test) == set(range(10))


def test_changing_the_arrays_changes_them_for_nobody_else() -> None:
    load_digits().x_train[:] = 7.0

    assert load_digits().x_train.max() == 1.0


def test_no_test_image_is_among_the_training_images() -> None:
    digits = load_digits()
    seen = {row.tobytes() for row in digits.x_train}

    assert sum(row.tobytes() in seen for row in digits.x_test) == 0


def test_the_file_is_what_its_script_makes_of_scikit_learn() -> None:
    pytest.importorskip("sklearn")
    frozen = runpy.run_path(str(ROOT / "tools" / "build_digits.py"))["frozen"]

    path = ROOT / "autograder" / "digits.npz"
    with np.load(path) as committed, np.load(io.BytesIO(frozen())) as fresh:
        assert set(committed.files) == set(fresh.files)
        assert all(np.array_equal(committed[name], fresh[name]) for name in fresh.files)
