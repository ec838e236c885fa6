"""What 09_training promises beyond the standard of every assignment: the bug hunt, above all."""

from __future__ import annotations

import runpy
import sys
import zipfile
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from autograder import load_digits
from autograder.cli import cli
from autograder.course.hunt import Hunt
from autograder.course.load import load_assignment
from autograder.course.submission import Submission
from autograder.errors import UsageError
from autograder.judging.answer_key import load_key
from autograder.judging.hunting import failing
from autograder.judging.judge import Judge, open_oracle
from autograder.judging.seeds import Seed
from autograder.sandbox.supervisor import open_transport
from autograder.verdict import CheckResult, Outcome, Verdict

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parents[2]
ASSIGNMENT = load_assignment(ROOT / "assignments" / "09_training")
REFERENCE = ROOT / "reference" / "09_training"
KEY = load_key(ASSIGNMENT.public_key)
SEED = Seed.of_number(ASSIGNMENT.public_seed)
ADA, BOB = "ada@example.org", "bob@example.org"
EVERYBODY = ""
WORTH = 4.5
"""Points of a mended bug, as the handout says."""


def the_hunt() -> Hunt:
    assert ASSIGNMENT.hunt is not None
    return ASSIGNMENT.hunt


HUNT = the_hunt()


@cache
def right_versions() -> str:
    """The sheet without a bug, which is no sheet."""
    source = (REFERENCE / "hunt.py").read_text(encoding="utf-8")
    found = [[n for n, v in enumerate(p.versions) if v in source] for p in HUNT.places]
    assert all(len(numbers) == 1 for numbers in found)
    return "".join(str(numbers[0]) for numbers in found)


def sheet_of(identity: str) -> str:
    program = HUNT.plant(ASSIGNMENT.name, identity).split("\n", 1)[1]
    return next(sheet for sheet in HUNT.sheets if HUNT.filled(sheet) == program)


def bugs_in(sheet: str) -> list[int]:
    return [i for i, (n, r) in enumerate(zip(sheet, right_versions(), strict=True)) if n != r]


def mended(sheet: str, places: Sequence[int]) -> str:
    """The sheet with the right version at these places."""
    return "".join(right_versions()[i] if i in places else n for i, n in enumerate(sheet))


def grade(sheet: str, *identities: str) -> Verdict:
    """The verdict on the program of a sheet, alone."""
    files = {"hunt.py": HUNT.filled(sheet)}
    submission = Submission("hunt.py", files, {"hunt": "hunt.py"}, ())
    transport = open_transport("in-process", ASSIGNMENT.limits)
    judge = Judge(
        ASSIGNMENT, submission, seed=SEED, key=KEY, transport=transport, identities=identities
    )
    return judge.verdict()


def places(verdict: Verdict) -> list[CheckResult]:
    return [check for check in verdict.checks if check.name in HUNT.checks]


def points(verdict: Verdict) -> float:
    return sum(check.score for check in places(verdict))


def test_there_are_sixteen_bugs_and_six_of_them_in_every_sheet() -> None:
    assert sum(len(place.versions) - 1 for place in HUNT.places) == 16
    assert {len(bugs_in(sheet)) for sheet in HUNT.sheets} == {6}
    assert len(HUNT.sheets) == 1440


def test_a_sheets_frequent_versions_are_not_the_right_ones() -> None:
    """A vote among all sheets, which everybody could print, is a tie at every place."""
    for position, place in enumerate(HUNT.places):
        counts = [
            sum(s[position] == str(n) for s in HUNT.sheets) for n in range(len(place.versions))
        ]
        assert len({*counts}) == 1


def test_every_check_tells_right_from_wrong_whatever_stands_elsewhere() -> None:
    """Also in programs with more or fewer bugs than a sheet has."""
    random = np.random.default_rng(6)
    oracle = open_oracle(ASSIGNMENT, SEED, KEY)
    counts = [len(place.versions) for place in HUNT.places]
    for sheet in ("".join(map(str, random.integers(0, counts))) for _ in range(40)):
        wrong = {HUNT.places[i].check for i in bugs_in(sheet)}
        assert failing(ASSIGNMENT, HUNT, HUNT.filled(sheet), SEED.secret, oracle) == wrong


def bugs() -> Iterator[Any]:
    content = tomllib.loads((REFERENCE / "hunt.toml").read_text(encoding="utf-8"))
    for position, place in enumerate(content["place"]):
        for wrong in place["wrong"]:
            yield pytest.param(position, wrong["text"].lstrip("\n"), id=wrong["bug"])


