"""The harness on the emulated platform: what a student and the staff see of every kind of run."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from emulator import Platform, Posted, shown_score
from tiny import BOARD, COUNTED, HALF, MEASURED, ORACLE, harness, set_up, submission

from autograder.errors import CourseError
from autograder.gradescope.__main__ import TIME_LIMIT
from autograder.gradescope.folders import Folders
from autograder.gradescope.grading import examine
from autograder.judging.answer_key import AnswerKey, load_key
from autograder.sandbox.launchers import ENVIRONMENT

SCHEMA = json.loads(
    resources.files("autograder.report").joinpath("gradescope.schema.json").read_text("utf-8")
)


@pytest.fixture
def platform(tmp_path: Path) -> Platform:
    return set_up(tmp_path)


def hand_in(platform: Platform, source: str, **metadata: Any) -> Posted:
    """What the website is told of a hand-in; its results are valid, whatever it was."""
    folder = submission(platform.box.root.parent / "handed_in", source)
    posted = platform.run(folder, metadata=metadata, command=harness(platform))
    assert (posted.exit_status, posted.error_code) == (0, None), posted.stdout
    assert posted.results is not None
    assert list(jsonschema.Draft202012Validator(SCHEMA).iter_errors(posted.results)) == []
    return posted


def results_of(posted: Posted) -> dict[str, Any]:
    assert posted.results is not None
    return posted.results


def before(*hours_and_scores: tuple[int, float], **latest: Any) -> list[dict[str, Any]]:
    """Earlier submissions on the day of METADATA's, by their hour."""
    rows: list[dict[str, Any]] = [
        {
            "submission_time": f"2026-03-01T{hour:02}:00:00.000000-08:00",
            "score": score,
            "autograder_error": False,
        }
        for hour, score in hours_and_scores
    ]
    rows[-1] |= latest
    return rows


def spoil_the_key(platform: Platform) -> None:
    """Replace the key by one that fits the seed, and no question."""
    path = platform.home / "source/secret/answer_key.bin"
    key = load_key(path)
    answers = {question[::-1]: answer for question, answer in key.answers.items()}
    AnswerKey(key.assignment, key.seed, answers).save(path)


# --- a run as it should be ------------------------------------------------------------------


def test_a_right_submission_earns_every_point(platform: Platform) -> None:
    results = results_of(hand_in(platform, ORACLE))

    assert shown_score(results) == 5
    assert [(t["number"], t["score"], t["max_score"]) for t in results["tests"]] == [
        ("1.1", 2, 2),
        ("2.1", 3, 3),
    ]
    assert (results["tests"][0]["tags"], results["tests"][0]["visibility"]) == (
        ["values"],
        "visible",
    )
    assert results["tests"][1]["visibility"] == "after_due_date"


def test_the_provenance_says_what_graded_what(platform: Platform) -> None:
    provenance = results_of(hand_in(platform, HALF))["extra_data"]["provenance"]

    assert {"backmark", "numpy", "assignment", "submission", "seed", "key", "jail"} <= {*provenance}
    seed = (platform.home / "source/secret/seed").read_text().strip()
    assert seed not in json.dumps(provenance)


def test_hidden_inputs_and_the_students_own_text_are_in_no_output(platform: Platform) -> None:
    posted = hand_in(platform, HALF)

    assert results_of(posted)["tests"][1]["extra_data"]["outcome"] == "raised"
    assert "<b>" not in json.dumps(posted.results) + posted.stdout
    assert results_of(posted)["stdout_visibility"] == "hidden"


def test_what_cannot_be_opened_earns_nothing_and_is_told_why(platform: Platform) -> None:
    folder = platform.box.root.parent / "handed_in"
    folder.mkdir()
    (folder / "essay.txt").write_text("...")

    posted = platform.run(folder, command=harness(platform))

    assert shown_score(results_of(posted)) == 0
    assert "tiny.py" in results_of(posted)["output"]
    assert "grader_error" not in json.dumps(posted.results)


def test_one_run_leaves_nothing_to_others_and_no_half_written_file(platform: Platform) -> None:
    hand_in(platform, ORACLE)

    modes = {
        name: (platform.home / name).stat().st_mode & 0o777
        for name in ("source", "results", "submission", "submission_metadata.json")
    }
    assert modes == {
        "source": 0o700,
        "results": 0o700,
        "submission": 0o700,
        "submission_metadata.json": 0o600,
    }
    assert [path.name for path in (platform.home / "results").iterdir()] == ["results.json"]


