"""All of a submission's code shares one budget of time, whatever each call takes."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from autograder.course.assignment import Function
from autograder.limits import Limits
from autograder.sandbox.program import Program
from autograder.sandbox.student import Student
from autograder.sandbox.supervisor import open_transport
from autograder.sandbox.transport import Transport
from autograder.verdict import CheckFailed, Failure, Outcome

LIMITS = Limits(call_s=0.5, total_s=1.0)
SOURCE = """
import os, time
def sleep(seconds):
    time.sleep(seconds)
def call(function, seconds):
    time.sleep(seconds)
    function()
def leave():
    os._exit(0)
"""


@pytest.fixture(scope="module", params=["forked", "worker"])
def transport(request: pytest.FixtureRequest) -> Iterator[Transport]:
    opened = open_transport(request.param, LIMITS)
    yield opened
    opened.close()


@pytest.fixture
def student(transport: Transport) -> Student:
    functions = {name: Function("layer", name, ("out",)) for name in ("sleep", "call", "leave")}
    program = Program(
        {"layer.py": SOURCE}, {"layer": "layer.py"}, functions, frozenset({"os", "time"})
    )
    return Student(program, transport, LIMITS)


def failure_of(student: Student, name: str, *args: object) -> Failure:
    with pytest.raises(CheckFailed) as caught:
        getattr(student, name)(*args)
    assert caught.value.outcome is Outcome.TIMED_OUT
    return caught.value.failure


def test_calls_that_are_each_short_enough_use_it_up_together(student: Student) -> None:
    student.begin()
    student.sleep(0.4)
    student.begin()
    student.sleep(0.4)

    failure = failure_of(student, "sleep", 0.4)

    spent = "your code has used up the 1 s that it may take in all checks together: "
    assert failure.text.startswith(spent + "sleep was ended. ")
    with pytest.raises(CheckFailed) as caught:  # and every check that comes after
        student.begin()
    assert caught.value.outcome is Outcome.TIMED_OUT
    assert caught.value.failure.text.startswith(spent + "this check was not run. ")


def test_a_call_that_is_too_long_by_itself_is_told_as_such(student: Student) -> None:
    student.begin()

    assert failure_of(student, "sleep", 9.0).text == "sleep did not return within 0.5 s"


def test_only_the_submissions_own_time_counts(student: Student) -> None:
    """Neither the checks' own, nor what starting another worker takes."""
    for _ in range(3):
        student.begin()
        time.sleep(0.5)
        student.sleep(0.0)
        with pytest.raises(CheckFailed):
            student.leave()


def test_what_a_submission_makes_our_functions_do_counts(student: Student) -> None:
    """Or calling them without an end would be a way around."""
    student.begin()
    student.call(lambda: time.sleep(0.4), 0.0)
    student.call(lambda: time.sleep(0.4), 0.0)

    assert "has used up the 1 s" in failure_of(student, "call", lambda: time.sleep(0.4), 0.0).text


def test_the_next_submission_has_all_of_its_own(student: Student) -> None:
    """The transport is the one that the submissions above have kept waiting."""
    student.begin()
    student.sleep(0.4)
