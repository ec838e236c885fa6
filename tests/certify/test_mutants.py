"""Mutants are made of solutions alone, are all different, and have keys that survive edits."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.certify.mutants import Mutant, labels_of, mutants_of
from autograder.certify.units import Unit, reached, units
from autograder.course.load import load_assignment

ROOT = Path(__file__).parents[2]

MODULE = '''
"""A module with 1 number in its docstring."""

from __future__ import annotations

import numpy as np

GIVEN = 3.0


def given(x: float) -> float:
    """Return 2.0 * x; students get this."""
    return 2.0 * x


### BEGIN SOLUTION
EPSILON = 1e-5


def _helper(x):
    return x + EPSILON


### END SOLUTION

def scaled(x: np.ndarray | None, factor: float = 2.0, *, shift: float = 0.0) -> np.ndarray | None:
    """Return factor * x, 1 by 1.

    Args:
        x: inputs, float64 or
            integers (N,).
        factor: a number.
    """
    assert GIVEN == 3.0
    ### BEGIN SOLUTION
    result: np.ndarray | None = factor * x
    return result + shift
    ### END SOLUTION


class Value:
    """A value."""

    def __init__(self, data: float) -> None:
        """Keep it."""
        ### BEGIN SOLUTION
        self.data = data - 1
        ### END SOLUTION
'''


def unit_of(name: str, source: str = MODULE) -> Unit:
    return next(unit for unit in units("module", source) if unit.name == name)


def diffs(mutants: list[Mutant]) -> str:
    return "\n".join(mutant.diff for mutant in mutants)


def test_units_are_the_solutions_functions_methods_and_statements() -> None:
    assert [u.name for u in units("module", MODULE)] == [
        "EPSILON", "_helper", "scaled", "Value.__init__",
    ]  # fmt: skip


def test_neither_hints_nor_docstrings_nor_given_code_are_mutated() -> None:
    mutants = mutants_of(unit_of("scaled"))

    assert mutants
    assert all(text not in diffs(mutants) for text in ("None", "1 by", "assert GIVEN"))


def test_solutions_and_default_arguments_are_mutated_by_cosmic_ray_and_by_us() -> None:
    found = {(m.operator, m.diff) for m in mutants_of(unit_of("scaled"))}

    assert ("core/NumberReplacer", _signature("3.0")) in found
    change = "-    result = factor * x\n+    result = factor / x"
    assert ("core/ReplaceBinaryOperator_Mul_Div", change) in found
    assert ("numpy/factor", "-    result = factor * x\n+    result = x") in found


def _signature(factor: str) -> str:
    line = "def scaled(x, factor={}, *, shift=0.0):"
    return f"-{line.format('2.0')}\n+{line.format(factor)}"


def test_the_star_between_parameters_is_no_operator() -> None:
    assert "/, shift" not in diffs(mutants_of(unit_of("scaled")))


def test_no_two_mutants_are_the_same_and_none_is_the_original() -> None:
    unit = unit_of("scaled")
    mutants = mutants_of(unit)

    assert len({m.key for m in mutants}) == len({m.text for m in mutants}) == len(mutants)
    assert unit.text not in {m.text for m in mutants}
    assert [m.key for m in mutants] == [m.key for m in mutants_of(unit)]


def test_a_key_survives_edits_of_prose_layout_and_everything_elsewhere() -> None:
    edited = (
        MODULE.replace("1 by 1", "one by one, in one go")
        .replace("GIVEN = 3.0", "GIVEN = 3.0\nMORE = 4")
        .replace("factor * x\n", "(factor\n        * x)  # a product\n")
        .replace("x + EPSILON", "EPSILON + x")
    )
    before, after = (mutants_of(unit_of("scaled", source)) for source in (MODULE, edited))

    assert [m.key for m in before] == [m.key for m in after]
    assert [m.line for m in before] != [m.line for m in after]


def test_a_key_changes_with_its_own_function() -> None:
    edited = MODULE.replace("result + shift", "result - shift")

    keys = [{m.key for m in mutants_of(unit_of("scaled", s))} for s in (MODULE, edited)]

    assert not keys[0] & keys[1] - {m.key for m in mutants_of(unit_of("scaled"))}
    assert keys[0] != keys[1]


def test_a_mutants_line_is_where_the_change_is() -> None:
    lines = MODULE.splitlines()

    mutants = mutants_of(unit_of("scaled")) + mutants_of(unit_of("Value.__init__"))

    for mutant in mutants:
        if mutant.operator not in ("numpy/state", "numpy/ones"):
            words = mutant.diff.splitlines()[0].lstrip("- ").split()
            assert words[0] in lines[mutant.line - 1], mutant


@pytest.mark.parametrize("name", ["EPSILON", "_helper", "scaled", "Value.__init__"])
def test_a_mutant_is_spliced_into_its_module_and_the_rest_stays(name: str) -> None:
    unit = unit_of(name)
    for mutant in mutants_of(unit):
        source = unit.splice(MODULE, mutant.text)
        compile(source, "module.py", "exec")
        others = {"def given", "class Value", "def scaled", "def _helper"}
        assert all(other in source for other in others)


def test_a_sample_makes_only_the_mutants_whose_labels_are_wanted() -> None:
    unit = unit_of("scaled")
    labels = labels_of(unit)

    sample = mutants_of(unit, set(labels[::7]).__contains__)

    assert 0 < len(sample) <= len(labels[::7])
    assert {m.key for m in sample} <= {m.key for m in mutants_of(unit)}


def test_the_parameter_that_may_hold_integers_is_read_from_the_docstring() -> None:
    assert unit_of("scaled").integers == "x"
    assert unit_of("_helper").integers == ""


def test_a_private_helper_reaches_every_exercise_that_uses_it() -> None:
    assignment = load_assignment(ROOT / "assignments" / "04_layers")
    folder = ROOT / "reference" / "04_layers"
    sources = {m: (folder / f"{m}.py").read_text() for m in assignment.modules}

    reach = reached(assignment, sources)

    assert reach["activations", "_sigmoid"] == ("silu", "sigmoid")
    assert reach["activations", "erf"] == ("gelu",)
    assert reach["linear", "linear_backward"] == ("linear",)
