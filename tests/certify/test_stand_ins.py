"""A misconception's module holds what it needs, and nothing else that stands in for anything."""

from __future__ import annotations

import ast

from autograder.certify.stand_ins import StandIns

SOURCE = '''\
"""Mistakes."""
from net import relu

from autograder import instead_of

LIMIT = 3


def helper(x):
    return x


@instead_of("relu", hint="h")
def alone(x):
    """One."""
    return helper(x)


@instead_of(
    "relu",
    hint="h",
)
def using(x):
    """Two."""
    return alone(x) + LIMIT


@instead_of("Node", hint="h")
class Other:
    """Three."""
'''


def defined(source: str) -> list[str]:
    return [
        n.name for n in ast.parse(source).body if isinstance(n, (ast.FunctionDef, ast.ClassDef))
    ]


def test_what_stands_in_for_something_else_is_left_out() -> None:
    assert defined(StandIns(SOURCE).only(["alone"])) == ["helper", "alone"]
    assert defined(StandIns(SOURCE).only(["Other"])) == ["helper", "Other"]


def test_a_mistake_that_calls_another_brings_it_along() -> None:
    assert defined(StandIns(SOURCE).only(["using"])) == ["helper", "alone", "using"]


def test_a_mistake_that_the_module_itself_uses_is_always_there() -> None:
    table = SOURCE + "\nTABLE = {'o': Other}\n"

    assert defined(StandIns(table).only(["alone"])) == ["helper", "alone", "Other"]


def test_every_line_stays_where_it_was() -> None:
    whole, part = SOURCE.splitlines(), StandIns(SOURCE).only(["using"]).splitlines()

    assert len(part) == len(whole)
    assert all(line in ("", was) for line, was in zip(part, whole, strict=True))


def test_no_misconceptions_are_no_text() -> None:
    assert StandIns("").only([]) == ""
