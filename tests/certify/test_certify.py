"""A tiny assignment, certified for real: what is accepted, and each way to be refused."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.certify.certificate import Certificate
from autograder.certify.facts import KILLED, SURVIVED, UNLOADABLE
from autograder.certify.grading import Grader
from autograder.certify.mutants import Mutant, mutants_of
from autograder.certify.pool import Pool, Setting
from autograder.certify.run import Plan, certificate_seed, certify
from autograder.certify.stored import from_json, to_json
from autograder.certify.units import units
from autograder.course.assignment import Assignment
from autograder.course.load import load_assignment
from autograder.errors import CourseError, OracleError, UsageError
from autograder.judging.seeds import Seed
from autograder.scaffold.exercise import new_exercise
from tests.certify.tiny import CHECKS, REFERENCE, write_tiny

CANNOT_FAIL = '''

@number("1.3")
@weight(1)
def test_nothing(student, draw):
    """There is a test."""
    assert student is not draw
'''
FORWARD = 'expect(student.scaled(x, 3.0), "out").equals(oracle.scaled(x, 3.0))'


def equivalent(key: str, reason: str = "because") -> str:
    return (
        f'[[equivalent]]\nkey = "{key}"\nfunction = "scaled"\nmutation = "a -> b"\n'
        f'reason = "{reason}"\n'
    )


@pytest.fixture(scope="module")
def accepted(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return certify(write_tiny(tmp_path_factory.mktemp("course")), Plan(seeds=2))


def test_an_assignment_whose_checks_see_everything_is_certified(accepted: Certificate) -> None:
    assert accepted.wrong == ()
    assert accepted.complete
    assert len(accepted.seeds) == 3
    assert [(v.name, v.seeds, v.alarms) for v in accepted.variants] == [
        ("reference", 3, ()),
        ("sum", 3, ()),
    ]
    assert len(accepted.mutants) >= 25
    assert {m.outcome for m in accepted.mutants} == {KILLED}
    assert all(check.seconds > 0 for check in accepted.checks)


def test_every_misconception_is_caught_and_named(accepted: Certificate) -> None:
    assert accepted.confusion == {
        "factor_ignored": {"factor_ignored": 1},
        "written_into_x": {"written_into_x": 1},
    }


def test_the_matrix_tells_which_check_is_the_only_one_to_see_something(
    accepted: Certificate,
) -> None:
    in_place = [m.key for m in accepted.mutants if m.operator == "numpy/in-place"]

    assert in_place[-1] in accepted.sole_killers["test_scaled_leaves_x_unchanged"]
    assert "factor_ignored" in accepted.kill_matrix["test_scaled_matches"]
    assert accepted.idle_checks == accepted.never_failed == ()


def test_a_certificate_comes_back_from_its_json(accepted: Certificate) -> None:
    text = to_json(accepted)

    assert from_json(text) == accepted
    assert json.loads(text)["summary"]["complete"] is True


def test_what_is_no_certificate_is_refused_with_a_reason() -> None:
    with pytest.raises(UsageError, match="not a certificate of format 1"):
        from_json("{}")
    with pytest.raises(UsageError, match="not a certificate"):
        from_json("certainly")


def test_the_result_does_not_depend_on_the_number_of_processes(
    accepted: Certificate, tmp_path: Path
) -> None:
    found = certify(write_tiny(tmp_path), Plan(seeds=2, jobs=3))

    assert timeless(found) == timeless(accepted)


def timeless(certificate: Certificate) -> Certificate:
    checks = tuple(replace(check, seconds=0.0) for check in certificate.checks)
    return replace(certificate, checks=checks, seconds=0.0)


def test_a_check_that_nothing_fails_is_refused(tmp_path: Path) -> None:
    checks = CHECKS.replace("@weight(4)", "@weight(3)") + CANNOT_FAIL

    found = certify(write_tiny(tmp_path, checks=checks), Plan(seeds=0))

    assert not found.complete
    assert found.never_failed == ("test_nothing",)
    assert any("1.3 test_nothing was never seen to fail" in line for line in found.wrong)


def test_a_check_that_the_reference_fails_is_refused(tmp_path: Path) -> None:
    reference = REFERENCE.replace("return factor * x", "return factor * x + 1e-3")

    found = certify(write_tiny(tmp_path, reference=reference), Plan(seeds=0))

    assert not found.complete
    assert "check 1.1 test_scaled_matches was never seen to pass" in found.wrong[0]
    assert "want" in found.wrong[0]
    assert all("was never seen to pass" in line for line in found.wrong)


@pytest.mark.oracle
@pytest.mark.slow
def test_a_right_solution_need_not_have_the_modules_of_other_exercises(tmp_path: Path) -> None:
    pytest.importorskip("torch")
    for name in ("scale", "soft_sign"):
        new_exercise(name, "01_demo", tmp_path)
    other = tmp_path / "tests/course/variants/01_demo/other"
    other.mkdir(parents=True)
    shutil.copy(tmp_path / "reference/01_demo/scale.py", other)

    found = certify(load_assignment(tmp_path / "assignments/01_demo"), Plan(seeds=0, quick=True))

    assert [variant.name for variant in found.variants] == ["reference", "other"]
    assert found.false_alarms == 0


def test_a_right_solution_that_is_flagged_is_a_false_alarm(tmp_path: Path) -> None:
    assignment = write_tiny(tmp_path)
    path = tmp_path / "tests/course/variants/tiny/sum/tiny.py"
    path.write_text("def scaled(x, factor=2.0):\n    x *= factor\n    return x\n")

    found = certify(assignment, Plan(seeds=1))

    assert found.false_alarms == 2
    assert "sum, a right solution, is flagged by check 1.2" in "\n".join(found.wrong)


def test_a_right_solution_that_ends_its_own_process_is_a_false_alarm(tmp_path: Path) -> None:
    assignment = write_tiny(tmp_path)
    path = tmp_path / "tests/course/variants/tiny/sum/tiny.py"
    path.write_text("import os\n\n\ndef scaled(x, factor=2.0):\n    os._exit(1)\n")

    found = certify(assignment, Plan(seeds=1))

    assert found.false_alarms == 1
    assert "it ended its own process" in "\n".join(found.wrong)


@pytest.fixture(scope="module")
def lenient(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    """Checks that never pass a factor."""
    checks = CHECKS.replace(FORWARD, "pass")
    return write_tiny(tmp_path_factory.mktemp("lenient"), checks=checks)


def test_a_survivor_makes_the_certificate_incomplete_until_it_has_a_reason(
    lenient: Assignment,
) -> None:
    assert lenient.reference is not None
    found = certify(lenient, Plan(seeds=0))

    assert found.survivors
    assert any("misconception factor_ignored is not caught" in line for line in found.wrong)
    first = found.survivors[0]
    assert f"mutant {first.key} of scaled (tiny.py:" in "\n".join(found.wrong)

    entries = "".join(equivalent(m.key) for m in found.survivors)
    (lenient.reference / "equivalents.toml").write_text(entries)
    again = certify(lenient, Plan(seeds=0))
    assert again.survivors == ()
    assert {m.reason for m in again.mutants if m.outcome == "equivalent"} == {"because"}


def test_an_entry_that_matches_no_survivor_is_stale(tmp_path: Path) -> None:
    found = certify(write_tiny(tmp_path, equivalents=equivalent("0123456789ab")), Plan(seeds=0))

    assert not found.complete
    assert found.wrong == (
        "equivalents.toml: 0123456789ab (scaled) matches no survivor: delete the entry",
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[[equivalent]]\nkey = 'a'\n", "entry 1 wants key, function, mutation, reason"),
        (equivalent("a") + equivalent("a"), "a is listed twice"),
        (equivalent("a", reason=" "), "entry 1 wants"),
        ("[[equivalents]]\n", "has equivalents; want \\[\\[equivalent\\]\\]"),
        ("key =", "not TOML"),
    ],
)
def test_a_wrong_list_of_equivalents_is_told(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(CourseError, match=problem):
        certify(write_tiny(tmp_path, equivalents=text), Plan(seeds=0, quick=True))


def test_one_exercise_is_asked_for_by_name_and_an_unknown_one_named(tmp_path: Path) -> None:
    assignment = write_tiny(tmp_path)

    assert certify(assignment, Plan(exercise="scaled", quick=True)).complete
    with pytest.raises(UsageError, match="no exercise 'scales': did you mean scaled"):
        certify(assignment, Plan(exercise="scales"))


def test_an_exercise_alone_is_certified_though_its_checks_wait_for_those_of_another() -> None:
    folder = Path(__file__).parents[2] / "assignments" / "03_linear_classifiers"
    assignment = load_assignment(folder)
    (tree,) = (e for e in assignment.exercises if e.name == "tree")
    own = {c.name for c in assignment.checks if c.exercise == tree.name}
    assert any(set(c.after) - own for c in assignment.checks if c.name in own)

    assert certify(assignment, Plan(exercise=tree.name, quick=True)).wrong == ()


def test_without_its_reference_an_assignment_cannot_be_certified(tmp_path: Path) -> None:
    assignment = write_tiny(tmp_path)
    shutil.rmtree(tmp_path / "reference")

    with pytest.raises(UsageError) as told:
        certify(load_assignment(assignment.folder), Plan())

    assert str(told.value) == (
        "cannot certify tiny\n"
        "  got: no reference here, which is what checks are tried on\n"
        f"  want: {tmp_path / 'reference' / 'tiny'}\n"
        "  next: run this in the course's own repository: students' folders have no reference"
    )


def test_an_oracle_that_ends_its_own_process_is_told_with_the_seed(tmp_path: Path) -> None:
    assignment = write_tiny(tmp_path)
    oracle = tmp_path / "reference/tiny/oracle.py"
    oracle.write_text("import os\n\n\ndef scaled(x, factor):\n    os._exit(3)\n")

    with pytest.raises(OracleError) as told:
        certify(assignment, Plan(seeds=0))

    assert str(told.value) == (
        "cannot ask the oracle of tiny\n"
        "  got: it, the reference or a check ended its own process on seed 1\n"
        "  want: answers, or an exception\n"
        "  next: look in them for what ends a process: os._exit, a crash in compiled code"
    )


def test_whatever_ends_its_own_process_is_told_of_what_is_right_and_of_what_is_wrong(
    tmp_path: Path,
) -> None:
    ends = """
    if student.scaled(np.full(2, 2.0), 3.0)[0] == 5:
        os._exit(9)
    assert_unchanged(student"""
    checks = (
        f"import os\nimport numpy as np\n{CHECKS.replace('    assert_unchanged(student', ends)}"
    )
    assignment = write_tiny(tmp_path, checks=checks)
    (tmp_path / "tests/course/variants/tiny/sum/tiny.py").write_text(
        "def scaled(x, factor=2.0):\n    return x * factor - 1\n"
    )
    wrong = tmp_path / "reference/tiny/misconceptions.py"
    wrong.write_text(wrong.read_text().replace("return scaled(x)", "return scaled(x) + 1"))

    found = certify(load_assignment(assignment.folder), Plan(seeds=0))

    ended = "it ended its own process"
    assert [line for line in found.wrong if "process" in line] == [
        "sum, a right solution, is flagged by check (any) on seed 1: crashed: " + ended,
        *(
            f"misconception {name} breaks the check (any: its process ended) instead of failing it"
            for name in ("factor_ignored", "written_into_x")
        ),
    ]
    (mutant,) = (m for m in found.mutants if m.reason)
    assert (mutant.outcome, mutant.killed_by, mutant.reason) == (KILLED, (), ended)


# --- what a mutant may do -------------------------------------------------------------------


@pytest.fixture(scope="module")
def grader(tmp_path_factory: pytest.TempPathFactory) -> Grader:
    grader = Grader(write_tiny(tmp_path_factory.mktemp("course")).folder, ["scaled"])
    grader.answers = {"1": grader.ask(Seed.of_number(1), {}).answers}
    return grader


def mutant(body: str) -> Mutant:
    unit = units("tiny", REFERENCE.lstrip())[0]
    return replace(mutants_of(unit)[0], text=f"def scaled(x, factor=2.0):\n    {body}")


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        ("return factor * x", SURVIVED),
        ("while True: pass", KILLED),
        ("return scaled(x, factor)", KILLED),
        ("raise SystemExit(0)", KILLED),
        ("raise KeyboardInterrupt", KILLED),
        ("return np.zeros(10**15)", KILLED),
        ("return None", KILLED),
        ("break", UNLOADABLE),
        ("return 1\nraise ValueError('at import')", UNLOADABLE),
    ],
)  # fmt: skip
def test_a_mutant_may_do_what_it_likes(grader: Grader, body: str, outcome: str) -> None:
    found = grader.mutant(mutant(body), ["scaled"], Seed.of_number(1), to_first_kill=False)

    assert found.outcome == outcome
    assert found.broken == ()


def test_nothing_leaks_from_one_mutant_to_the_next(grader: Grader) -> None:
    seed = Seed.of_number(1)
    wrong, right = mutant("np.kept = True; return 0 * x"), mutant("return factor * x")

    first = [grader.mutant(m, ["scaled"], seed, to_first_kill=False) for m in (wrong, right)]
    second = [grader.mutant(m, ["scaled"], seed, to_first_kill=False) for m in (right, wrong)]

    assert [m.outcome for m in first] == [m.outcome for m in second[::-1]] == [KILLED, SURVIVED]


def _square(grader: Grader, number: int) -> int:
    if number == 3:
        os._exit(1)
    return number**2


def test_an_item_that_ends_its_process_costs_itself_alone(tmp_path: Path) -> None:
    setting = Setting(write_tiny(tmp_path).folder, ("scaled",))

    with Pool(setting, 2) as pool:
        found = [one for done in pool.map(_square, range(8), 3) for one in done.results]

    assert found == [0, 1, 4, None, 16, 25, 36, 49]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere memory is not limited")
def test_memory_is_limited_in_a_process_of_the_pool() -> None:
    code = (
        "from autograder.certify.restraint import limit_memory, MEMORY_BYTES\n"
        "limit_memory()\n"
        "try:\n    bytearray(2 * MEMORY_BYTES)\n"
        "except MemoryError:\n    print('limited')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "limited\n"


def test_the_seeds_of_a_certificate_are_the_same_everywhere() -> None:
    assert certificate_seed(0).label == "secret 87b5c86540b6a305"
    assert certificate_seed(0).secret != certificate_seed(1).secret
