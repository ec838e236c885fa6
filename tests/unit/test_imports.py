import sys

import pytest

from autograder.course.imports import HARMLESS, ForbiddenImport, forbidden_imports


def found(source: str) -> list[tuple[str, int]]:
    answer = forbidden_imports(source, "linear.py", {"numpy"}, {"linear", "losses"})
    return [(one.name, one.line) for one in answer]


@pytest.mark.parametrize(
    "source",
    [
        "import numpy as np",
        "import numpy.linalg",
        "from numpy.random import default_rng",
        "import math, sys, collections.abc",
        "from __future__ import annotations",
        "from linear import linear_forward",
        "from .linear import linear_forward",
        "from . import losses",
        "x = 'import torch'",
        "if TYPE_CHECKING:\n    import torch",
        "if typing.TYPE_CHECKING:\n    import torch",
        "if __name__ == '__main__':\n    import torch",
        "if '__main__' == __name__:\n    import torch",
        "__import__(name)",
        "def f(:",
        "",
    ],
)
def test_what_is_allowed_harmless_own_or_never_run_is_not_reported(source: str) -> None:
    assert found(source) == []


@pytest.mark.parametrize(
    ("source", "name", "line"),
    [
        ("import torch", "torch", 1),
        ("\nimport torch.nn.functional as F", "torch.nn.functional", 2),
        ("from torch.nn import Linear", "torch.nn", 1),
        ("import numpy, torch", "torch", 1),
        ("def f():\n    import torch", "torch", 2),
        ("try:\n    import torch\nexcept ImportError:\n    pass", "torch", 2),
        ("if x:\n    import torch", "torch", 2),
        ("if TYPE_CHECKING:\n    pass\nelse:\n    import torch", "torch", 4),
        ("if __name__ != '__main__':\n    import torch", "torch", 2),
        ("__import__('torch')", "torch", 1),
        ("builtins.__import__('torch')", "torch", 1),
        ("m.import_module('torch.nn')", "torch.nn", 1),
        ("import_module(name='torch')", "torch", 1),
        ("from .torch import x", ".torch", 1),
        ("from . import torch", ".torch", 1),
        ("from .numpy import x", ".numpy", 1),
        ("import numpy_ml", "numpy_ml", 1),
        ("import ctypes", "ctypes", 1),
        ("import autograder", "autograder", 1),
    ],
)
def test_an_import_that_is_not_allowed_is_reported_with_its_line(
    source: str, name: str, line: int
) -> None:
    assert found(source) == [(name, line)]


def test_imports_are_reported_in_the_order_of_their_lines() -> None:
    source = "def f():\n    import scipy\nimport jax\nimport jax\n"

    assert found(source) == [("scipy", 2), ("jax", 3), ("jax", 4)]


def test_a_forbidden_import_knows_its_file() -> None:
    answer = forbidden_imports("import torch", "linear.py", (), ())

    assert answer == (ForbiddenImport("torch", 1, "linear.py"),)


def test_harmless_modules_are_all_of_the_standard_library() -> None:
    newer = {"annotationlib"}  # Python 3.14

    assert HARMLESS - newer <= sys.stdlib_module_names


def test_a_source_that_nests_without_end_reports_nothing() -> None:
    assert found("1" + "+1" * 500_000) == []
