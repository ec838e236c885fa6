from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from autograder.report.data import verdict_data
from autograder.report.gradescope import (
    MAX_OUTPUT,
    gradescope_results,
    write_results,
    zero_results,
)
from autograder.verdict import (
    CheckResult,
    Diagnosis,
    Element,
    Failure,
    Mismatch,
    Outcome,
    Verdict,
)


def schema(name: str) -> Any:
    text = resources.files("autograder.report").joinpath(f"{name}.schema.json").read_text("utf-8")
    jsonschema.Draft202012Validator.check_schema(json.loads(text))
    return json.loads(text)


RESULTS, VERDICT = schema("gradescope"), schema("verdict")


def problems(schema: Any, data: Any) -> list[str]:
    """What a schema says of data as it is after a journey through JSON."""
    validator = jsonschema.Draft202012Validator(schema)
    return [e.message for e in validator.iter_errors(json.loads(json.dumps(data)))]


def result(outcome: Outcome, number: str = "1.1", points: float = 2, **fields: Any) -> CheckResult:
    failure = None if outcome is Outcome.PASSED else Failure("exception", "f", "f raised it")
    fields = {"failure": failure, **fields}
    return CheckResult(number, "test_x", "`f` is right.", "linear", outcome, points, **fields)


def verdict_of(*checks: CheckResult, public: bool = True, **fields: Any) -> Verdict:
    fields = {"submission": "ada", "seed": "4", "provenance": {"numpy": "2.0"}, **fields}
    return Verdict(assignment="04_layers", title="Layers", checks=checks, public=public, **fields)


NAN = Element((0,), float("nan"), 1.0, 0.0)
EVERY = verdict_of(
    *(result(outcome, f"1.{n}") for n, outcome in enumerate(Outcome, start=1)),
    result(
        Outcome.FAILED,
        "2.1",
        failure=Failure(
            "value",
            "dx",
            mismatch=Mismatch("finite", "", "", differing=1, total=3, first=NAN, worst=NAN),
            observed=float("nan"),
        ),
        diagnosis=Diagnosis("mean", "Averaged.", "Sum.", certain=True),
        notes=("NumPy warned: overflow encountered in exp",),
        visibility="after_due_date",
        tags=("shape",),
    ),
    notes=("taken from linear.py",),
    seconds=1.25,
)
BROKEN = verdict_of(result(Outcome.PASSED), result(Outcome.BROKEN, "1.2", 3))
HOSTILE = "\x1b[2J\0\u202e\x85" + "x" * 500_000
NASTY = verdict_of(
    result(
        Outcome.RAISED,
        failure=Failure("exception", "f", HOSTILE, "\n".join([HOSTILE] * 3)),
        printed=HOSTILE,
        notes=(HOSTILE,),
    ),
    submission=HOSTILE,
    notes=(HOSTILE,),
)


@pytest.mark.parametrize("public", [True, False])
@pytest.mark.parametrize("verdict", [EVERY, BROKEN, NASTY, verdict_of()])
def test_every_verdict_is_a_valid_results_json(verdict: Verdict, public: bool) -> None:
    shown = Verdict(**{**vars(verdict), "public": public})

    assert problems(RESULTS, gradescope_results(shown)) == []


@pytest.mark.parametrize("public", [True, False])
@pytest.mark.parametrize("verdict", [EVERY, BROKEN, NASTY, verdict_of()])
def test_every_verdict_is_valid_verdict_json(verdict: Verdict, public: bool) -> None:
    shown = Verdict(**{**vars(verdict), "public": public})

    assert problems(VERDICT, verdict_data(shown)) == []


@pytest.mark.parametrize("reason", ["it did not finish", HOSTILE, ""])
def test_a_zero_with_its_reason_is_a_valid_results_json(reason: str) -> None:
    results = zero_results(reason)

    assert problems(RESULTS, results) == []
    assert (results["score"], results["tests"]) == (0, [])


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("score", "7"),
        ("score", -1),
        ("output", "\x1b[2J"),
        ("output", "x" * 100_001),
        ("visibility", "secret"),
        ("output_format", "html"),
        ("leaderboard", []),
    ],
)
def test_the_schema_refuses_what_the_platform_would_misread(place: str, value: Any) -> None:
    assert problems(RESULTS, {**gradescope_results(EVERY), place: value})