@pytest.mark.parametrize(("position", "text"), list(bugs()))
def test_a_bug_that_is_left_in_is_named_as_itself(
    position: int, text: str, request: pytest.FixtureRequest
) -> None:
    version = HUNT.places[position].versions.index(text)
    right = right_versions()
    sheet = f"{right[:position]}{version}{right[position + 1 :]}"

    verdict = grade(sheet, ADA)

    failed = [c for c in verdict.checks if c.outcome is Outcome.FAILED]
    assert [c.name for c in failed] == [HUNT.places[position].check]
    assert failed[0].diagnosis is not None
    assert failed[0].diagnosis.name == request.node.callspec.id
    assert failed[0].diagnosis.certain


def test_the_same_identity_always_has_the_same_bugs_and_two_have_others() -> None:
    assert sheet_of(" ADA@example.org") == sheet_of(ADA)
    assert sheet_of(ADA) != sheet_of(BOB)
    assert len({sheet_of(f"s{i}@example.org") for i in range(100)}) > 90


@pytest.mark.parametrize("identity", [EVERYBODY, ADA, BOB])
def test_points_sum_to_100_for_everyone(identity: str) -> None:
    verdict = grade(mended(sheet_of(identity), range(3)), identity)

    assert verdict.max_score == 100
    assert sorted(check.max_score for check in places(verdict)) == [0] * 4 + [WORTH] * 6


@pytest.mark.parametrize("identity", [EVERYBODY, ADA])
def test_a_sheet_as_it_was_handed_out_is_not_attempted(identity: str) -> None:
    """Nor is everybody's, which comes with the assignment; and nothing tells where the bugs are."""
    for sheet in sheet_of(identity), sheet_of(EVERYBODY):
        verdict = grade(sheet, identity)
        assert {check.outcome for check in verdict.checks} == {Outcome.NOT_ATTEMPTED}
        assert sum(check.max_score for check in places(verdict)) == 6 * WORTH


def test_each_mended_bug_has_its_points() -> None:
    own = bugs_in(sheet_of(ADA))
    for count in 1, 4, 6:
        assert points(grade(mended(sheet_of(ADA), own[:count]), ADA)) == WORTH * count


def test_who_mends_all_has_all_whoever_they_are() -> None:
    for identity in EVERYBODY, ADA, BOB:
        verdict = grade(right_versions(), identity)
        assert sum(c.score for c in verdict.checks if c.exercise == "bug_hunt") == pytest.approx(
            6 * WORTH + 2 * 2
        )


def test_a_mend_that_breaks_something_else_costs_a_mended_bug() -> None:
    own = bugs_in(sheet_of(ADA))
    intact = next(i for i in range(10) if i not in own)
    sheet = list(mended(sheet_of(ADA), own))
    sheet[intact] = str((int(sheet[intact]) + 1) % len(HUNT.places[intact].versions))

    verdict = grade("".join(sheet), ADA)

    assert points(verdict) == 5 * WORTH
    broken = next(c for c in verdict.checks if c.name == HUNT.places[intact].check)
    assert (broken.outcome, broken.max_score) == (Outcome.FAILED, 0)
    assert "this was right in the program that was planted for you" in broken.notes[0]
    blocked = [c for c in places(verdict) if c.outcome is Outcome.BLOCKED]
    assert len(blocked) == 1
    assert blocked[0].failure is not None
    assert f"check {broken.number} fails" in blocked[0].failure.text


def test_another_sheet_than_ones_own_earns_nothing_as_it_is() -> None:
    """Whatever address was made up for it: it mends as many of one's own bugs as it brings."""
    strangers = [f"s{i}@example.org" for i in range(12)]
    fewest = min(strangers, key=lambda s: len({*bugs_in(sheet_of(s))} & {*bugs_in(sheet_of(ADA))}))

    for stranger in (*strangers[:3], fewest):
        assert points(grade(sheet_of(stranger), ADA)) == 0


def test_a_name_in_the_hand_in_changes_nothing() -> None:
    sheet = mended(sheet_of(BOB), bugs_in(sheet_of(BOB))[:2])
    forged = {"hunt.py": f"# Planted for {BOB}.\nSTUDENT = {BOB!r}\n{HUNT.filled(sheet)}"}
    submission = Submission("hunt.py", forged, {"hunt": "hunt.py"}, ())
    transport = open_transport("in-process", ASSIGNMENT.limits)

    judge = Judge(
        ASSIGNMENT, submission, seed=SEED, key=KEY, transport=transport, identities=(ADA,)
    )

    worth = {check.name for check in places(judge.verdict()) if check.max_score}
    assert worth == {HUNT.places[i].check for i in bugs_in(sheet_of(ADA))}


def test_a_group_mends_the_program_of_any_of_its_members() -> None:
    for member in ADA, BOB:
        sheet = mended(sheet_of(member), bugs_in(sheet_of(member))[:4])
        assert points(grade(sheet, ADA, BOB)) == points(grade(sheet, BOB, ADA)) == 4 * WORTH


