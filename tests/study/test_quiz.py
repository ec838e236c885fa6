"""`backmark quiz`: fresh numbers, due questions first, and no answer that is not there."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from desk import ROOT, Run, unpack, without_questions

from autograder.course.load import load_assignment
from autograder.course.progress import Progress, read_progress, write_progress
from autograder.course.questions import Question, pose
from autograder.course.solutions import answer_of
from autograder.judging.answer_key import load_key
from autograder.release.bundle import bundle_files
from autograder.study.quiz import (
    PRACTICE_KEY,
    choose,
    items,
    mark,
    pose_fresh,
    practice_key,
    reviewed,
    solutions_of,
)
from autograder.study.typed import read_typed
from autograder.verdict import Outcome

Golden = Callable[[str, str], None]
NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc)
NAMES = sorted(path.parent.name for path in (ROOT / "assignments").glob("*/questions.toml"))
LETTERS = {"a": "first", "b": "second", "c": "third"}


@pytest.fixture
def keyboard(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """What a person types."""

    def typing(text: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO(text))

    return typing


# --- the schedule -----------------------------------------------------------------------------


def test_due_questions_come_first_then_new_ones_and_none_that_can_wait() -> None:
    assignment = load_assignment(ROOT / "assignments/04_layers")
    first, second, third, *_ = items(assignment, Progress())
    progress = reviewed(Progress(), second, "good", NOW - timedelta(days=1))
    progress = reviewed(progress, third, "again", NOW - timedelta(days=2))
    progress = reviewed(progress, first, "easy", NOW)

    every = items(assignment, progress)
    chosen = [item.question.name for item in choose(every, NOW, 3)]

    fourth = assignment.questions[3].name
    assert chosen == [third.question.name, second.question.name, fourth]
    assert first.question.name not in [i.question.name for i in choose(every, NOW, 99)]


def test_what_is_known_comes_back_later_than_what_is_not() -> None:
    assignment = load_assignment(ROOT / "assignments/04_layers")
    item = items(assignment, Progress())[0]

    due = {}
    for rating in ("again", "hard", "good", "easy"):
        found = items(assignment, reviewed(Progress(), item, rating, NOW))
        due[rating] = next(i.due for i in found if i.card)

    dates = [due[rating] for rating in ("again", "hard", "good", "easy")]
    assert all(date is not None and date > NOW for date in dates)
    assert dates == sorted(dates, key=lambda d: d or NOW)
    assert reviewed(Progress(), item, "good", NOW) == reviewed(Progress(), item, "good", NOW)


def test_numbers_are_fresh_each_time_and_those_of_no_student() -> None:
    assignment = load_assignment(ROOT / "assignments/04_layers")
    item = next(i for i in items(assignment, Progress()) if len(i.question.numbers) > 1)
    progress, texts = Progress(), []
    for _ in range(6):
        texts.append(pose_fresh(assignment, item).text)
        progress = reviewed(progress, item, "good", NOW)
        item = next(i for i in items(assignment, progress) if i.question == item.question)

    assert len(set(texts)) > 3
    assert texts[0] != pose(item.question, assignment.name, "").text


# --- answers ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_right_answers_are_right_with_any_numbers(name: str) -> None:
    assignment = load_assignment(ROOT / "assignments" / name)

    for item in items(assignment, Progress()):
        posed = pose_fresh(assignment, item)
        solution = solutions_of(assignment)[item.question.name]
        right = answer_of(item.question, solution.answer, posed.numbers)
        assert mark(posed, solution, right).outcome is Outcome.PASSED


@pytest.mark.parametrize("name", NAMES)
def test_no_bundle_holds_an_answer(name: str, tmp_path: Path) -> None:
    assignment = load_assignment(ROOT / "assignments" / name)

    assert PRACTICE_KEY not in bundle_files(assignment)
    assert load_key(assignment.public_key).solutions == {}
    assert solutions_of(load_assignment(unpack(name, tmp_path))) == {}


def test_a_practice_key_holds_answers_and_nothing_else(tmp_path: Path, run: Run) -> None:
    folder = unpack("04_layers", tmp_path)
    made = run(ROOT, "release", "04_layers", "--practice", folder / PRACTICE_KEY)

    assert made.code == 0
    assert "Whoever has it knows them" in made.out
    key = load_key(folder / PRACTICE_KEY)
    assert (key.answers, key.misconceptions) == ({}, ())
    assignment = load_assignment(folder)
    assert len(solutions_of(assignment)) == len(assignment.questions)
    assert key.digest == practice_key(load_assignment(ROOT / "assignments/04_layers")).digest


def test_a_practice_key_of_another_assignment_is_refused(
    tmp_path: Path, run: Run, keyboard: Callable[[str], None]
) -> None:
    folder = unpack("01_gradients", tmp_path)
    run(ROOT, "release", "04_layers", "--practice", folder / PRACTICE_KEY)
    keyboard("q\n")

    ran = run(folder, "quiz")

    assert ran.code == 2
    assert "is no practice key of 01_gradients" in ran.err


def question(kind: str) -> Question:
    options = LETTERS if kind in ("choice", "choices", "order", "matching") else {}
    targets = {"1": "x", "2": "y", "3": "z"} if kind == "matching" else {}
    return Question("q", kind, 1, "Basics", "?", options, targets)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("choice", " B) ", "b"), ("choice", '"a"', "a"),
        ("choices", "a c", ["a", "c"]), ("choices", "ac", ["a", "c"]),
        ("choices", "a, c", ["a", "c"]),
        ("order", "b a c", ["b", "a", "c"]), ("order", "bac", ["b", "a", "c"]),
        ("matching", "a2 b1 c3", {"a": "2", "b": "1", "c": "3"}),
        ("matching", "a=2, b=1, c=3", {"a": "2", "b": "1", "c": "3"}),
        ("number", "0.25", 0.25), ("number", "1/4", 0.25), ("number", "-3", -3),
        ("number", "1e-3", 1e-3),
        ("shape", "3 4", [3, 4]), ("shape", "(3, 4)", [3, 4]), ("shape", "-", []),
        ("shape", "[]", []),
    ],
)  # fmt: skip
def test_answers_are_read_as_people_type_them(kind: str, text: str, value: Any) -> None:
    assert read_typed(question(kind), text) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("choice", "z"), ("choice", ""), ("choices", "a z"), ("order", "a b"),
        ("matching", "a1 a2"), ("matching", "a9 b1 c2"), ("number", "two"), ("number", "1/0"),
        ("number", "nan"), ("shape", "3.5"), ("shape", "x"), ("shape", "-3"),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_told_in_which_form_it_is_wanted(kind: str, text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        read_typed(question(kind), text)


# --- the conversation -------------------------------------------------------------------------


def test_without_answers_the_student_says_how_it_went(
    layers: Path, run: Run, golden: Golden, keyboard: Callable[[str], None]
) -> None:
    keyboard("x\na2 b3 c1 d4\n7\n3\nc\n1\nq\n")

    ran = run(layers, "quiz", "--count", "3")

    assert ran.code == 0
    golden("study-quiz-without-answers.txt", ran.out)
    assert set(read_progress(layers).cards) == {"roles_in_backward", "spot_same_factor"}


def test_with_a_practice_key_answers_are_marked(
    layers: Path, run: Run, golden: Golden, keyboard: Callable[[str], None]
) -> None:
    run(ROOT, "release", "04_layers", "--practice", layers / PRACTICE_KEY)
    keyboard("a2 b1 c3 d4\nc\n1 1\n")

    ran = run(layers, "quiz", "--count", "3")

    golden("study-quiz.txt", ran.out)
    found = json.loads(run(layers, "quiz", "--json").out)
    assert [row["practised"] for row in found[:4]] == [1, 1, 1, 0]


def test_the_end_of_input_ends_it_and_keeps_what_was_answered(
    layers: Path, run: Run, keyboard: Callable[[str], None]
) -> None:
    keyboard("a2 b3 c1 d4\n4\n")

    ran = run(layers, "quiz", "04_layers")

    assert ran.code == 0
    assert ran.out.splitlines()[-1] == "practised 1, 1 of them known"
    assert list(read_progress(layers).cards) == ["roles_in_backward"]


def test_an_assignment_without_questions_says_so(layers: Path, run: Run) -> None:
    without_questions(layers)

    for arguments in (("quiz",), ("release", "04_layers", "--practice", "key.bin")):
        ran = run(layers, *arguments)

        assert (ran.code, ran.err) == (2, "backmark: 04_layers has no questions to practise\n")


def test_where_the_answers_are_not_a_practice_key_cannot_be_made(layers: Path, run: Run) -> None:
    ran = run(layers, "release", "04_layers", "--practice", "key.bin")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "backmark: 04_layers has no reference here, which answers its questions: "
        "make the key where reference/04_layers is\n"
    )
    assert not (layers / "key.bin").exists()


def test_who_has_practised_everything_is_told_when_to_come_back(layers: Path, run: Run) -> None:
    assignment, now = load_assignment(layers), datetime.now(timezone.utc)
    progress = Progress()
    for item in items(assignment, progress):
        progress = reviewed(progress, item, "easy", now)
    write_progress(layers, progress)

    ran = run(layers, "quiz")

    assert (ran.code, ran.out) == (0, "nothing is due; the next question is due in 7 days\n")


TAMPERED = {
    "no date": {"due": "soon", "seen": 1},
    "no time zone": {"due": "2026-11-21T10:00:00", "seen": 1},
    "nothing of fsrs": {"due": "2026-11-21T10:00:00+00:00", "seen": 1},
    "no count": {"due": "2026-11-21T10:00:00+00:00"},
    "another count": {"due": "2026-11-21T10:00:00+00:00", "seen": "often"},
    "empty": {},
}


@pytest.mark.parametrize("card", TAMPERED.values(), ids=TAMPERED)
def test_a_card_that_was_tampered_with_names_the_file_and_the_way_out(
    card: dict[str, Any], layers: Path, run: Run, golden: Golden
) -> None:
    write_progress(layers, Progress(cards={"roles_in_backward": card}))

    ran = run(layers, "quiz")

    assert (ran.code, ran.out) == (2, "")
    golden("study-quiz-damaged.txt", ran.err)


def test_without_the_library_it_says_what_to_install(
    layers: Path, run: Run, monkeypatch: pytest.MonkeyPatch, golden: Golden
) -> None:
    monkeypatch.setattr("autograder.study.quiz.find_spec", lambda name: None)

    golden("study-quiz-without-fsrs.txt", run(layers, "quiz").err)


def test_no_other_command_imports_the_scheduler(layers: Path) -> None:
    code = (
        "import sys\nfrom autograder.cli import main\nsys.argv = ['backmark', 'check', 'relu']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "assert not {'fsrs', 'watchfiles', 'pytest', 'torch'} & set(sys.modules)\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=layers, check=False, capture_output=True
    )

    assert done.returncode == 0, done.stderr
