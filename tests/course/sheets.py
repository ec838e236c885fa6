"""Answer sheets for tests: all right for whom they are made out to, but for what is changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from autograder.course.answers import read_answers
from autograder.course.assignment import Assignment
from autograder.course.questions import Posed, pose
from autograder.course.solutions import answer_of
from autograder.course.submission import Submission


def right_answer(assignment: Assignment, posed: Posed) -> Any:
    """What the key says, with the formulas worked out in this student's numbers."""
    name = posed.question.name
    return answer_of(posed.question, assignment.solutions[name].answer, posed.numbers)


def right_sheet(assignment: Assignment, identity: str = "", **changed: Any) -> str:
    """An answers.toml in which everything is right but what is `changed`."""
    posed = [pose(question, assignment.name, identity) for question in assignment.questions]
    answers = {one.question.name: right_answer(assignment, one) for one in posed}
    return "".join(f"{name} = {_toml(given)}\n" for name, given in (answers | changed).items())


def with_right_sheet(
    submission: Submission, assignment: Assignment, identity: str = ""
) -> Submission:
    """The hand-in, as if such a sheet were in it."""
    answers, wrong = read_answers(right_sheet(assignment, identity).encode())
    assert wrong == ""
    return replace(submission, answers=answers)


def _toml(given: Any) -> str:
    if isinstance(given, Mapping):
        return "{ " + ", ".join(f"{key} = {_toml(value)}" for key, value in given.items()) + " }"
    if isinstance(given, float):
        given = float(f"{given:.6g}")  # as many digits as one would copy
    return json.dumps(given, ensure_ascii=False)
