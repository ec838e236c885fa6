"""Solutions that are right and look nothing like ours: where one fails, the check is wrong.

Every folder `variants/ASSIGNMENT/NAME/` is one hand-in, written as some student would write it.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
from sheets import with_right_sheet

from autograder.course.assignment import Assignment
from autograder.course.load import find_assignment, load_assignment
from autograder.course.submission import open_submission
from autograder.judging.judge import Judge, choose_key
from autograder.judging.seeds import Seed
from autograder.sandbox.supervisor import open_transport
from autograder.sandbox.transport import Transport
from autograder.verdict import Outcome, Verdict

HERE = Path(__file__).parent
VARIANTS = sorted(p for p in HERE.glob("variants/*/*") if p.is_dir() and p.name != "__pycache__")
PUBLIC = None

Grade = Callable[[Path, "int | None"], Verdict]

every_variant = pytest.mark.parametrize(
    "folder", VARIANTS, ids=[f"{p.parent.name}/{p.name}" for p in VARIANTS]
)


@pytest.fixture(scope="module")
def grade() -> Iterator[Grade]:
    """Grade a folder on the assignment's own public seed, or on another."""
    with ExitStack() as stack:

        @cache
        def opened(name: str) -> tuple[Assignment, Transport]:
            assignment = load_assignment(find_assignment(name, HERE))
            transport = open_transport("auto", assignment.limits)
            stack.callback(transport.close)
            return assignment, transport

        def verdict(folder: Path, number: int | None) -> Verdict:
            assignment, transport = opened(folder.parent.name)
            opened_here = open_submission(folder, assignment.modules, assignment.functions)
            submission = with_right_sheet(opened_here, assignment)
            seed = Seed.of_number(assignment.public_seed if number is None else number)
            key = choose_key(assignment, seed, None)
            judge = Judge(assignment, submission, seed=seed, key=key, transport=transport)
            return judge.verdict()

        yield verdict


def complaints(verdict: Verdict) -> list[str]:
    """Whatever grading found to say; about a correct solution it should be nothing."""
    said = list(verdict.notes)
    for check in verdict.checks:
        if check.outcome is not Outcome.PASSED:
            said.append(f"{check.number} {check.name}: {check.outcome.value}: {check.failure}")
        said += [f"{check.number} {check.name}: note: {note}" for note in check.notes]
    return said


def test_there_are_at_least_five_variants_of_every_assignment() -> None:
    assignments = {p.parent.name for p in HERE.parents[1].glob("assignments/*/assignment.toml")}
    counts = {a: sum(v.parent.name == a for v in VARIANTS) for a in assignments}

    assert counts
    assert all(count >= 5 for count in counts.values()), counts


def test_the_windows_variants_keep_their_byte_order_mark_and_line_endings() -> None:
    files = list(HERE.glob("variants/*/windows/*.py"))

    assert files
    for file in files:
        data = file.read_bytes()
        assert data.startswith(b"\xef\xbb\xbf"), f"{file}: an editor took its byte order mark"
        assert data.count(b"\r\n") == data.count(b"\n"), f"{file}: git needs `-text` for it"


@every_variant
def test_a_correct_variant_gets_every_point_and_no_remark(folder: Path, grade: Grade) -> None:
    verdict = grade(folder, PUBLIC)

    assert complaints(verdict) == []
    assert verdict.score == verdict.max_score == 100


@pytest.mark.slow  # the oracle is asked anew for each; certificates do this on 21 seeds too
@pytest.mark.oracle
@pytest.mark.parametrize("number", [1, 2, 3])
@every_variant
def test_a_correct_variant_gets_every_point_on_other_inputs(
    folder: Path, number: int, grade: Grade
) -> None:
    verdict = grade(folder, number)

    assert complaints(verdict) == []
    assert verdict.score == verdict.max_score == 100
