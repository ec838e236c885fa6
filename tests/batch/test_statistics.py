"""The class's figures: each against a value worked out otherwise, and small classes."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import numpy as np
import pytest
from graded import check, entries_of, entry, unopened

from autograder.batch.flags import IDLE, WRONG, at_least, flag_of, upper_bound
from autograder.batch.statistics import class_of, histogram, point_biserial, spread


def floats(value: Any) -> list[float]:
    """Every number within a value."""
    if dataclasses.is_dataclass(value):
        return floats([getattr(value, field.name) for field in dataclasses.fields(value)])
    if isinstance(value, dict):
        return floats(list(value.values()))
    if isinstance(value, (list, tuple)):
        return [number for part in value for number in floats(part)]
    return [value] if isinstance(value, float) else []


@pytest.mark.parametrize("rows", [[], ["P"], ["PF"], ["PPP"] * 7, ["NNN"] * 7, ["XXX"] * 2])
def test_whatever_the_class_no_figure_is_nan(rows: list[str]) -> None:
    found = class_of(entries_of(rows))

    assert all(math.isfinite(number) for number in floats(found))
    assert all(facts.discrimination is None for facts in found.checks)


def test_difficulty_is_the_share_passed_of_those_who_attempted() -> None:
    found = class_of([*entries_of(["P", "F", "R", "N", "B", "X"]), unopened("zip")])

    (facts,) = found.checks
    assert (facts.passed, facts.attempted, facts.difficulty) == (1, 3, 1 / 3)
    assert found.outcomes["blocked"] == 1
    assert (found.withheld, len(found.ungraded)) == (1, 1)


def test_a_check_that_nobody_attempted_has_no_difficulty() -> None:
    assert class_of(entries_of(["N", "B"])).checks[0].difficulty is None


def test_discrimination_correlates_passing_with_the_rest_not_with_the_check_itself() -> None:
    found = class_of(entries_of(["PPPP", "PPPF", "PFFF", "FPFF", "FFFF", "FFPF"]))

    rest = np.array([3, 2, 0, 1, 0, 1]) / 3
    passed = np.array([1, 1, 1, 0, 0, 0])
    spread_out = rest[passed == 1].mean() - rest[passed == 0].mean()
    want = spread_out / rest.std() * 0.5  # the textbook's formula: sqrt(p q) = 1 / 2
    assert found.checks[0].discrimination == pytest.approx(want, rel=1e-12)


@pytest.mark.parametrize(
    ("passed", "rest"),
    [([], []), ([True], [0.5]), ([True, True], [0.1, 0.9]), ([True, False], [0.3, 0.3])],
)
def test_there_is_no_correlation_where_nothing_varies(
    passed: list[bool], rest: list[float]
) -> None:
    assert point_biserial(passed, rest) is None


def test_the_histogram_has_everybody_in_the_bin_that_begins_with_their_share() -> None:
    shares = [i / 20 for i in range(21)] * 2

    counts = histogram(shares)

    assert counts == (*[2] * 19, 4)  # the full score belongs to the last bin
    assert histogram([1.0]) == (*[0] * 9, 1)


def test_a_spread_has_the_median_in_the_middle_and_a_samples_deviation() -> None:
    found = spread([1, 2, 3, 4])

    assert found.quartiles == (1.75, 2.5, 3.25)
    assert found.deviation == pytest.approx(math.sqrt(5 / 3))
    assert spread([]).mean is None
    assert spread([7]).deviation is None


def test_numbers_are_places_and_say_nothing_of_names() -> None:
    found = class_of([entry("zoe", [check("1.1")]), entry("abe", [check("1.1", "failed")])])

    assert [(s.number, s.hand_in.id) for s in found.standings] == [(1, "zoe"), (2, "abe")]


def test_a_misconception_counts_once_a_hand_in_and_check_2_10_comes_after_2_9() -> None:
    names = {"diagnosis": "sign_lost", "message": "dx: 3 of 4 elements differ"}
    wrong = [check("2.10", "failed", **names), check("2.9", "failed", **names)]

    found = class_of([entry("a", wrong), entry("b", wrong), entry("c", [check("2.9")])])

    (mistake,) = found.mistakes
    assert (mistake.count, mistake.checks) == (2, ("2.9", "2.10"))
    assert [facts.number for facts in found.checks] == ["2.9", "2.10"]


def kind_of(passed: str, rests: list[float], discrimination: float | None = None) -> str:
    flag = flag_of([letter == "P" for letter in passed], rests, discrimination, 0)
    return flag.kind if flag else ""


@pytest.mark.parametrize(
    ("passed", "rests", "discrimination", "kind"),
    [
        ("FFF", [0.9, 1, 1], None, WRONG),  # all of three good ones: 1 in 1,000
        ("FFFP", [0.95] * 4, None, ""),  # 3 of 4: 1 in 270
        ("FFPPPPPPPP", [0.95] * 10, None, ""),  # a fifth of the good: a hard check
        ("PPPPPFFFFF", [1] * 5 + [0.92] * 5, 0.8, ""),  # the best pass: hard, not wrong
        ("FFFF", [0.5] * 4, None, ""),  # too few to say so
        ("FFFFF", [0.5] * 5, None, WRONG),  # nobody passes
        ("P" * 29, [0.5] * 29, None, ""),
        ("P" * 30, [0.5] * 30, None, IDLE),
        ("PF" * 30, [0.5] * 60, -0.05, WRONG),
        ("PF" * 30, [0.5] * 60, 0.05, ""),  # may well be 0.2 in truth
        ("PF" * 300, [0.5] * 600, 0.05, WRONG),  # of 600 it may not
        ("F" * 4 + "P" * 56, [0.5] * 60, -0.3, ""),  # four failures are an accident
    ],
)
def test_the_flag_needs_enough_students(
    passed: str, rests: list[float], discrimination: float | None, kind: str
) -> None:
    assert kind_of(passed, rests, discrimination) == kind


def test_a_check_that_broke_is_flagged_whatever_else() -> None:
    flag = flag_of([True] * 9, [1.0] * 9, None, 1)

    assert flag is not None
    assert flag.why == "it broke itself on one hand-in, and points are withheld"


def test_a_right_check_is_seldom_flagged_and_a_wrong_one_nearly_always() -> None:
    rng = np.random.default_rng(0)
    difficulty = np.linspace(-2, 0.9, 30)  # nearly everybody passes the first, a quarter the last
    flagged = caught = 0
    for _ in range(25):  # classes of 60, by the two-parameter logistic model
        able = rng.normal(size=(60, 1))
        passed = rng.random((60, 30)) < 1 / (1 + np.exp(-1.7 * (able - difficulty)))
        rests = (passed.sum(1)[:, None] - passed) / 29
        flagged += sum(map(is_wrong, passed.T.tolist(), rests.T.tolist()))
        caught += is_wrong((~passed[:, 15]).tolist(), rests[:, 15].tolist())

    assert flagged <= 3  # 750 / 500, and its spread
    assert caught >= 24


def is_wrong(passed: list[bool], rests: list[float]) -> bool:
    flag = flag_of(passed, rests, point_biserial(passed, rests), 0)
    return flag is not None and flag.kind == WRONG


def test_the_two_probabilities_are_those_of_the_textbook() -> None:
    assert at_least(3, 3, 0.1) == pytest.approx(0.001)
    assert at_least(0, 5, 0.3) == pytest.approx(1)
    assert upper_bound(0.0, 103) == pytest.approx(math.tanh(0.1645))
    assert upper_bound(1.0, 10) == 1.0
    assert upper_bound(-1.0, 10) < 0
