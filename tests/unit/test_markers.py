import pytest

from autograder.course.markers import MarkerError, Region, solution_regions
from autograder.errors import BackmarkError

GOOD = '''\
"""Docs that mention ### BEGIN SOLUTION in passing.

### BEGIN SOLUTION
### END SOLUTION
"""

def f(x):
    ### BEGIN SOLUTION
    y = "### END SOLUTION"
    return y
    ### END SOLUTION

### BEGIN SOLUTION
K = 1
### END SOLUTION
'''


def test_regions_are_found_by_token_and_not_in_strings() -> None:
    assert solution_regions(GOOD) == (Region(8, 11, "    "), Region(13, 15, ""))


def test_a_source_without_markers_has_no_regions() -> None:
    assert solution_regions("# the solution begins here\nx = 1  # end\n") == ()


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("### BEGIN SOLUTION\n", 1),
        ("\n### END SOLUTION\n", 2),
        ("### BEGIN SOLUTION\n### BEGIN SOLUTION\n### END SOLUTION\n", 2),
        ("### BEGIN SOLUTION\n### END SOLUTION\n### END SOLUTION\n", 3),
        ("def f():\n    ### BEGIN SOLUTION\n    pass\n  ### END SOLUTION\n", 4),
        ("if x:\n        a\n    b\n", 3),
    ],
)
def test_markers_that_do_not_pair_are_refused_at_their_line(source: str, line: int) -> None:
    with pytest.raises(MarkerError) as caught:
        solution_regions(source)

    assert caught.value.line == line
    assert str(caught.value).startswith(f"line {line}: ")


def test_a_source_that_does_not_end_is_refused() -> None:
    with pytest.raises(MarkerError, match="not Python"):
        solution_regions("x = (\n")


@pytest.mark.parametrize(
    "typo",
    [
        "###BEGIN SOLUTION",
        "# BEGIN SOLUTION",
        "### begin solution",
        "### BEGIN  SOLUTION",
        "### BEGIN SOLUTIONS",
        "### BEGIN_SOLUTION",
        "#### END SOLUTION ####",
        "### End Solution:",
    ],
)
def test_a_near_miss_is_refused_as_a_typo(typo: str) -> None:
    with pytest.raises(MarkerError, match="probably meant as"):
        solution_regions(f"x = 1\n{typo}\n")


def test_a_marker_that_shares_its_line_with_code_is_refused() -> None:
    with pytest.raises(MarkerError, match="shares its line"):
        solution_regions("x = 1  ### BEGIN SOLUTION\n### END SOLUTION\n")


def test_a_marker_error_is_ours_and_a_matter_of_usage() -> None:
    assert issubclass(MarkerError, BackmarkError)
    assert MarkerError.exit_code == 2
