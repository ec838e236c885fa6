"""The course's questions: right answers earn, wrong ones are told what they mean, all is asked."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, cast

import pytest
from rich.console import Console
from sheets import right_answer, right_sheet, with_right_sheet

from autograder.course.answers import empty_sheet, read_answers
from autograder.course.assignment import Assignment
from autograder.course.load import load_assignment
from autograder.course.questions import Posed, Question, pose
from autograder.course.settings import read_toml
from autograder.course.solutions import Solution, answer_of, misfits
from autograder.course.submission import open_submission
from autograder.grade import Request, grade_all
from autograder.judging.answer_key import load_key
from autograder.judging.judge import Judge, choose_key
from autograder.judging.marking import is_right, mark_all, mark_one
from autograder.judging.seeds import Seed
from autograder.judging.self_check import SelfCheck
from autograder.release.bundle import bundle_files
from autograder.report.terminal import print_verdict
from autograder.sandbox.in_process import InProcess
from autograder.verdict import Outcome, Verdict

ROOT = Path(__file__).parents[2]
WHO = ("ada@example.org", "ben@example.org", "chen@example.org")
COURSE = [load_assignment(p.parent) for p in sorted(ROOT.glob("assignments/*/assignment.toml"))]
ASKING = [assignment for assignment in COURSE if assignment.questions]
WAITING = [assignment.name for assignment in COURSE if not assignment.questions]

each_assignment = pytest.mark.parametrize("assignment", ASKING, ids=[a.name for a in ASKING])
whole_course = pytest.mark.skipif(
    bool(WAITING), reason=f"without questions as yet: {', '.join(WAITING)}"
)


class Asked(NamedTuple):
    """A question with where it is from."""

    assignment: Assignment
    question: Question

    @property
    def solution(self) -> Solution:
        return self.assignment.solutions[self.question.name]

    def posed(self, identity: str) -> Posed:
        return pose(self.question, self.assignment.name, identity)


ALL = [Asked(assignment, question) for assignment in ASKING for question in assignment.questions]
each_question = pytest.mark.parametrize("asked", ALL, ids=[f"{a.name}/{q.name}" for a, q in ALL])

COURSE_ITEMS = {
    "prerequisites of gradient-based methods": "prerequisites_of_gradient_methods",
    "why trying every x fails": "exhaustive_search",
    "slope, intercept and angle of a line": "linear_function",
    "three conditions of continuity": "continuity",
    "corner, jump and vertical tangent": "differentiability",
    "when gradient descent converges": "convergence",
    "local, global minimum, saddle, plateau": "minima_and_saddles",
    "components of a learner, order of the steps": "components_of_learning",
    "parametric or not: neighbours": "nearest_neighbours",
    "parametric or not: trees": "decision_tree",
    "sizes of Jacobians": "sizes_of_jacobians",
    "a layer's Jacobian over a batch": "relu_and_its_jacobian",
    "upstream and local gradients": "upstream_and_local",
    "forward or reverse mode": "forward_and_reverse_mode",
    "how +, * and max route gradients": "gradient_routing",
    "output activation and loss by task": "output_by_task",
    "saturation": "saturation",
    "why ReLU helps": "good_activations",
    "dying ReLU": "dying_relu",
    "initialization by activation": "initialization",
    "normal or spatial dropout": "spatial_dropout",
    "which optimizer for what": "adaptive_optimizers",
    "momentum against oscillation": "momentum",
    "cliffs and clipping": "gradient_clipping",
    "distributed representation": "distributed_representation",
    "universal approximation": "universal_approximation",
    "XOR": "threshold_unit",
    "engineered against learned features": "learned_features",
    "why gradients have to flow": "gradients_must_flow",
    "the four steps of backpropagation": "backpropagation_steps",
    "which hyperparameters to review": "hyperparameters",
}


def answered(asked: Asked, identity: str, given: Any) -> tuple[float, str]:
    """The points of an answer, and the misconception that it is told."""
    result = mark_one("9.1", [asked.posed(identity)], asked.solution, given)
    return result.score, result.diagnosis.sentence if result.diagnosis else ""


def slips(asked: Asked, identity: str) -> Iterator[tuple[Any, str]]:
    """Every wrong answer that was foreseen, and what it should be told."""
    solution, posed = asked.solution, asked.posed(identity)
    if asked.question.kind == "choice":
        yield from solution.wrong.items()
    elif asked.question.kind == "choices":
        for letter in asked.question.options:
            told = f'about "{letter}": {solution.wrong[letter]}'
            yield sorted({letter} ^ set(solution.answer)), told
    for written, says in solution.foreseen:
        yield answer_of(asked.question, written, posed.numbers), says


@each_question
def test_the_right_answer_earns_whoever_gives_it(asked: Asked) -> None:
    for identity in WHO:
        right = right_answer(asked.assignment, asked.posed(identity))
        assert answered(asked, identity, right) == (asked.question.points, "")


@each_question
def test_a_foreseen_wrong_answer_earns_nothing_and_is_told_what_it_means(asked: Asked) -> None:
    for identity in WHO:
        found = {
            str(given): answered(asked, identity, given) for given, _ in slips(asked, identity)
        }
        want = {str(given): (0.0, says) for given, says in slips(asked, identity)}
        assert found == want
        assert want


@each_question
def test_whatever_numbers_are_drawn_no_foreseen_wrong_answer_is_right(asked: Asked) -> None:
    for identity in map(str, range(40)):
        posed = asked.posed(identity)
        for given, says in slips(asked, identity):
            assert misfits(asked.question, given) == [], (posed.numbers, says)
            assert not is_right(posed, asked.solution, given), (posed.numbers, says)


@each_question
def test_what_another_answer_is_told_gives_nothing_away(asked: Asked) -> None:
    posed = asked.posed(WHO[0])
    right = right_answer(asked.assignment, posed)
    if asked.question.kind == "choice":
        assert asked.question.options[right] not in asked.solution.otherwise
    elif asked.question.kind in ("number", "shape") and asked.question.numbers:
        written = re.sub(r"\s", "", str(asked.solution.answer))
        # A formula of one letter is in every sentence.
        assert len(written) < 4 or written not in re.sub(r"\s", "", asked.solution.otherwise)


@each_assignment
def test_a_whole_sheet_that_is_right_earns_all_points(assignment: Assignment) -> None:
    for identity in WHO:
        answers, wrong = read_answers(right_sheet(assignment, identity).encode())
        results = mark_all(assignment, assignment.solutions, answers, [identity])

        assert wrong == ""
        assert [r.name for r in results if r.outcome is not Outcome.PASSED] == []
        assert sum(r.score for r in results) == 10


@each_assignment
def test_two_identities_get_other_numbers_and_one_always_the_same(assignment: Assignment) -> None:
    def numbers(identity: str) -> list[dict[str, float]]:
        return [dict(pose(q, assignment.name, identity).numbers) for q in assignment.questions]

    assert numbers(WHO[0]) == numbers(" Ada@Example.org")
    assert len({str(numbers(identity)) for identity in WHO}) == len(WHO)


@each_assignment
def test_a_neighbours_numbers_are_seldom_right(assignment: Assignment) -> None:
    answers, _ = read_answers(right_sheet(assignment, WHO[0]).encode())
    results = mark_all(assignment, assignment.solutions, answers, [WHO[1]])

    drawn = [
        r
        for r, q in zip(results, assignment.questions, strict=True)
        if q.numbers and q.kind in ("number", "shape")
    ]
    assert sum(r.score > 0 for r in drawn) <= len(drawn) // 2


@each_assignment
def test_every_question_names_a_section_of_the_handout(assignment: Assignment) -> None:
    handout = (assignment.folder / "README.md").read_text(encoding="utf-8")
    headings = {line.lstrip("# ").strip() for line in handout.splitlines() if line.startswith("#")}

    assert {question.section for question in assignment.questions} - headings == set()


@each_assignment
def test_an_assignment_asks_at_least_twelve_questions_for_ten_points(
    assignment: Assignment,
) -> None:
    assert len(assignment.questions) >= 12
    assert sum(question.points for question in assignment.questions) == 10
    assert {question.points for question in assignment.questions} <= {0.5, 1}


@each_assignment
def test_nothing_of_the_key_is_in_what_students_get(assignment: Assignment) -> None:
    files = bundle_files(assignment)
    texts = b"".join(data for name, data in files.items() if not name.endswith(".whl"))
    solutions = assignment.solutions.values()
    told = [says for s in solutions for says in (*s.wrong.values(), *(f[1] for f in s.foreseen))]

    assert load_key(assignment.public_key).solutions == {}
    assert {"questions.toml", "answers.toml"} <= files.keys()
    assert files["answers.toml"].decode() == empty_sheet(assignment.name, assignment.questions)
    assert [says for says in told if says.encode() in texts] == []


def test_no_question_is_longer_than_a_report_can_show() -> None:
    titles = {q.name: " ".join(q.text.split("\n\n")[0].split()) for _, q in ALL}

    assert {name: len(title) for name, title in titles.items() if len(title) > 200} == {}


def test_the_right_letter_is_spread_and_no_option_stands_out_by_its_length() -> None:
    choices = [a for a in ALL if a.question.kind == "choice"]
    letters = [a.solution.answer for a in choices]
    longest = [
        a
        for a in choices
        if len(a.question.options[a.solution.answer]) == max(map(len, a.question.options.values()))
    ]

    assert max(letters.count(letter) for letter in "abcd") <= 0.4 * len(letters)
    assert len(longest) <= 0.5 * len(choices)


def test_every_concept_that_a_question_names_exists_and_says_so() -> None:
    concepts = read_toml(ROOT / "reference" / "concepts.toml")[1]["concept"]
    asking = {concept["name"] for concept in concepts if concept["questions"]}

    assert {name for _, question in ALL for name in question.concepts} - asking == set()
    assert all(question.concepts for _, question in ALL)


@whole_course
def test_the_map_of_concepts_is_complete() -> None:
    concepts = read_toml(ROOT / "reference" / "concepts.toml")[1]["concept"]
    asked = {name for _, question in ALL for name in question.concepts}

    assert len(concepts) == 73
    assert {c["name"] for c in concepts if c["questions"]} - asked == set()
    assert {c["name"] for c in concepts if not c["questions"] and not c["exercises"]} == set()
    assert {item for item, name in COURSE_ITEMS.items() if name not in asked} == set()


@whole_course
def test_there_are_a_hundred_questions_and_a_dozen_mistakes_to_spot() -> None:
    assert len(ALL) >= 100
    assert sum(question.name.startswith("spot_") for _, question in ALL) >= 12


@pytest.fixture
def handed_out(tmp_path: Path) -> Path:
    """04_layers as students have it, without the reference; two questions are answered."""
    folder = tmp_path / "assignments" / "04_layers"
    shutil.copytree(ROOT / "assignments" / "04_layers", folder)
    sheet = folder / "answers.toml"
    text = sheet.read_text("utf-8")
    for name, given in (("spot_same_factor", '"b"'), ("slope_lost", '"twice"')):
        assert f'{name} = ""' in text
        text = text.replace(f'{name} = ""', f"{name} = {given}")
    sheet.write_text(text, "utf-8")
    return folder


OPEN_QUESTIONS = (
    "2 of 16 questions are answered, for 10 more points: they are marked when you hand in",
    "slope_lost wants a number",
)


def test_a_students_pytest_says_which_questions_are_open(handed_out: Path) -> None:
    check = SelfCheck(handed_out, submission=handed_out, public_seed=None, in_process=True)

    check.run("test_relu_forward_matches_torch")

    assert check.summary() == [
        "public checks 0/1, 0/1 points; the grade uses other inputs",
        "65 of 66 checks were not selected",
        *OPEN_QUESTIONS,
    ]
    check.close()


def test_a_students_own_grading_says_so_too(handed_out: Path) -> None:
    ((_, verdict),) = grade_all(Request("04_layers", (handed_out,)), handed_out)
    with (console := Console(file=io.StringIO(), width=120)).capture() as shown:
        print_verdict(console, cast(Verdict, verdict))

    assert isinstance(verdict, Verdict)
    assert verdict.max_score == 90
    assert verdict.notes[-2:] == OPEN_QUESTIONS
    assert [line for line in OPEN_QUESTIONS if f"note: {line}" not in shown.get()] == []


def test_questions_are_marked_before_anything_has_run() -> None:
    """So whatever becomes of the code, a report has them from its first version on."""
    assignment = load_assignment(ROOT / "assignments" / "04_layers")
    assert assignment.reference is not None
    submission = open_submission(assignment.reference, assignment.modules, assignment.functions)
    seed = Seed.of_number(assignment.public_seed)
    judge = Judge(
        assignment,
        with_right_sheet(submission, assignment, WHO[1]),
        seed=seed,
        key=choose_key(assignment, seed, None),
        transport=InProcess(assignment.limits),
        identities=[WHO[0], WHO[1]],
    )

    verdict = judge.so_far()

    assert [check.exercise for check in verdict.checks] == ["questions"] * 16
    assert verdict.score == verdict.max_score == 10
