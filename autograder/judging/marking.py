"""Asking and marking concept questions: pure functions of question, solution and answer.

An answer sheet is data, so nothing of the student's runs here. Several identities may be given, as
in a group: an answer that is right with any member's numbers is right.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from autograder.course.assignment import Assignment
from autograder.course.questions import EXERCISE, Posed, Question, pose
from autograder.course.solutions import Solution, answer_of, misfits
from autograder.report.sheet import Item
from autograder.verdict import CheckResult, Diagnosis, Failure, Outcome, tidy


def items(assignment: Assignment, student: str) -> list[Item]:
    """An assignment's questions as one student reads them, with the numbers of their own."""
    return [
        Item(q.name, q.kind, q.points, q.section, posed.text, posed.options, q.targets)
        for q in assignment.questions
        for posed in [pose(q, assignment.name, student)]
    ]


def mark_all(
    assignment: Assignment,
    solutions: Mapping[str, Solution],
    answers: Mapping[str, Any],
    identities: Sequence[str],
) -> tuple[CheckResult, ...]:
    """The results of an assignment's questions, numbered after its exercises."""
    number = len(assignment.exercises) + 1
    return tuple(
        mark_one(
            f"{number}.{position}",
            [pose(question, assignment.name, identity) for identity in identities],
            solutions[question.name],
            answers.get(question.name),
        )
        for position, question in enumerate(assignment.questions, start=1)
    )


def review(questions: Sequence[Question], answers: Mapping[str, Any]) -> tuple[str, ...]:
    """What can be said of a sheet without the right answers: what is open, what has no form."""
    given = {q.name: answers[q.name] for q in questions if not _is_open(answers.get(q.name))}
    points = tidy(sum(question.points for question in questions))
    head = (
        f"{len(given)} of {len(questions)} questions are answered, for {points} more points: "
        "they are marked when you hand in"
    )
    wrong = (
        f"{q.name} {w}" for q in questions if q.name in given for w in misfits(q, given[q.name])
    )
    return (head, *wrong)


def _is_open(given: Any) -> bool:
    return given is None or given == ""


def mark_one(number: str, posed: Sequence[Posed], solution: Solution, given: Any) -> CheckResult:
    """The result of one question, posed with the numbers of each who handed in."""
    question = posed[0].question
    outcome, failure, diagnosis = Outcome.PASSED, None, None
    if _is_open(given):
        outcome = Outcome.NOT_ATTEMPTED
        failure = Failure("answer", question.name, "not answered")
    elif wrong := misfits(question, given):
        outcome = Outcome.FAILED
        failure = Failure("answer", question.name, f"{question.name} {wrong[0]}", observed=given)
    elif not any(is_right(one, solution, given) for one in posed):
        outcome = Outcome.FAILED
        diagnosis = _diagnosis(posed, solution, given)
        text = "this is not the answer"
        if diagnosis is None:
            text += f'. {solution.otherwise} (See "{question.section}" in the handout)'
        failure = Failure("answer", question.name, text, observed=given)
    return CheckResult(
        number=number,
        name=question.name,
        title=" ".join(posed[0].text.split("\n\n")[0].split()),
        exercise=EXERCISE,
        outcome=outcome,
        max_score=question.points,
        failure=failure,
        diagnosis=diagnosis,
    )


def is_right(posed: Posed, solution: Solution, given: Any) -> bool:
    """Whether an answer of the right form is the right one."""
    return _same(posed, solution.answer, given)


def _same(posed: Posed, written: Any, given: Any) -> bool:
    question = posed.question
    want = answer_of(question, written, posed.numbers)
    if question.kind == "number":
        # An answer of 0 has no relative error: then the tolerance is absolute.
        return math.isclose(given, want, rel_tol=question.tolerance) or (
            want == 0 and abs(given) <= question.tolerance
        )
    if question.kind == "choices":
        return set(given) == set(want)
    return bool(given == want)


def _diagnosis(posed: Sequence[Posed], solution: Solution, given: Any) -> Diagnosis | None:
    """The misconception behind a wrong answer, where it was foreseen, and where to read on."""
    question = posed[0].question
    if question.kind == "choice":
        sentence = solution.wrong.get(given)
    elif question.kind == "choices":
        differing = sorted(set(given) ^ set(solution.answer))
        says = (f'about "{o}": {solution.wrong[o]}' for o in differing if o in solution.wrong)
        sentence = next(says, None)
    else:
        says = (s for a, s in solution.foreseen if any(_same(p, a, given) for p in posed))
        sentence = next(says, None)
    if sentence is None:
        return None
    hint = f'read "{question.section}" in the handout again'
    return Diagnosis(f"{question.name}_wrong", sentence, hint, certain=True)
