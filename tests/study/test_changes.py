"""What has to be checked again after a save: all that uses what changed, and no more."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import ROOT

from autograder.course.assignment import Assignment
from autograder.course.load import load_assignment
from autograder.study.changes import EVERYTHING, affected, changed_names

BEFORE = """\
import numpy as np
SCALE = 2.0
def helper(x):
    return SCALE * x
def relu_forward(x):
    return helper(x), x
def tanh_forward(x):
    return np.tanh(x), x
"""


@pytest.fixture(scope="module")
def assignment() -> Assignment:
    return load_assignment(ROOT / "assignments/04_layers")


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [
        ("return np.tanh(x), x", "return  np.tanh( x ), x  # so", set()),
        ("return np.tanh(x), x", "return -np.tanh(x), x", {"tanh_forward"}),
        ("SCALE = 2.0", "SCALE = 3.0", {"SCALE"}),
        ("import numpy as np", "import numpy as nump", {"np", "nump"}),
        ("def helper(x):", "def helped(x):", {"helper", "helped"}),
        ("SCALE = 2.0", "SCALE = 2.0\nprint(SCALE)", {EVERYTHING}),
        ("SCALE = 2.0", "SCALE = ", {EVERYTHING}),
        ("SCALE = 2.0", f"SCALE = 0x{'f' * 5000}", {EVERYTHING}),
    ],
)
def test_changes_are_told_by_name(old: str, new: str, names: set[str]) -> None:
    now = BEFORE.replace(old, new)

    assert changed_names({"a.py": BEFORE}, {"a.py": now}) == names


def test_a_new_file_and_a_lost_one_change_what_they_define() -> None:
    assert "relu_forward" in changed_names({}, {"a.py": BEFORE})
    assert "relu_forward" in changed_names({"a.py": BEFORE}, {})


@pytest.mark.parametrize(
    ("changed", "exercises"),
    [
        (set(), []),
        ({"tanh_forward"}, ["tanh"]),
        ({"helper"}, ["relu"]),
        ({"SCALE"}, ["relu"]),
        ({"nobody_uses_it"}, []),
    ],
)
def test_what_uses_a_name_is_checked_again(
    changed: set[str], exercises: list[str], assignment: Assignment
) -> None:
    assert affected(assignment, [BEFORE], changed) == exercises


def test_what_cannot_be_told_checks_everything(assignment: Assignment) -> None:
    assert len(affected(assignment, [BEFORE], {EVERYTHING})) == len(assignment.exercises)


def test_a_check_that_calls_another_exercises_function_is_checked_again() -> None:
    networks = load_assignment(ROOT / "assignments/05_networks")
    source = (ROOT / "reference/05_networks/mlp.py").read_text()
    other = (ROOT / "reference/05_networks/initializers.py").read_text()

    found = affected(networks, [source, other], {"he_normal"})

    assert {"initializers", "mlp"} <= set(found)
    assert "two_layer_loss" not in found


@pytest.mark.parametrize(
    "name", sorted(p.parent.name for p in Path(ROOT).glob("assignments/*/assignment.toml"))
)
def test_every_graded_function_is_used_by_its_own_exercise(name: str) -> None:
    loaded = load_assignment(ROOT / "assignments" / name)

    for exercise in loaded.exercises:
        for function in exercise.functions:
            assert exercise.name in affected(loaded, [], {function})
