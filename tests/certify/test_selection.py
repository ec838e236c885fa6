"""What a certificate leaves out, as it could tell nothing, must not change what it says."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from autograder.certify.findings import Shown, evidence, shown
from autograder.certify.grading import Grader
from autograder.certify.mutants import mutants_of
from autograder.certify.telling_apart import told_apart
from autograder.certify.units import units
from autograder.course.assignment import Assignment, Check
from autograder.course.load import load_assignment
from autograder.judging.answer_key import Known
from autograder.judging.diagnosis import diagnose
from autograder.judging.oracle import Oracle
from autograder.judging.runner import Runs, result_of
from autograder.judging.seeds import Seed
from autograder.sandbox.in_process import InProcess
from autograder.sandbox.program import Program
from autograder.sandbox.student import Student
from autograder.verdict import CheckResult, Failure, Outcome
from tests.certify.tiny import write_tiny

SEED = Seed.of_number(1)
REFERENCE = '''
def scaled(x, factor=2.0):
    """Return factor * x."""
    ### BEGIN SOLUTION
    return x + x if factor == 2.0 else _times(x, factor)
    ### END SOLUTION


def _times(x, factor):
    ### BEGIN SOLUTION
    return factor * x
    ### END SOLUTION
'''
CHECKS = '''
from autograder import after, assert_unchanged, expect, number, weight


@number("1.1")
@weight(3)
def test_scaled_doubles(student, oracle, draw):
    """`scaled` doubles by default."""
    x = draw.normal(4)
    expect(student.scaled(x), "out").equals(oracle.scaled(x, 2.0))


@number("1.2")
@weight(3)
def test_scaled_matches(student, oracle, draw):
    """`scaled` multiplies by factor."""
    x = draw.normal(4)
    expect(student.scaled(x, 3.0), "out").equals(oracle.scaled(x, 3.0))


@number("1.3")
@weight(4)
@after("test_scaled_doubles")
def test_scaled_leaves_x_unchanged(student, draw):
    """`scaled` leaves x as it was."""
    assert_unchanged(student.scaled, draw.normal(3))
'''
MISCONCEPTION = '''

@instead_of("scaled", hint="What is the sign?")
def sign_turned(x, factor=2.0):
    """The result has the other sign."""
    return -scaled(x, factor)
'''


@pytest.fixture(scope="module")
def assignment(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    made = write_tiny(tmp_path_factory.mktemp("course"), reference=REFERENCE, checks=CHECKS)
    assert made.reference is not None
    with made.reference.joinpath("misconceptions.py").open("a", encoding="utf-8") as file:
        file.write(MISCONCEPTION)
    return load_assignment(made.folder)


def grader(assignment: Assignment, *, selects: bool) -> Grader:
    made = Grader(assignment.folder, ["scaled"])
    asked = made.ask(SEED, {})
    made.answers = {SEED.label: asked.answers}
    if selects:
        made.entered = {SEED.label: asked.entered}
        made.seconds = asked.seconds
    return made


def test_what_a_check_calls_is_found_by_running_the_reference(assignment: Assignment) -> None:
    asked = Grader(assignment.folder, ["scaled"]).ask(SEED, {})

    lines = {name: sorted(line for _, line in found) for name, found in asked.entered.items()}
    assert lines == {
        "test_scaled_doubles": [1],
        "test_scaled_matches": [1, 8],
        "test_scaled_leaves_x_unchanged": [1],
    }


def test_mutants_fare_the_same_on_the_checks_that_call_them_as_on_all(
    assignment: Assignment,
) -> None:
    selecting, thorough = grader(assignment, selects=True), grader(assignment, selects=False)
    made = [m for unit in units("tiny", REFERENCE.lstrip()) for m in mutants_of(unit)]

    def facts(of: Grader) -> list[object]:
        return [of.mutant(m, ["scaled"], SEED, to_first_kill=False) for m in made]

    found = facts(selecting)
    assert len(found) > 20
    assert found == facts(thorough)


def test_under_the_public_seed_every_check_that_fails_a_misconception_is_known(
    assignment: Assignment,
) -> None:
    """The kill matrix is made of them; on a secret seed it is enough that they are told apart."""
    selecting = grader(assignment, selects=True)

    fared = selecting.misconceptions("scaled", SEED)

    assert fared["written_into_x"].killed_by == ("test_scaled_leaves_x_unchanged",)
    assert fared["factor_ignored"].killed_by == ("test_scaled_matches",)
    assert fared["sign_turned"].killed_by == ("test_scaled_doubles", "test_scaled_matches")
    assert all(one.named_as == (name,) for name, one in fared.items())


def test_a_check_that_need_not_run_passes_but_waits_for_its_prerequisites(
    assignment: Assignment,
) -> None:
    def outcomes(body: str) -> dict[str, Outcome]:
        program = Program(
            {"tiny.py": body}, {"tiny": "tiny.py"}, assignment.functions, frozenset({"numpy"})
        )
        student = Student(program, InProcess(assignment.limits), assignment.limits)
        answers = grader(assignment, selects=False).answers[SEED.label]
        runs = Runs(
            assignment,
            student,
            Oracle(answers),
            SEED.secret,
            passing={"test_scaled_leaves_x_unchanged", "test_scaled_matches"},
        )
        return {result.name: result.outcome for result in runs.exercise("scaled")}

    right = outcomes("def scaled(x, factor=2.0):\n    return factor * x\n")
    wrong = outcomes("def scaled(x, factor=2.0):\n    return x\n")

    assert set(right.values()) == {Outcome.PASSED}
    assert wrong == {
        "test_scaled_doubles": Outcome.FAILED,
        "test_scaled_matches": Outcome.PASSED,
        "test_scaled_leaves_x_unchanged": Outcome.BLOCKED,
    }


# --- telling apart -------------------------------------------------------------------------------


class Recorded:
    """Programs by what they show: for each check a letter, or a dot where it passes."""

    def __init__(self, assignment: Assignment, table: Mapping[str, str]) -> None:
        self._checks = assignment.checks
        self._table = table
        self.asked: list[tuple[str, str]] = []

    def _program(self, name: str) -> Callable[[Check], CheckResult]:
        def result(check: Check) -> CheckResult:
            self.asked.append((name, check.number))
            letter = self._table[name][self._checks.index(check)]
            if letter == ".":
                return result_of(check, Outcome.PASSED, None)
            return result_of(check, Outcome.FAILED, Failure("values", "out", observed=letter))

        return result

    def told_apart(self) -> dict[str, Shown]:
        return told_apart({name: self._program(name) for name in self._table}, self._checks)

    def named_by_a_whole_key(self) -> dict[str, Shown]:
        found = {name: list(map(self._program(name), self._checks)) for name in self._table}
        known = [Known(n, "", "", "", dict(evidence(results))) for n, results in found.items()]
        return {name: shown(diagnose(results, known)) for name, results in found.items()}


def verdicts(named: Mapping[str, Shown]) -> dict[str, tuple[bool, bool]]:
    """Whether each is caught, and called by its own name alone."""
    return {n: (bool(one.killed_by), one.named_as == (n,)) for n, one in named.items()}


def test_programs_are_told_apart_as_by_a_key_that_knows_everything(assignment: Assignment) -> None:
    letters = random.Random(1)
    for _ in range(300):
        rows = ["".join(letters.choices(".ab", [3, 1, 1], k=3)) for _ in range(5)]
        recorded = Recorded(assignment, dict(zip("pqrst", rows, strict=True)))

        quick, whole = recorded.told_apart(), recorded.named_by_a_whole_key()
        assert verdicts(quick) == verdicts(whole), rows


def test_what_is_settled_is_not_asked_again(assignment: Assignment) -> None:
    recorded = Recorded(assignment, {"p": "a..", "q": ".a.", "r": ".aa"})

    assert verdicts(recorded.told_apart()) == dict.fromkeys("pqr", (True, True))
    assert recorded.asked == [
        *(("p", "1.1"), ("q", "1.1"), ("r", "1.1")),
        *(("q", "1.2"), ("r", "1.2")),
        *(("q", "1.3"), ("r", "1.3")),
    ]


def test_of_two_that_show_the_same_neither_has_a_name(assignment: Assignment) -> None:
    recorded = Recorded(assignment, {"p": "a.b", "q": "a.b"})

    assert verdicts(recorded.told_apart()) == dict.fromkeys("pq", (True, False))


def test_what_nobody_fails_is_not_caught(assignment: Assignment) -> None:
    recorded = Recorded(assignment, {"p": "...", "q": "a.."})

    assert verdicts(recorded.told_apart()) == {"p": (False, False), "q": (True, True)}


def test_a_right_solution_that_never_ends_is_one_alarm_and_ends(
    assignment: Assignment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autograder.certify.grading.MIN_CHECK_S", 0.01)
    tmp_path.joinpath("tiny.py").write_text("def scaled(x, factor=2.0):\n    while True: pass\n")

    facts = grader(assignment, selects=True).variant(tmp_path, [SEED])

    assert [alarm.outcome for alarm in facts.alarms] == [Outcome.TIMED_OUT.value]
