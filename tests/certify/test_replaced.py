"""What a stand-in changes, so that only the checks run that could see it."""

from __future__ import annotations

import pytest

from autograder.certify.replaced import Span, definitions, replaced

REFERENCE = """\
class Node:
    def __init__(self, data):
        self.data = data

    @property
    def double(self):
        return 2 * self.data

    def add(self, other):
        return self.data + other.data


def relu(x):
    return max(x, 0)
"""
WHOLE = [("node.py", 1, 10)]


def spans(name: str, stand_in: str) -> list[Span]:
    (other,) = definitions(stand_in).values()
    return replaced("node.py", definitions(REFERENCE)[name], other)


@pytest.mark.parametrize(
    ("stand_in", "lines"),
    [
        ("class Wrong(Node):\n    '''Adds twice.'''\n    def add(self, other): ...", [(9, 10)]),
        ("class Wrong(Node):\n    def double(self): ...", [(5, 7)]),
        (
            "class Wrong(Node):\n    def add(self): ...\n    def double(self): ...",
            [(9, 10), (5, 7)],
        ),
    ],
)
def test_a_derived_class_changes_the_methods_it_defines(
    stand_in: str, lines: list[tuple[int, int]]
) -> None:
    want = [("node.py", *span) for span in lines]

    assert spans("Node", stand_in) == want


@pytest.mark.parametrize(
    "stand_in",
    [
        "class Wrong:\n    def add(self, other): ...",
        "class Wrong(Node, dict):\n    def add(self, other): ...",
        "class Wrong(Node):\n    def __eq__(self, other): ...",
        "class Wrong(Node):\n    grad = 0.0\n    def add(self, other): ...",
        "class Wrong(Node, metaclass=M):\n    def add(self, other): ...",
        "def Wrong(data): ...",
    ],
)
def test_any_other_stand_in_changes_the_whole_class(stand_in: str) -> None:
    assert spans("Node", stand_in) == WHOLE


def test_a_function_is_replaced_as_a_whole() -> None:
    assert spans("relu", "def absolute(x): ...") == [("node.py", 13, 14)]
