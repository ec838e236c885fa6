from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograder.judging.answer_key import Evidence, Known
from autograder.judging.diagnosis import agrees, diagnose, evidence_of
from autograder.verdict import CheckResult, Diagnosis, Failure, Outcome

RIGHT = np.array([1.0, 2.0, 3.0])


def passed(name: str) -> CheckResult:
    return CheckResult("1.1", name, name, "linear", Outcome.PASSED, 1)


def failed(name: str, observed: Any, where: str = "db", kind: str = "value") -> CheckResult:
    failure = Failure(kind, where, observed=observed)
    return CheckResult("1.1", name, name, "linear", Outcome.FAILED, 1, failure)


def known(name: str, **observed: Any) -> Known:
    evidence = {check: Evidence("failed", "value", "db", v) for check, v in observed.items()}
    return Known(name, "linear", f"{name}.", "Look again.", evidence)


def names(results: tuple[CheckResult, ...]) -> list[tuple[str, bool] | None]:
    return [(r.diagnosis.name, r.diagnosis.certain) if r.diagnosis else None for r in results]


# --- one piece of evidence ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("got", "want", "alike"),
    [
        (RIGHT, RIGHT, True),
        (RIGHT * (1 + 1e-11), RIGHT, True),
        (RIGHT * (1 + 1e-7), RIGHT, False),
        (RIGHT[None], RIGHT, False),
        (RIGHT * 1e-9, RIGHT * 2e-9, False),
        (np.array([np.nan, 1.0]), np.array([np.nan, 1.0]), True),
        (np.array([1.0, np.nan]), np.array([np.nan, 1.0]), False),
        (np.array([np.inf]), np.array([-np.inf]), False),
        (0.5, 0.5, True),
        (np.float64(0.5), 0.5, True),
        (3, 3, True),
        (None, None, True),
        (None, 0.0, False),
        (0.0, None, False),
        ("a list of 2", "a list of 2", True),
        ("a list of 2", "a list of 3", False),
        ("1", 1, False),
        ((RIGHT, 1.0), (RIGHT, 1.0), True),
        ((RIGHT,), (RIGHT, 1.0), False),
        ([RIGHT], (RIGHT,), False),
        ({"a": RIGHT}, {"a": RIGHT}, True),
        ({"a": RIGHT}, {"b": RIGHT}, False),
    ],
)
def test_evidence_agrees_when_the_values_are_the_same(got: Any, want: Any, alike: bool) -> None:
    shown, stored = (Evidence("failed", "value", "db", v) for v in (got, want))

    assert agrees(shown, stored) is alike


@pytest.mark.parametrize(
    "other",
    [
        Evidence("raised", "value", "db", 1.0),
        Evidence("failed", "gradient", "db", 1.0),
        Evidence("failed", "value", "dw", 1.0),
        None,
    ],
)
def test_the_same_value_in_another_way_or_place_is_other_evidence(other: Evidence | None) -> None:
    shown = Evidence("failed", "value", "db", 1.0)

    assert not agrees(shown, other)
    assert not agrees(other, shown)
    assert agrees(None, None)


def test_a_check_that_passed_shows_nothing() -> None:
    assert evidence_of(passed("a")) is None
    assert evidence_of(failed("a", 1.0)) == Evidence("failed", "value", "db", 1.0)


# --- an exercise ----------------------------------------------------------------------------


def test_a_misconception_that_agrees_on_every_check_is_certain() -> None:
    results = (passed("a"), failed("b", RIGHT), failed("c", 2 * RIGHT))

    found = diagnose(results, [known("mean", b=RIGHT, c=2 * RIGHT), known("sum", b=RIGHT)])

    assert names(found) == [None, ("mean", True), ("mean", True)]
    assert found[1].diagnosis == Diagnosis("mean", "mean.", "Look again.", certain=True)


def test_agreement_on_one_check_alone_is_only_likeness() -> None:
    results = (failed("a", RIGHT), failed("b", 7 * RIGHT))

    found = diagnose(results, [known("mean", a=RIGHT, b=RIGHT)])

    assert names(found) == [("mean", False), None]


def test_a_passing_check_that_the_misconception_fails_speaks_against_it() -> None:
    results = (failed("a", RIGHT), passed("b"))

    assert names(diagnose(results, [known("mean", a=RIGHT, b=RIGHT)])) == [("mean", False), None]


def test_no_name_is_given_where_two_fit() -> None:
    results = (failed("a", RIGHT), failed("b", 7 * RIGHT))
    one, other = known("one", a=RIGHT), known("other", a=RIGHT)

    assert names(diagnose(results, [one, other])) == [None, None]
    assert names(diagnose(results[:1], [one, other])) == [None]


def test_blocked_broken_and_passed_checks_have_no_diagnosis() -> None:
    blocked = CheckResult(
        "1.2", "b", "b", "linear", Outcome.BLOCKED, 1, Failure("blocked", "b", "waits")
    )
    mean = Known(
        "mean",
        "linear",
        "s",
        "h",
        {
            "a": Evidence("failed", "value", "db", RIGHT),
            "b": Evidence("blocked", "blocked", "b", None),
        },
    )

    found = diagnose((failed("a", RIGHT), blocked, passed("c")), [mean])

    assert names(found) == [("mean", True), None, None]


def test_a_broken_check_leaves_nothing_certain() -> None:
    """Nobody knows what it would have shown."""
    broken = CheckResult("1.2", "b", "b", "linear", Outcome.BROKEN, 1, Failure("broken", "b"))

    found = diagnose((failed("a", RIGHT), broken), [known("mean", a=RIGHT)])

    assert names(found) == [("mean", False), None]


def test_a_right_submission_is_given_no_name_even_by_a_misconception_without_evidence() -> None:
    assert names(diagnose((passed("a"),), [known("nothing")])) == [None]
