"""The emulator does to results.json what the platform's harness does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from emulator import CUT, MAX_TEXT, post, shown_score


def posted_of(folder: Path, text: str | bytes, status: int | None = 0):  # type: ignore[no-untyped-def]
    path = folder / "results.json"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return post(path, "log", status, 600)


def test_a_long_output_loses_its_middle(tmp_path: Path) -> None:
    long = "a" * MAX_TEXT + "b" * MAX_TEXT
    posted = posted_of(
        tmp_path, json.dumps({"score": 1, "output": long, "tests": [{"output": long}]})
    )

    for place in (posted.results, posted.results["tests"][0]):
        assert place["output"] == "a" * (MAX_TEXT // 2) + CUT + "b" * (MAX_TEXT // 2)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_a_number_that_is_not_finite_cannot_be_posted(tmp_path: Path, number: str) -> None:
    posted = posted_of(tmp_path, f'{{"score": 1, "tests": [{{"score": {number}}}]}}')

    assert (posted.results, posted.error_code, posted.autograder_error) == (None, "http", True)


def test_a_timeout_overwrites_what_was_written(tmp_path: Path) -> None:
    posted = posted_of(tmp_path, '{"score": 7}', status=None)

    assert posted.results["score"] == 0
    assert posted.error_code == "timeout"


def test_a_missing_file_is_an_autograder_error(tmp_path: Path) -> None:
    posted = post(tmp_path / "results.json", "", 0, 600)

    assert (posted.results, posted.error_code) == (None, "no_results")


@pytest.mark.parametrize("text", ["", "{", "score: 7"])
def test_what_is_not_json_scores_zero(tmp_path: Path, text: str) -> None:
    posted = posted_of(tmp_path, text)

    assert (posted.results["score"], posted.error_code) == (0, "invalid_json")
    assert posted.stdout == "log" + text


def test_bytes_are_read_as_the_harness_reads_them(tmp_path: Path) -> None:
    assert posted_of(tmp_path, b'{"score": 1, "output": "\xff"}').results["output"] == "\ufffd"


def test_a_failing_exit_status_with_valid_results_is_a_grade(tmp_path: Path) -> None:
    assert not posted_of(tmp_path, '{"score": 1}', status=3).autograder_error


@pytest.mark.parametrize(
    ("results", "score"),
    [
        ({"score": 3, "tests": [{"score": 1}]}, 3),
        ({"tests": [{"score": 1}, {"score": 2}, {}]}, 3),
        ({"tests": [{}]}, None),
    ],
)
def test_the_top_score_wins_then_the_sum_then_there_is_none(
    results: dict[str, object], score: float | None
) -> None:
    assert shown_score(results) == score
