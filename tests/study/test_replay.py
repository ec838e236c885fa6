"""`backmark replay`: a program that asks what the check asks, and gives what the student gives."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from desk import Run, edit, solve, unpack

from autograder.study.literals import literal

Golden = Callable[[str, str], None]


def python(folder: Path, code: str) -> dict[str, object]:
    """What the program's variables are after it has run in the folder, as text."""
    show = "\nimport json\nprint(json.dumps({k: repr(v) for k, v in globals().items()}))\n"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code + show],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout.splitlines()[-1]))


def test_a_replay_is_a_program_with_inputs_results_and_what_was_wanted(
    layers: Path, run: Run, golden: Golden
) -> None:
    edit(layers / "linear.py", "dout.sum(axis=0)", "dout.mean(axis=0)")

    ran = run(layers, "replay", "1.3")

    golden("study-replay.txt", ran.out)
    found = python(layers, ran.out)
    array = np.array
    got, want = (eval(str(found[name]), {"array": array}) for name in ("db", "want_db"))
    np.testing.assert_allclose(4 * got, want)
    assert found["dx"] == found["want_dx"]


def test_calls_for_finite_differences_are_summed_up(layers: Path, run: Run, golden: Golden) -> None:
    golden("study-replay-derivative.txt", run(layers, "replay", "2.2").out)


def test_of_a_long_check_the_last_steps_are_kept_and_can_be_run(tmp_path: Path, run: Run) -> None:
    folder = unpack("03_linear_classifiers", tmp_path)
    solve(folder, "trees")

    code = run(folder, "replay", "6.2").out

    assert "# (the first 31 steps of this check are left out)" in code.splitlines()
    python(folder, code)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("assignment", "modules", "numbers"),
    [
        ("04_layers", ("linear", "losses"), ("1.4", "1.6", "13.4", "15.4")),
        ("06_optimizers", ("adam", "clipping"), ("7.2", "16.1")),
        ("02_descent", ("search",), ("7.1", "9.1")),
        ("08_autodiff", ("value", "dual", "tensor"), ("1.3", "2.2", "4.1")),
    ],
)
def test_every_kind_of_check_replays(
    assignment: str, modules: tuple[str, ...], numbers: tuple[str, ...], tmp_path: Path, run: Run
) -> None:
    folder = unpack(assignment, tmp_path)
    solve(folder, *modules)

    for number in numbers:
        found = json.loads(run(folder, "replay", number, "--json").out)

        assert (found["check"], found["outcome"]) == (number, "passed")
        assert "\nit" not in found["code"], "an object that nothing made"
        if "= ...  #" not in found["code"]:
            python(folder, found["code"])


def test_another_public_seed_gives_other_inputs_and_no_wanted_values(
    layers: Path, run: Run, golden: Golden
) -> None:
    ran = run(layers, "replay", "1.1", "--seed", "7")

    assert "want" not in ran.out.replace("What was wanted is not known", "")
    golden("study-replay-other-seed.txt", ran.out)
    assert python(layers, ran.out)["x"] != python(layers, run(layers, "replay", "1.1").out)["x"]


def test_there_is_no_way_to_ask_for_a_secret_seed(layers: Path, run: Run) -> None:
    ran = run(layers, "replay", "1.1", "--seed-file", "seed")

    assert (ran.code, ran.out) == (2, "")
    assert "No such option" in ran.err


def test_what_the_student_raises_ends_the_program(layers: Path, run: Run, golden: Golden) -> None:
    edit(layers / "linear.py", "return out, ", "return ou, ")

    golden(
        "study-replay-raises.txt", run(layers, "replay", "test_linear_forward_matches_torch").out
    )


def test_functions_of_the_checks_are_told_of_where_they_cannot_be_named(
    tmp_path: Path, run: Run, golden: Golden
) -> None:
    folder = unpack("01_gradients", tmp_path)
    solve(folder, "calculus")

    golden("study-replay-function.txt", run(folder, "replay", "9.1").out)


@pytest.mark.slow
def test_a_large_array_lies_beside_the_program(tmp_path: Path, run: Run) -> None:
    folder = unpack("03_linear_classifiers", tmp_path)
    solve(folder, "classifier", "losses", "penalties", "training")

    code = run(folder, "replay", "19.7").out

    assert 'large = np.load(".backmark/replay-19.7.npz")' in code
    assert len(code) < 20_000
    python(folder, code)


def test_where_a_large_array_cannot_be_kept_that_is_told(tmp_path: Path, run: Run) -> None:
    folder = unpack("03_linear_classifiers", tmp_path)
    (folder / ".backmark").write_text("a file where the folder should be")

    ran = run(folder, "replay", "1.3")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "backmark: cannot make the folder HERE/.backmark: File exists\n"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("1.33", "no exercise or check 1.33 in 04_layers: linear has 1.1 to 1.8"),
        ("16.1", "no exercise or check 16.1 in 04_layers: there are 1 to 15"),
        ("linear", "linear is an exercise: name one of its checks, 1.1 to 1.8"),
        ("2", "2 is an exercise: name one of its checks, 2.1 to 2.5"),
    ],
)
def test_what_is_no_check_gets_the_nearest(name: str, said: str, layers: Path, run: Run) -> None:
    ran = run(layers, "replay", name)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"backmark: {said}\n"


def test_the_bug_hunt_gives_nothing_away(tmp_path: Path, run: Run, golden: Golden) -> None:
    golden("study-replay-hunt.txt", run(unpack("09_training", tmp_path), "replay", "4.1").err)


@pytest.mark.parametrize(
    "value",
    [
        np.array([[1.5, -np.inf], [np.nan, 0.1]]),
        np.arange(40.0).reshape(4, 10) / 7,
        np.array([1, 2], dtype=np.uint8),
        np.zeros((0, 3)),
        np.float32(0.1),
        np.array(2.5),
        [(np.ones(2), np.zeros(1)), 3],
        ({"a": np.array([True])},),
        float("inf"),
    ],
    ids=repr,
)  # fmt: skip
def test_a_literal_makes_its_value_again_to_the_last_bit(value: object) -> None:
    made = eval(literal(value), {"np": np})

    assert type(made) is type(value)
    assert repr(made) == repr(value)
    if isinstance(value, np.ndarray):
        assert (made.dtype, made.shape) == (value.dtype, value.shape)
        assert made.tobytes() == value.tobytes()