@pytest.mark.parametrize("metadata", [{}, {"created_at": 7, "previous_submissions": "?"}])
def test_metadata_of_another_form_do_no_harm(platform: Platform, metadata: dict[str, Any]) -> None:
    assert shown_score(results_of(hand_in(platform, ORACLE, **metadata))) == 5


def test_missing_metadata_do_no_harm(platform: Platform) -> None:
    hand_in(platform, ORACLE)
    (platform.home / "submission_metadata.json").unlink()

    subprocess.run(harness(platform), check=True, capture_output=True)

    assert json.loads((platform.home / "results/results.json").read_text())["score"] == 5


# --- our fault -------------------------------------------------------------------------------


def test_a_key_that_does_not_fit_is_a_grader_error_and_no_zero(platform: Platform) -> None:
    spoil_the_key(platform)

    posted = hand_in(platform, ORACLE)

    results = results_of(posted)
    assert shown_score(results) is None
    assert all("score" not in test for test in results["tests"])
    assert results["output"].startswith("Grader error: ")
    assert "our fault, not yours" in results["output"]
    assert "the answer key does not know double" in results["extra_data"]["grader_error"]
    assert "grader error: check 1.1 test_double: OracleError" in posted.stdout
    assert "answer key" not in results["output"]


def test_a_grader_error_leaves_the_previous_score(platform: Platform) -> None:
    earlier = results_of(hand_in(platform, HALF))
    spoil_the_key(platform)

    results = results_of(
        hand_in(platform, ORACLE, previous_submissions=before((9, 2.0), results=earlier))
    )

    assert shown_score(results) == 2
    assert "Your previous score, 2, stands" in results["output"]
    assert [test["score"] for test in results["tests"]] == [2, 0]


def test_of_an_earlier_score_only_the_number_is_needed(platform: Platform) -> None:
    spoil_the_key(platform)

    rows = before((8, 4.5), (9, 0.0), autograder_error=True)
    results = results_of(hand_in(platform, ORACLE, previous_submissions=rows))

    assert shown_score(results) == 4.5


@pytest.mark.parametrize("lost", ["secret/seed", "secret/answer_key.bin", "assignments/tiny"])
def test_a_damaged_installation_is_a_grader_error(platform: Platform, lost: str) -> None:
    path = platform.home / "source" / lost
    path.rename(path.with_name("lost"))

    posted = hand_in(platform, ORACLE)

    assert shown_score(results_of(posted)) is None
    assert "grader error: " in posted.stdout


def test_the_build_of_the_image_fails_where_grading_would(platform: Platform) -> None:
    good = subprocess.run(
        harness(platform, "--examine"), capture_output=True, text=True, check=False
    )
    (platform.home / "source/secret/seed").write_text("another secret seed 0123456789\n")
    bad = subprocess.run(
        harness(platform, "--examine"), capture_output=True, text=True, check=False
    )

    assert (good.returncode, bad.returncode) == (0, 1)
    assert good.stdout.startswith("tiny: 2 checks, seed secret ")
    assert "this image cannot grade: the answer key is for tiny" in bad.stderr


@pytest.mark.parametrize("count", [0, 2])
def test_a_zip_of_another_number_of_assignments_is_told(tmp_path: Path, count: int) -> None:
    home = tmp_path / "source/assignments"
    for number in range(count):
        (home / f"{number}").mkdir(parents=True)
        (home / f"{number}/assignment.toml").write_text("")

    with pytest.raises(CourseError) as told:
        examine(Folders.below(tmp_path))

    assert str(told.value) == (
        f"1 problem in the course:\n  {home}: holds {count} assignments, want 1: make the zip again"
    )


# --- one too many -----------------------------------------------------------------------------