def test_grading_a_class_tells_hand_ins_apart_by_whose_they_are() -> None:
    assert ASSIGNMENT.personal


def run(*arguments: str | Path) -> Any:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def test_a_student_prints_their_own_program_with_one_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    path = tmp_path / "hunt.py"
    path.write_text((ASSIGNMENT.folder / "hunt.py").read_text(encoding="utf-8"))

    done = run("hunt", "09_training", "--student", ADA, "-o", path)

    assert done.exit_code == 0, done.output
    assert path.read_text(encoding="utf-8") == run("hunt", "09_training", "--student", ADA).output
    assert path.read_text(encoding="utf-8") == HUNT.plant("09_training", ADA)
    path.write_text(HUNT.filled(right_versions()))
    again = run("hunt", "09_training", "--student", ADA, "-o", path)
    assert isinstance(again.exception, UsageError)
    assert "is there already, perhaps with bugs mended" in str(again.exception)


def test_an_assignment_without_a_hunt_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)

    done = run("hunt", "04_layers")

    assert "04_layers has no bug hunt" in str(done.exception)


def test_what_students_unpack_has_the_same_hunt_and_not_the_right_program(tmp_path: Path) -> None:
    done = run("release", ASSIGNMENT.folder, "--bundle", tmp_path / "b.zip")
    assert done.exit_code == 0, done.output
    with zipfile.ZipFile(tmp_path / "b.zip") as bundle:
        bundle.extractall(tmp_path)

    unpacked = load_assignment(tmp_path / "09_training")

    assert unpacked.reference is None
    assert unpacked.hunt == HUNT
    assert not (tmp_path / "09_training" / "hunt.toml").exists()
    handed_out = (tmp_path / "09_training" / "hunt.py").read_text(encoding="utf-8")
    assert handed_out == HUNT.plant("09_training", EVERYBODY)


@pytest.mark.oracle
@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
@pytest.mark.parametrize("schedule", ["constant", "step", "cosine"])
def test_fit_goes_pytorchs_way_for_three_epochs_of_the_digits(
    optimizer: str, schedule: str
) -> None:
    """Step by step the losses are PyTorch's to within 1e-9, from the same start and batches."""
    pytest.importorskip("torch")
    training = runpy.run_path(str(REFERENCE / "training.py"))
    oracle = runpy.run_path(str(REFERENCE / "oracle.py"))
    digits, random = load_digits(), np.random.default_rng(9)
    params = training["init_mlp"]([64, 32, 10], random)
    orders = [random.permutation(1437) for _ in range(3)]
    batches = [[order[i : i + 128] for i in range(0, 1437, 128)] for order in orders]
    x, y = digits.x_train, digits.y_train
    lr = 0.003 if optimizer == "adam" else 0.05

    got, history = training["fit"](
        params, x, y, optimizer=optimizer, schedule=schedule, lr=lr, batches=batches, lam=1e-3
    )

    want, losses = oracle["fit"](params, x, y, optimizer, schedule, lr, batches, 1e-3)
    np.testing.assert_allclose(history, losses, rtol=0, atol=1e-9)
    for (w, b), (right_w, right_b) in zip(got, want, strict=True):
        np.testing.assert_allclose(w, right_w, rtol=0, atol=1e-9)
        np.testing.assert_allclose(b, right_b, rtol=0, atol=1e-9)


def test_fit_shows_its_progress_only_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    training = runpy.run_path(str(REFERENCE / "training.py"))
    x, y = np.array([[1.0], [2.0]]), np.array([0, 1])
    params = [(np.array([[1.0, 0.0]]), np.zeros(2))]
    options = {"optimizer": "sgd", "schedule": "constant", "lr": 0.5, "batches": [[y], [y]]}

    training["fit"](params, x, y, **options)
    assert capsys.readouterr().out == ""

    training["fit"](params, x, y, **options, show=training["show_epoch"])
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in lines] == ["epoch 1", "epoch 2"]


def test_the_handouts_numbers_are_the_references() -> None:
    training = runpy.run_path(str(REFERENCE / "training.py"))
    handout = (ASSIGNMENT.folder / "README.md").read_text(encoding="utf-8")
    params = [(np.array([[1.0, 0.0]]), np.zeros(2))]
    x, y = np.array([[1.0], [2.0]]), np.array([0, 1])
    batches = [[np.array([0]), np.array([1])]]

    ((w, b),), history = training["fit"](
        params, x, y, optimizer="sgd", schedule="constant", lr=0.5, batches=batches
    )

    for number in (*history, *w[0], *b):
        assert f"{number:.5f}" in handout
    for schedule in training["SCHEDULES"].values():
        for t in range(8):
            assert f"{round(schedule(t, 8, 0.4), 4):g}" in handout
