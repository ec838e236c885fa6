"""`backmark class` as an instructor runs it: in a process of its own, on a folder of hand-ins."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import small

from autograder.batch.ledger import Ledger, packed
from autograder.cli import main
from autograder.judging.build_key import build_key

SOURCES = {"ann": small.RIGHT, "bob": small.WRONG, "cat": small.RIGHT + "# mine\n"}


COLUMN = ["--canvas-column", "HW"]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    course = small.make_course(tmp_path / "course")
    for name, source in SOURCES.items():
        small.hand_in(tmp_path / "in", name, source)
    return course


def run(course: Path, *options: str) -> subprocess.CompletedProcess[str]:
    jobs = () if "--dask" in options else ("--jobs", "1")
    command = [sys.executable, "-m", "autograder.cli", "class", "small", *options, *jobs]
    return subprocess.run(command, cwd=course, capture_output=True, text=True, check=False)


def scores(folder: Path) -> dict[str, str]:
    with (folder / "gradebook.csv").open(newline="") as file:
        return {row["SID"]: row["Total Score"] for row in csv.DictReader(file)}


def test_a_class_becomes_a_ledger_verdicts_and_a_gradebook(course: Path, tmp_path: Path) -> None:
    done = run(course, str(tmp_path / "in"), "-o", "out", "--json")

    counts = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert (counts["submissions"], counts["graded"], counts["failed_to_grade"]) == (3, 3, 0)
    assert counts["mean"] == 2.0
    assert scores(course / "out") == {"ann": "3", "bob": "0", "cat": "3"}
    verdict = json.loads((course / "out/verdicts/bob.json").read_text())
    assert verdict["score"] == 0
    assert "3 of 3" in (course / "out/class.html").read_text("utf-8")
    assert "0 of 3 points" in (course / "out/feedback/bob.html").read_text("utf-8")


def test_a_second_run_grades_nothing_again_and_says_who_moved(course: Path, tmp_path: Path) -> None:
    run(course, str(tmp_path / "in"), "-o", "old")
    small.hand_in(tmp_path / "in", "ann", small.WRONG)
    small.hand_in(tmp_path / "in", "bob", small.RIGHT)

    done = run(course, str(tmp_path / "in"), "-o", "new", "--against", "old/ledger.sqlite")
    again = run(course, str(tmp_path / "in"), "-o", "new")

    assert "moved: ann: 3 to 0 (-1.1 -1.2)" in done.stdout
    assert "moved: bob: 0 to 3 (+1.1 +1.2)" in done.stdout
    assert "(3 known before)" in again.stdout


def test_a_check_that_broke_is_told_and_leaves_the_grade_open(course: Path, tmp_path: Path) -> None:
    small.hand_in(tmp_path / "in", "dan", small.BREAKING)

    done = run(course, str(tmp_path / "in"), "-o", "out")
    counts = json.loads(run(course, str(tmp_path / "in"), "-o", "out", "--json").stdout)

    assert done.returncode == 0, done.stderr
    assert "our own fault: check 1.2 broke on one hand-in: its points are withheld" in done.stdout
    assert (counts["withheld"], counts["broken"]) == (1, {"1.2": 1})
    assert scores(course / "out")["dan"] == ""


def test_of_who_has_no_verdict_any_more_no_page_is_left(course: Path, tmp_path: Path) -> None:
    run(course, str(tmp_path / "in"), "-o", "out")
    (course / "out/feedback/notes.html").write_text("the instructor's own")
    shutil.rmtree(tmp_path / "in/cat")
    (tmp_path / "in/bob/small.py").unlink()

    run(course, str(tmp_path / "in"), "-o", "out")

    assert [p.name for p in (course / "out/verdicts").iterdir()] == ["ann.json"]
    assert sorted(p.name for p in (course / "out/feedback").iterdir()) == ["ann.html", "notes.html"]


def test_a_ledger_of_another_assignment_is_none_to_compare_with(
    course: Path, tmp_path: Path
) -> None:
    with Ledger(tmp_path / "other.sqlite") as ledger:
        ledger.record(small.hand_in(tmp_path / "in", "ann", small.RIGHT), "job", ())
        ledger.finish("job", packed({"assignment": "other", "score": 3}))

    done = run(
        course, str(tmp_path / "in"), "-o", "out", "--against", str(tmp_path / "other.sqlite")
    )

    assert done.returncode == 2
    assert "other.sqlite is of other, want a ledger of small" in done.stderr
    assert not (course / "out").exists()


def test_a_grade_that_a_form_has_no_row_for_is_told(course: Path, tmp_path: Path) -> None:
    (course / "canvas.csv").write_text("Student,ID,Section,HW (7)\nAnn,1,A,\n")

    done = run(
        course, str(tmp_path / "in"), "-o", "out", "--canvas", "canvas.csv", "--canvas-column", "HW"
    )

    assert "  not in canvas.csv, where no row is theirs alone: ann; bob; cat" in done.stdout


def test_of_several_hand_ins_of_a_student_the_best_counts_and_it_is_told(
    course: Path, tmp_path: Path
) -> None:
    (tmp_path / "in/bob.py").write_text(small.RIGHT)

    done = run(course, str(tmp_path / "in"), "-o", "out")

    assert "  several hand-ins, of which the best counts: bob\n" in done.stdout
    assert scores(course / "out") == {"ann": "3", "bob": "3", "cat": "3"}


def test_a_roster_brings_addresses_and_says_who_is_missing(course: Path, tmp_path: Path) -> None:
    (course / "roster.csv").write_text("Name,SID,Email\nAnn Lee,ann,ann@x.org\nZoe,z,zoe@x.org\n")

    done = run(course, str(tmp_path / "in"), "-o", "out", "--roster", "roster.csv")

    assert "  on the roster, and nothing handed in: Zoe\n" in done.stdout
    assert "  not on the roster: bob; cat\n" in done.stdout
    assert "Ann Lee,ann,ann@x.org,3" in (course / "out/gradebook.csv").read_text()


QUESTION = """\
[[question]]
name = "twice"
kind = "number"
points = 1
section = "Doubling"
text = "What is twice {n}?"
numbers.n = { from = 2, to = 9 }
"""


def test_of_whom_no_address_is_known_but_what_the_platform_calls_them_is_told(
    course: Path, tmp_path: Path
) -> None:
    settings = course / "assignments/small/assignment.toml"
    settings.write_text(settings.read_text().replace("points = 3", "points = 4"))
    (course / "assignments/small/questions.toml").write_text(QUESTION)
    (course / "reference/small/answers.toml").write_text(
        '[twice]\nanswer = "2 * n"\notherwise = "Add it to itself."\n'
    )
    submitters = {"ann": ":sid: 7", "bob": ":sid: 8\n    :email: bob@x.org", "cat": ":name: Cat"}
    listed = (f"{name}:\n  :submitters:\n  - {who}\n" for name, who in submitters.items())
    (tmp_path / "in/submission_metadata.yml").write_text("".join(listed))

    done = run(course, str(tmp_path / "in"), "-o", "out")

    assert done.returncode == 0, done.stderr
    assert (
        "  no e-mail address, so their numbers are drawn for what gradescope calls them (give "
        "addresses with --roster CSV and run again): 7; Cat\n"
    ) in done.stdout


def test_a_name_is_shown_on_one_line_and_commands_no_terminal(course: Path, tmp_path: Path) -> None:
    (tmp_path / "in/no\nbody\x1b[31m:heart:.txt").touch()

    done = run(course, str(tmp_path / "in"), "-o", "out")

    assert "nobody's: no body\\x1b[31m:heart:.txt: not a .py" in done.stdout


@pytest.mark.slow
def test_with_keep_higher_nobodys_grade_falls(course: Path, tmp_path: Path) -> None:
    run(course, str(tmp_path / "in"), "-o", "old")
    small.hand_in(tmp_path / "in", "ann", small.WRONG)
    small.hand_in(tmp_path / "in", "bob", small.RIGHT)
    shutil.rmtree(tmp_path / "in/cat")

    done = run(
        course, str(tmp_path / "in"), "-o", "new", "--against", "old/ledger.sqlite", "--keep-higher"
    )

    assert scores(course / "new") == {"ann": "3", "bob": "3", "cat": "3"}
    assert "moved: bob: 0 to 3" in done.stdout
    assert "moved: ann" not in done.stdout
    assert "not handed in any more: cat" in done.stdout


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            ["nowhere", "-o", "out"],
            "cannot read the class in nowhere\n  got: there is nothing there",
        ),
        (["{in}", "-o", "out", "--keep-higher"], "--keep-higher needs --against"),
        (["{in}", "-o", "out", "--against", "none.sqlite"], "no ledger none.sqlite"),
        (["{in}", "-o", "out", "--canvas", "none.csv", *COLUMN], "cannot read none.csv"),
        (["{in}", "-o", "out", "--canvas", "none.csv"], "--canvas-column TITLE go together"),
        (["{in}", "-o", "out", *COLUMN], "--canvas EXPORT and --canvas-column"),
        (["{in}", "-o", "out", "--roster", "none.csv"], "cannot read none.csv"),
        (["{in}", "-o", "course.toml/x"], "cannot make the folder"),
        (["{in}", "-o", "{in}/out"], "lies within the class"),
        (["{in}", "-o", "out", "--dask", "local:0"], "cannot reach a scheduler at local:0"),
        (["{in}", "-o", "out", "--dask", "nowhere.json"], "no such file"),
        (["{in}", "-o", "out", "--dask", "local:2", "--jobs", "2"], "--jobs is for this machine"),
    ],
)
def test_wrong_usage_is_told_and_costs_nothing(
    course: Path, tmp_path: Path, options: list[str], said: str
) -> None:
    (course / "course.toml").write_text("")

    done = run(course, *(option.format(**{"in": tmp_path / "in"}) for option in options))

    assert done.returncode == 2, done.stderr
    assert said in done.stderr
    assert not (course / "out").exists()


def test_a_key_of_another_seed_is_refused_before_anything_is_graded(
    course: Path, tmp_path: Path
) -> None:
    assignment, setup = small.set_up(tmp_path / "other")
    build_key(assignment, setup.seed).save(tmp_path / "other.key")

    done = run(
        course,
        str(tmp_path / "in"),
        "-o",
        "out",
        "--seed",
        "2",
        "--key",
        str(tmp_path / "other.key"),
    )

    assert done.returncode == 2, done.stderr
    assert "--key: the answer key is for small, seed 1; want small, seed 2" in done.stderr
    assert not (course / "out").exists()


WITHOUT = """\
import sys
sys.modules.update(dict.fromkeys(sys.argv.pop(1).split(",")))
from autograder.cli import main
main()
"""


@pytest.mark.parametrize(
    ("missing", "options", "extra"),
    [
        ("jinja2", [], "'.[class]'"),
        ("yaml", [], "'.[class]'"),
        ("distributed", ["--dask", "local:2"], "'.[class,cluster]'"),
    ],
)
def test_an_extra_that_is_missing_is_named(
    course: Path, tmp_path: Path, missing: str, options: list[str], extra: str
) -> None:
    small.hand_in(tmp_path / "in", "submission_1", small.RIGHT)
    (tmp_path / "in/submission_metadata.yml").write_text("submission_1:\n")
    command = [sys.executable, "-c", WITHOUT, missing, "class", "small", str(tmp_path / "in")]

    done = subprocess.run(
        [*command, "-o", "out", *options], cwd=course, capture_output=True, text=True, check=False
    )

    assert done.returncode == 2, done.stderr
    assert f"next: in Backmark's repository: python -m pip install {extra}" in done.stderr


def test_two_runs_at_once_do_not_share_a_ledger(course: Path, tmp_path: Path) -> None:
    (course / "out").mkdir()
    with Ledger(course / "out/ledger.sqlite"):
        done = run(course, str(tmp_path / "in"), "-o", "out")

    assert done.returncode == 2
    assert "another run has it open" in done.stderr


def test_the_ledger_that_is_written_is_none_to_compare_with(course: Path, tmp_path: Path) -> None:
    done = run(course, str(tmp_path / "in"), "-o", "out", "--against", "out/../out/ledger.sqlite")

    assert done.returncode == 2
    assert "is the ledger that this run writes" in done.stderr


def test_whoever_interrupts_it_is_told_that_nothing_is_lost(
    course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("autograder.batch.command.grade_source", interrupted)
    monkeypatch.setattr(sys, "argv", ["backmark", "class", "small", "in", "-o", "out"])

    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == 130
    assert capsys.readouterr().err == (
        "backmark: what is graded is kept; the same command goes on\n\nbackmark: interrupted\n"
    )


@pytest.mark.slow
@pytest.mark.parametrize("after_s", [0, 0.3, 1.5])
def test_interrupted_it_says_how_to_go_on_and_goes_on(
    course: Path, tmp_path: Path, after_s: float
) -> None:
    for i in range(12):
        small.hand_in(tmp_path / "slow", f"s{i:02}", small.SLOW + f"# {i}\n")
    command = [
        sys.executable, "-m", "autograder.cli", "class", "small", str(tmp_path / "slow"),
        "-o", "out", "--jobs", "1",
    ]  # fmt: skip
    started = subprocess.Popen(
        command, cwd=course, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    ledger = course / "out" / "ledger.sqlite"
    deadline = time.monotonic() + 20
    while not ledger.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(after_s)
    os.killpg(started.pid, signal.SIGINT)  # as a terminal does
    _, errors = started.communicate(timeout=30)

    done = run(course, str(tmp_path / "slow"), "-o", "out")

    assert started.returncode == 130
    assert "the same command goes on" in errors
    assert "Traceback" not in errors
    assert done.returncode == 0, done.stderr
    assert set(scores(course / "out").values()) == {"3"}
