"""Concept questions: what is wrong with them is told at once, and every answer is marked fairly."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from autograder.course.answers import MAX_BYTES, empty_sheet, read_answers
from autograder.course.questions import Question, load_questions, pose
from autograder.course.solutions import Solution, load_solutions, misfits
from autograder.judging.marking import is_right, mark_one, review
from autograder.verdict import Outcome

LETTERS = {"a": "first", "b": "second", "c": "third"}
QUESTIONS = """
[[question]]
name = "best"
kind = "choice"
points = 1
section = "Basics"
text = "Which?"
options = { a = "one", b = "two" }

[[question]]
name = "steps"
kind = "number"
points = 0.5
section = "Basics"
text = "How many steps of {lr} make {n}?"
numbers.n = { from = 2, to = 9 }
numbers.lr = { of = [0.1, 0.5] }
"""
ANSWERS = """
[best]
answer = "b"
otherwise = "Look again."
wrong.a = "One is less than two."

[steps]
answer = "n / lr"
otherwise = "Divide."
foreseen = [{ answer = "n * lr", says = "Multiplied instead of divided." }]
"""


def question(kind: str, **changes: Any) -> Question:
    options = LETTERS if kind in ("choice", "choices", "order", "matching") else {}
    targets = {"1": "x", "2": "y"} if kind == "matching" else {}
    facts: dict[str, Any] = {"options": options, "targets": targets, **changes}
    return Question("q", kind, 1, "Basics", "What about {n}?", **facts)


def write(folder: Path, questions: str, answers: str = "") -> Path:
    (folder / "questions.toml").write_text(questions)
    (folder / "answers.toml").write_text(answers)
    return folder


def problems(folder: Path) -> list[str]:
    questions, found = load_questions(folder)
    if not found:
        _, found = load_solutions(folder, questions)
    return [str(problem) for problem in found]


def test_a_sound_pair_of_files_loads(tmp_path: Path) -> None:
    assert problems(write(tmp_path, QUESTIONS, ANSWERS)) == []


def test_a_folder_without_questions_has_none(tmp_path: Path) -> None:
    assert load_questions(tmp_path) == ((), [])


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'kind = "choice"',
            'kind = "guess"',
            [
                (
                    'questions.toml:4: question[0].kind: "guess" is not one of '
                    '"choice", "choices", "number", "shape", "order" or "matching"'
                ),
                "questions.toml:8: question[0].options: does not go with what else stands there",
            ],
        ),
        (
            "options = {",
            "targets = {",
            [
                "questions.toml:2: question[0]: options is missing",
                "questions.toml:8: question[0].targets: does not go with what else stands there",
            ],
        ),
        (
            "of {lr}",
            "of {rate}",
            [
                "questions.toml:10: steps never shows its number lr",
                "questions.toml:10: steps shows {rate}, which it does not draw",
            ],
        ),
        ("of {lr}", "of them", ["questions.toml:10: steps never shows its number lr"]),
        ('"steps"', '"best"', ["questions.toml:10: best is there twice"]),
        ("to = 9", "to = 2", ["questions.toml:10: steps draws n from one value only"]),
        (
            'wrong.a = "One is less than two."',
            "",
            ["answers.toml:2: best does not say what is wrong with option a"],
        ),
        (
            "wrong.a =",
            'wrong.c = "It is two."\nwrong.a =',
            ["answers.toml:2: best says something about option c, which does not exist"],
        ),
        (
            'answer = "b"',
            'answer = "d"',
            [
                "answers.toml:2: best does not say what is wrong with option b",
                "answers.toml:2: best wants one of a, b, in quotes",
            ],
        ),
        (
            '"n / lr"',
            '"n / (lr - 0.5)"',
            [
                (
                    "answers.toml:7: steps has an answer that cannot be worked out with "
                    "{'n': 9, 'lr': 0.5}: ZeroDivisionError('float division by zero')"
                )
            ],
        ),
        (
            '"n / lr"',
            '"m / lr"',
            [
                f"answers.toml:7: steps has an answer that cannot be worked out with {numbers}: "
                "NameError(\"name 'm' is not defined\")"
                for numbers in ("{'n': 2, 'lr': 0.1}", "{'n': 9, 'lr': 0.5}")
            ],
        ),
        (
            "[steps]",
            "[stops]",
            ["answers.toml:7: stops answers no question", "answers.toml: steps has no answer"],
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    tmp_path: Path, old: str, new: str, said: list[str]
) -> None:
    texts = QUESTIONS, ANSWERS
    assert (old in QUESTIONS) is not (old in ANSWERS)

    found = problems(write(tmp_path, *(text.replace(old, new) for text in texts)))

    assert [problem.replace(f"{tmp_path}/", "") for problem in found] == said


def test_numbers_follow_from_the_identity_alone() -> None:
    asked = question("number", numbers={"n": tuple(range(1000))})

    first = pose(asked, "04", "Ada@x.org ")

    assert first == pose(asked, "04", "ada@x.org")
    assert first.text == f"What about {first.numbers['n']}?"
    others = {pose(asked, "04", f"s{i}@x.org").numbers["n"] for i in range(50)}
    assert len(others) > 40
    assert pose(asked, "05", "ada@x.org").numbers != first.numbers


RIGHT_AND_WRONG: list[tuple[str, Any, list[Any], list[Any]]] = [
    ("choice", "b", ["b"], ["a", "c"]),
    ("choices", ["a", "c"], [["a", "c"], ["c", "a"]], [["a"], ["a", "b", "c"], []]),
    ("order", ["c", "a", "b"], [["c", "a", "b"]], [["a", "b", "c"]]),
    (
        "matching",
        {"a": "1", "b": "2", "c": "1"},
        [{"c": "1", "b": "2", "a": "1"}],
        [{"a": "1", "b": "1", "c": "1"}],
    ),
    ("shape", ["n", 3], [[7, 3]], [[3, 7], [7, 3, 1], []]),
    ("number", "1 / n", [1 / 7, 0.1429], [0.14, 7, 0]),
    ("number", "0 * n", [0, 1e-9, -0.0], [0.1]),
]


@pytest.mark.parametrize(("kind", "answer", "right", "wrong"), RIGHT_AND_WRONG)
def test_right_answers_pass_and_wrong_ones_do_not(
    kind: str, answer: Any, right: list[Any], wrong: list[Any]
) -> None:
    asked = pose(question(kind, numbers={"n": (7, 7)}), "04", "")
    solution = Solution(answer, "no")

    assert [misfits(asked.question, given) for given in (*right, *wrong)] == [[]] * (
        len(right) + len(wrong)
    )
    assert [is_right(asked, solution, given) for given in right] == [True] * len(right)
    assert [is_right(asked, solution, given) for given in wrong] == [False] * len(wrong)


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("choice", ["a"]), ("choice", "e"), ("choice", 1), ("choices", "a"),
        ("choices", ["a", "a"]), ("choices", [["a"]]),
        ("order", ["a", "b"]), ("order", {"a": 1}), ("matching", {"a": "1"}),
        ("matching", {"a": "1", "b": "3", "c": "1"}), ("matching", {"a": [], "b": "1", "c": "1"}),
        ("shape", 3), ("shape", [3.0]), ("shape", [-1]), ("shape", [True]), ("number", "3"),
        ("number", True), ("number", float("nan")), ("number", float("inf")),
        ("number", 10**400),
    ],
)  # fmt: skip
def test_what_is_no_answer_of_its_kind_is_told_so_and_earns_nothing(kind: str, given: Any) -> None:
    asked = pose(question(kind), "04", "")
    answers: Mapping[str, Any] = dict.fromkeys(LETTERS, "1") if kind == "matching" else {}

    result = mark_one("9.1", [asked], Solution(answers or "a", "no"), given)

    assert result.outcome is Outcome.FAILED
    assert result.failure is not None
    assert "wants" in result.failure.text


def test_an_open_question_is_not_attempted() -> None:
    asked = pose(question("choice"), "04", "")

    for given in (None, ""):
        assert mark_one("9.1", [asked], Solution("a", ""), given).outcome is Outcome.NOT_ATTEMPTED


def test_a_wrong_answer_is_told_its_misconception_and_where_to_read() -> None:
    solution = Solution("b", "no", wrong={"a": "You mistook a."})
    by_number = Solution("n / 2", "no", foreseen=(("n * 2", "You doubled."),))
    choice = pose(question("choice"), "04", "")
    number = pose(question("number", numbers={"n": (8, 8)}), "04", "")

    told = [
        mark_one("9.1", [choice], solution, "a").diagnosis,
        mark_one("9.1", [number], by_number, 16).diagnosis,
    ]

    assert [d.sentence for d in told if d] == ["You mistook a.", "You doubled."]
    assert told[0] is not None
    assert told[0].hint == 'read "Basics" in the handout again'


def test_a_wrong_answer_that_nobody_foresaw_is_told_where_to_begin() -> None:
    asked = pose(question("number", numbers={"n": (8, 8)}), "04", "")

    result = mark_one("9.1", [asked], Solution("n / 2", "Begin at n."), 15)

    assert result.diagnosis is None
    assert result.failure is not None
    assert result.failure.text == (
        'this is not the answer. Begin at n. (See "Basics" in the handout)'
    )


def test_of_several_choices_the_one_that_differs_is_named() -> None:
    solution = Solution(["a"], "no", wrong={"a": "It is one.", "b": "It is none."})
    asked = pose(question("choices"), "04", "")

    told = [mark_one("9.1", [asked], solution, given).diagnosis for given in (["a", "b"], ["b"])]

    assert [d.sentence for d in told if d] == ['about "b": It is none.', 'about "a": It is one.']


def test_a_result_is_headed_by_the_question_with_the_numbers_in_it() -> None:
    asked = pose(question("number", numbers={"n": (8, 8)}), "04", "")

    assert mark_one("9.1", [asked], Solution("n", "no"), 8).title == "What about 8?"


def test_in_a_group_the_numbers_of_any_member_count() -> None:
    asked = question("number", numbers={"n": tuple(range(1000))})
    posed = [pose(asked, "04", who) for who in ("ann", "bob")]
    solution = Solution("n", "no")

    for one in posed:
        assert mark_one("9.1", posed, solution, one.numbers["n"]).outcome is Outcome.PASSED
    assert mark_one("9.1", posed, solution, 1001).outcome is Outcome.FAILED


def test_without_the_answers_a_sheet_is_still_looked_at() -> None:
    first, *rest = review([question("choice")], {"q": "e"})

    assert first.startswith("1 of 1 questions are answered, for 1 more points")
    assert rest == ["q wants one of a, b, c, in quotes"]


def test_the_empty_sheet_answers_nothing() -> None:
    asked = [
        question(kind) for kind in ("choice", "choices", "number", "shape", "order", "matching")
    ]

    answers, wrong = read_answers(empty_sheet("04_layers", asked[:1]).encode())

    assert (answers, wrong) == ({"q": ""}, "")
    assert all(example in empty_sheet("04_layers", asked) for example in ("[3, 4]", '["a", "b"]'))


@pytest.mark.parametrize(
    "data",
    [
        b"q = ",
        b"\xff\xfe",
        b"q = " + b"[" * 5000,
        b"#" * (MAX_BYTES + 1),
        b"q = " + b"1" * 5000,
    ],
)
def test_a_sheet_that_cannot_be_read_is_an_empty_one_with_the_reason(data: bytes) -> None:
    answers, wrong = read_answers(data)

    assert answers == {}
    assert wrong.startswith("answers.toml is")


@pytest.mark.parametrize("value", ["1979-05-27", "07:32:00", "[1, 1979-05-27]", "0x" + "f" * 5000])
def test_an_answer_of_no_plain_value_costs_no_other(value: str) -> None:
    answers, wrong = read_answers(f'p = "a"\nq = {value}\nr = 0x7f'.encode())

    assert answers == {"p": "a", "r": 127}
    assert wrong == "answers.toml: q: not a plain value, so not read"