def test_over_quota_the_previous_result_is_shown_and_nothing_is_graded(tmp_path: Path) -> None:
    platform = set_up(tmp_path, COUNTED)
    earlier = results_of(hand_in(platform, HALF))
    rows = before((8, 0.0), (9, 2.0), results=earlier)

    results = results_of(hand_in(platform, ORACLE, previous_submissions=rows))

    assert shown_score(results) == 2
    assert [test["score"] for test in results["tests"]] == [2, 0]
    assert results["output"].splitlines()[:3] == [
        "Not graded: 2 submissions are graded within 24 hours, and that was used up.",
        "What is shown is your previous result.",
        "A submission after 2026-03-02 08:00:00 UTC-08:00 will be graded again.",
    ]


def test_a_second_refusal_says_so_once(tmp_path: Path) -> None:
    platform = set_up(tmp_path, COUNTED)
    earlier = results_of(hand_in(platform, HALF))
    first = results_of(
        hand_in(platform, ORACLE, previous_submissions=before((8, 0), (9, 2), results=earlier))
    )

    rows = before((8, 0.0), (9, 2.0), (10, 2.0), results=first)
    again = results_of(hand_in(platform, ORACLE, previous_submissions=rows))

    assert again["output"] == first["output"]
    assert again["tests"] == first["tests"]


# --- formats ----------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["text", "ansi", "md"])
def test_feedback_comes_in_the_format_that_was_asked_for(tmp_path: Path, form: str) -> None:
    platform = set_up(tmp_path, f'format = "{form}"')

    results = results_of(hand_in(platform, HALF))

    assert results["output_format"] == results["test_output_format"] == form
    first = results["tests"][1]["output"].splitlines()[0]
    expected = {"text": "raised", "ansi": "\x1b[31mraised\x1b[0m", "md": "**raised**  "}
    assert first == expected[form]


# --- leaderboard ------------------------------------------------------------------------------


def test_what_a_check_measures_is_on_the_leaderboard(tmp_path: Path) -> None:
    platform = set_up(tmp_path, BOARD, MEASURED)

    board = results_of(hand_in(platform, ORACLE))["leaderboard"]

    assert [(row["name"], row["order"]) for row in board] == [("Size", "desc")]
    assert board[0]["value"] == float(f"{board[0]['value']:.4g}") > 0


def test_who_fails_the_check_is_not_on_the_leaderboard(tmp_path: Path) -> None:
    platform = set_up(tmp_path, BOARD, MEASURED)

    assert "leaderboard" not in results_of(hand_in(platform, HALF))


def test_a_carried_result_keeps_its_place_on_the_leaderboard(tmp_path: Path) -> None:
    platform = set_up(tmp_path, COUNTED + BOARD, MEASURED)
    earlier = results_of(hand_in(platform, ORACLE))
    rows = before((8, 0.0), (9, 5.0), results=earlier)

    results = results_of(hand_in(platform, HALF, previous_submissions=rows))

    assert results["leaderboard"] == earlier["leaderboard"]


# --- what it imports --------------------------------------------------------------------------


def test_the_harness_imports_nothing_that_its_image_lacks() -> None:
    code = (
        "import sys, autograder.gradescope.__main__ as harness\n"
        "early = {'numpy', 'autograder.course.load'} & set(sys.modules)\n"
        "import autograder.gradescope.grading\n"
        "packages = {name.partition('.')[0] for name in sys.modules}\n"
        "print(early, {'click', 'jsonschema', 'pytest', 'rich', 'torch'} & packages)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "set() set()"


# --- what its workers are copies of -----------------------------------------------------------

WHAT_STARTS_WORKERS = """
from autograder.gradescope.__main__ import _zygote
zygote = _zygote()
print(type(zygote._process).__name__)
zygote.close()
"""


@pytest.mark.parametrize(
    ("more", "kind"),
    [({}, "_Copy"), ({TIME_LIMIT: "600"}, "_Copy"), ({"TOKEN": "the platform's"}, "Popen")],
)
def test_workers_are_copies_of_nothing_that_holds_the_platforms_environment(
    more: dict[str, str], kind: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WHAT_STARTS_WORKERS],
        env={**ENVIRONMENT, **more},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == kind


def test_run_autograder_leaves_nothing_of_the_platforms_environment() -> None:
    script = resources.files("autograder.release").joinpath("container/run_autograder")
    command = script.read_text("utf-8").partition("exec env -i ")[2]

    assert set(re.findall(r"([A-Z_]+)=", command)) == {*ENVIRONMENT, TIME_LIMIT}
