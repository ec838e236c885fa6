"""The kinds of tests that other courses use: each accepts what is right, and has its known hole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from autograder.certify.certificate import Certificate
from autograder.certify.comparison import as_markdown, checks_of_kinds, compare, course_of_kinds
from autograder.certify.facts import (
    Alarm,
    CheckFacts,
    ExerciseFacts,
    MisconceptionFacts,
    MutantFacts,
    VariantFacts,
)
from autograder.certify.kinds import KINDS, SUBJECTS, allclose, relative
from autograder.certify.run import Plan, certify
from autograder.course.load import load_assignment
from autograder.numerics.draw import Draw

ROOT = Path(__file__).parents[2]
LAYERS = ROOT / "assignments/04_layers"
BY_NAME = {kind.name: kind for kind in KINDS}


def forward(x: Any, w: Any, b: Any) -> tuple[Any, Any]:
    return x @ w + b, (x, w)


def backward(dout: Any, cache: Any) -> tuple[Any, ...]:
    x, w = cache
    return dout @ w.T, x.T @ dout, dout.sum(axis=0)


ORACLE = SimpleNamespace(
    linear_forward=lambda x, w, b: x @ w + b,
    linear_backward=lambda x, w, b, dout: backward(dout, (x, w)),
    leaky_relu_forward=lambda x, slope: np.where(x > 0, x, slope * x),
    leaky_relu_backward=lambda x, slope, dout: np.where(x > 0, dout, slope * dout),
)


def accepts(kind: str, exercise: str = "linear", **functions: Callable[..., Any]) -> bool:
    """Whether a kind of test accepts a program: the right one, but for the functions given."""
    right = {"linear_forward": forward, "linear_backward": backward}
    student = SimpleNamespace(**{**right, **functions})
    return BY_NAME[kind].test(SUBJECTS["04_layers"][exercise], student, ORACLE, Draw(1))


@pytest.mark.parametrize("kind", BY_NAME)
def test_every_kind_accepts_what_is_right(kind: str) -> None:
    assert accepts(kind)


@pytest.mark.parametrize("kind", BY_NAME)
def test_every_kind_rejects_a_forward_without_its_bias(kind: str) -> None:
    assert not accepts(kind, linear_forward=lambda x, w, b: (x @ w, (x, w)))


def test_a_forward_alone_says_nothing_of_the_backward() -> None:
    def nothing(dout: Any, cache: Any) -> None:
        return None

    assert accepts("square_forward", linear_backward=nothing)


def test_an_upstream_of_ones_hides_that_it_is_not_used() -> None:
    def counts(dout: Any, cache: Any) -> tuple[Any, ...]:
        return *backward(dout, cache)[:2], np.full(dout.shape[1], len(dout))

    assert accepts("square_ones", linear_backward=counts)
    assert accepts("oblong_ones", linear_backward=counts)
    assert not accepts("differences", linear_backward=counts)
    assert not accepts("torch_parity", linear_backward=counts)


def test_a_square_input_hides_the_wrong_axis() -> None:
    def columns(dout: Any, cache: Any) -> tuple[Any, ...]:
        return *backward(dout, cache)[:2], dout.sum(axis=1)

    assert accepts("square_ones", linear_backward=columns)
    student = SimpleNamespace(linear_forward=forward, linear_backward=columns)
    check = checks_of_kinds("test_kinds", "04_layers")["test_linear__oblong_ones"]
    with pytest.raises(AssertionError) as told:
        check(student, ORACLE, Draw(1))
    assert str(told.value) == (
        "cannot be compared: operands could not be broadcast together with shapes (4,) (5,) "
    )


def test_default_arguments_are_left_to_the_student_only_where_they_are_tested() -> None:
    def wrong_default(x: Any, slope: float = 0.5) -> tuple[Any, Any]:
        return np.where(x > 0, x, slope * x), (x, slope)

    functions: dict[str, Any] = {
        "leaky_relu_forward": wrong_default,
        "leaky_relu_backward": lambda dout, cache: np.where(cache[0] > 0, dout, cache[1] * dout),
    }
    assert accepts("square_ones", "leaky_relu", **functions)
    assert not accepts("torch_parity", "leaky_relu", **functions)


def test_allclose_takes_a_kept_axis_and_the_relative_error_no_infinities() -> None:
    assert allclose(np.ones((1, 3)), np.ones(3))
    assert relative(np.ones(3), np.ones(3))
    assert not relative(np.array([np.inf]), np.array([np.inf]))


@pytest.mark.parametrize("name", SUBJECTS)
def test_the_kinds_know_every_exercise_of_an_assignment(name: str) -> None:
    exercises = load_assignment(ROOT / "assignments" / name).exercises

    assert list(SUBJECTS[name]) == [exercise.name for exercise in exercises]
    functions = {f for subject in SUBJECTS[name].values() for f in (subject.forward,)}
    assert functions <= {f for exercise in exercises for f in exercise.functions}


def test_the_course_of_kinds_is_an_assignment_with_a_check_for_each_kind(tmp_path: Path) -> None:
    ours = load_assignment(LAYERS)

    theirs = load_assignment(course_of_kinds(ours, tmp_path))

    assert len(theirs.checks) == len(KINDS) * len(ours.exercises)
    assert {check.exercise for check in theirs.checks} == {e.name for e in ours.exercises}
    assert theirs.misconceptions == ours.misconceptions


@pytest.mark.oracle
@pytest.mark.slow
def test_our_checks_catch_what_all_the_kinds_together_do_not(tmp_path: Path) -> None:
    pytest.importorskip("torch")
    ours = load_assignment(LAYERS)
    plan = Plan(exercise="linear", seeds=0, variants=ROOT / "tests/course/variants/04_layers")
    theirs = certify(load_assignment(course_of_kinds(ours, tmp_path)), plan)

    rows = {row.words: row for row in compare(theirs, certify(ours, plan))}

    all_of_them, backmark = rows["all of these together"], rows["Backmark"]
    assert all(check.passed for check in theirs.checks)
    assert backmark.misconceptions[0] == backmark.misconceptions[1] > all_of_them.misconceptions[0]
    assert backmark.mutants[0] > all_of_them.mutants[0]
    assert backmark.alarms[0] == 0


# The table


def mutant(key: str, outcome: str, *killed_by: str, reason: str = "") -> MutantFacts:
    return MutantFacts(
        key=key, exercise="a", function="f", module="m", line=1, operator="o", diff="-a\n+b",
        outcome=outcome, killed_by=killed_by, reason=reason,
    )  # fmt: skip


def named(name: str, *killed_by: str) -> MisconceptionFacts:
    return MisconceptionFacts(name, "a", "Wrong.", killed_by, (), 2, (), ())


KIND, OTHER = "test_a__square_forward", "test_a__differences"
THEIRS = Certificate(
    assignment="a", title="A", digest="", versions={}, seeds=("1", "2"), partial=False,
    exercises=(ExerciseFacts(1, "a", "A"),),
    checks=tuple(CheckFacts(n, n, "t", "a", 1, 0.0, True) for n in (KIND, OTHER)),
    variants=(VariantFacts("loops", 2, (Alarm("2", OTHER, "failed", ""),)),),
    misconceptions=(named("x", KIND), named("y", OTHER), named("z")),
    mutants=(
        mutant("k", "killed", KIND, OTHER), mutant("d", "killed", reason="it ended its process"),
        mutant("s", "survived"), mutant("e", "survived"), mutant("u", "unloadable"),
    ),
    stale=(), seconds=1.0,
)  # fmt: skip
OURS = replace(
    THEIRS,
    checks=(CheckFacts("1.1", "test_ours", "t", "a", 1, 0.0, True),),
    variants=(VariantFacts("loops", 2, ()),),
    misconceptions=tuple(named(n, "test_ours") for n in "xyz"),
    mutants=(
        mutant("k", "killed", "test_ours"), mutant("d", "killed", reason="it ended its process"),
        mutant("s", "killed", "test_ours"), mutant("e", "equivalent"), mutant("u", "unloadable"),
    ),
)  # fmt: skip


def test_equivalent_mutants_count_for_nobody_and_deadly_ones_for_all() -> None:
    square, *_, everything, ours = compare(THEIRS, OURS)

    assert (square.misconceptions, square.mutants, square.alarms) == ((1, 3), (2, 3), (0, 2))
    assert (everything.misconceptions, everything.alarms) == ((2, 3), (1, 2))
    assert (ours.misconceptions, ours.mutants, ours.alarms) == ((3, 3), (3, 3), (0, 2))


def test_the_table_gives_counts_and_shares() -> None:
    lines = as_markdown(compare(THEIRS, OURS)).splitlines()

    assert lines[0].count("|") == lines[2].count("|") == 5
    assert lines[-1] == "| Backmark | 3 of 3 (100 %) | 3 of 3 (100 %) | 0 of 2 |"
