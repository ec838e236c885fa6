from pathlib import Path

import pytest

from autograder.course.load import load_assignment
from autograder.course.markers import MarkerError
from autograder.errors import CourseError
from autograder.release.stub import make_stub, stubs_of
from autograder.scaffold.exercise import new_exercise

SOURCE = '''\
"""Layers."""

from __future__ import annotations

import math
import os
from itertools import chain, repeat

import numpy as np

LIMIT = 3


### BEGIN SOLUTION
def _helper(x):
    return math.erf(x) + SECRET


### END SOLUTION
def forward(x, w):
    """Return x w."""
    ### BEGIN SOLUTION
    out = np.dot(x, w)

    def inner(y):
        return list(chain(y))

    return out, inner(_helper(x))
    ### END SOLUTION


def backward(dout, cache):
    """Return dx."""
    for item in repeat(1):
        ### BEGIN SOLUTION
        print(item)
        ### END SOLUTION
    ### BEGIN SOLUTION
    return dout
    ### END SOLUTION


class Linear:
    """A layer."""

    ### BEGIN SOLUTION
    secret = 1
    ### END SOLUTION

    def forward(self, x):
        """Go."""
        ### BEGIN SOLUTION
        return x
        ### END SOLUTION

    @property
    def size(self):
        def inner():
            ### BEGIN SOLUTION
            return 1
            ### END SOLUTION

        return inner
'''

STUB = '''\
"""Layers."""

from __future__ import annotations

import os
from itertools import repeat

import numpy as np

LIMIT = 3


def forward(x, w):
    """Return x w."""
    raise NotImplementedError("forward")


def backward(dout, cache):
    """Return dx."""
    for item in repeat(1):
        raise NotImplementedError("backward")
    raise NotImplementedError("backward")


class Linear:
    """A layer."""

    def forward(self, x):
        """Go."""
        raise NotImplementedError("Linear.forward")

    @property
    def size(self):
        def inner():
            raise NotImplementedError("Linear.size")

        return inner
'''


def test_a_stub_has_what_is_outside_the_regions_and_nothing_of_what_is_inside() -> None:
    assert make_stub(SOURCE) == STUB


def test_the_stub_of_a_stub_is_itself() -> None:
    assert make_stub(STUB) == STUB


def test_a_stub_ends_with_one_newline_and_has_unix_line_ends() -> None:
    assert make_stub("x = 1\r\n\r\n\r\n") == "x = 1\n"
    assert make_stub("x = 1\n\n### BEGIN SOLUTION\ny = 2\n### END SOLUTION\n") == "x = 1\n"


def test_a_region_at_the_very_top_leaves_no_blank_lines() -> None:
    assert make_stub("### BEGIN SOLUTION\ny = 2\n### END SOLUTION\n\nx = 1\n") == "x = 1\n"


def test_a_function_that_is_all_region_still_raises_its_own_name() -> None:
    source = "def f():\n    ### BEGIN SOLUTION\n    ### END SOLUTION\n    pass\n\n\ndef g(): pass\n"

    assert 'def f():\n    raise NotImplementedError("f")\n' in make_stub(source)


def test_a_region_without_statements_after_the_last_one_belongs_to_its_function() -> None:
    source = 'def f():\n    """Doc."""\n    ### BEGIN SOLUTION\n    # hm\n    ### END SOLUTION\n'

    assert make_stub(source).endswith('    raise NotImplementedError("f")\n')


def test_imports_that_nothing_used_before_stay() -> None:
    source = "import a\nimport numpy as np\n### BEGIN SOLUTION\nnp.x\n### END SOLUTION\n"

    assert make_stub(source) == "import a\nimport numpy as np\n"


@pytest.mark.parametrize(
    "source",
    [
        "class A:\n    ### BEGIN SOLUTION\n    x = 1\n    ### END SOLUTION\n",
        "def f():\n    if 1:\n  ### BEGIN SOLUTION\n        x = 1\n  ### END SOLUTION\n    y = 1\n",
    ],
)
def test_what_would_not_be_python_is_refused_at_its_region(source: str) -> None:
    with pytest.raises(MarkerError, match="is not Python"):
        make_stub(source)


@pytest.mark.parametrize(
    ("lost", "said"),
    [
        (
            ("    ### BEGIN SOLUTION\n", "    ### END SOLUTION\n"),
            "15: students would get scale_forward solved: no `### BEGIN SOLUTION` ... `### END",
        ),
        (("    ### END SOLUTION\n",), "39: `### BEGIN SOLUTION` inside the region that began on"),
    ],
)
def test_a_solution_that_would_reach_students_is_refused_with_its_place(
    tmp_path: Path, lost: tuple[str, ...], said: str
) -> None:
    new_exercise("scale", "01_demo", tmp_path)
    reference = tmp_path / "reference/01_demo/scale.py"
    source = reference.read_text(encoding="utf-8")
    for line in lost:
        source = source.replace(line, "", 1)
    reference.write_text(source, encoding="utf-8")

    with pytest.raises(CourseError) as caught:
        stubs_of(load_assignment(tmp_path / "assignments/01_demo"))
    assert f"{reference}:{said}" in str(caught.value)