def test_the_schemas_refuse_a_score_for_a_broken_check() -> None:
    results, data = gradescope_results(BROKEN), verdict_data(BROKEN)
    results["tests"][1] |= {"score": 0, "max_score": 3, "status": "failed"}
    data["checks"][1]["score"] = 0

    assert problems(RESULTS, results)
    assert problems(VERDICT, data)


def test_both_schemas_know_every_outcome() -> None:
    known = RESULTS["$defs"]["outcome"]["enum"]
    also = VERDICT["$defs"]["check"]["properties"]["outcome"]["enum"]

    assert known == also == [outcome.value for outcome in Outcome]


# --- scores ---------------------------------------------------------------------------------


def test_a_broken_check_has_no_score_and_its_points_are_withheld() -> None:
    results = gradescope_results(BROKEN)
    passed, broken = results["tests"]

    assert (passed["score"], passed["max_score"], passed["status"]) == (2, 2, "passed")
    assert not {"score", "max_score", "status"} & set(broken)
    assert results["score"] == 2
    assert results["extra_data"]["withheld"] == 3
    assert "3 points are withheld" in results["output"]
    assert verdict_data(BROKEN)["checks"][1]["score"] is None


def test_without_a_broken_check_nothing_is_said_to_be_withheld() -> None:
    assert "withheld" not in gradescope_results(verdict_of(result(Outcome.PASSED)))["output"]


def test_scores_are_exact_decimals() -> None:
    thirds = [result(Outcome.PASSED, f"1.{n}", 0.1) for n in range(3)]

    results = gradescope_results(verdict_of(*thirds))

    assert results["score"] == 0.3
    assert [test["score"] for test in results["tests"]] == [0.1] * 3
    assert type(gradescope_results(verdict_of(result(Outcome.PASSED)))["score"]) is int


def test_only_a_passed_check_has_the_status_passed() -> None:
    tests = gradescope_results(EVERY)["tests"]

    passed = [test["extra_data"]["outcome"] for test in tests if test.get("status") == "passed"]
    assert passed == ["passed"]


def test_visibility_tags_and_diagnosis_are_the_checks() -> None:
    test = gradescope_results(EVERY)["tests"][-1]

    assert test["visibility"] == "after_due_date"
    assert test["tags"] == ["shape"]
    assert test["extra_data"]["diagnosis"] == "mean"
    assert "looks like: Averaged." in test["output"]
    assert "tags" not in gradescope_results(BROKEN)["tests"][0]


# --- what is written --------------------------------------------------------------------------


def test_the_file_is_the_results_and_nothing_but_ascii(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    results = {**gradescope_results(EVERY), "output": "naïve"}
    write_results(path, results)

    assert json.loads(path.read_bytes().decode("ascii")) == json.loads(json.dumps(results))


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf")])
def test_a_number_that_is_not_finite_is_never_written(tmp_path: Path, number: float) -> None:
    path = tmp_path / "results.json"
    write_results(path, zero_results("started"))
    before = path.read_bytes()

    with pytest.raises(ValueError, match="not JSON compliant"):
        write_results(path, {**gradescope_results(EVERY), "score": number})
    assert path.read_bytes() == before


def test_an_output_is_bounded() -> None:
    lines = "\n".join("x" * 300 for _ in range(5_000))
    long = result(Outcome.RAISED, failure=Failure("exception", "f", "f raised it", lines))

    assert len(gradescope_results(verdict_of(long))["tests"][0]["output"]) <= MAX_OUTPUT


def test_an_output_is_never_cut_silently() -> None:
    lines = "\n".join("x" * 300 for _ in range(5_000))
    long = result(Outcome.RAISED, failure=Failure("exception", "f", "f raised it", lines))

    assert "more lines" in gradescope_results(verdict_of(long))["tests"][0]["output"][-400:]


def test_a_verdicts_message_is_bounded() -> None:
    lines = "\n".join("x" * 300 for _ in range(5_000))
    long = result(Outcome.RAISED, failure=Failure("exception", "f", "f raised it", lines))

    assert len(verdict_data(verdict_of(long))["checks"][0]["message"]) <= 100_000
