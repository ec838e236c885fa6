"""Real runs of nbgrader's commands, unchanged, on the course of `backmark nbgrader`.

Two assignments with five students each in `make test`; the rest, and what can go wrong, are slow.
"""

from __future__ import annotations

import csv
import json
import math
import os
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from students import ROOT, SHADOWS, STUDENTS, assignment, book, code, dora, hunted, write

from autograder.batch.nbgrader_gradebook import (
    COLUMNS,
    csv_text,
    grade_and_export,
    known_gradebook,
)
from autograder.cli import cli
from autograder.errors import UsageError
from autograder.release.nbgrader_course import write_course
from autograder.release.nbgrader_grading import Grading
from autograder.release.notebook import checks_id, notebook_name

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own
BIN = Path(sys.executable).parent
ENVIRONMENT = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"}
ALWAYS = ("04_layers", "06_optimizers")
"""Graded in `make test` too; of these, the first goes through every command."""
REST = tuple(
    name
    for name in sorted(path.parent.name for path in ROOT.glob("assignments/*/assignment.toml"))
    if name not in ALWAYS
)


def run(course: Path, *commands: str) -> str:
    """Some of nbgrader's commands, in their order; what they told."""
    done = subprocess.run(
        [sys.executable, str(Path(__file__).parent / "nbgrader_commands.py"), *commands],
        cwd=course, env=ENVIRONMENT, capture_output=True, text=True, timeout=1200, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stderr


def make_course(out: Path, names: Sequence[str]) -> Path:
    """A course with five students' hand-ins, through all of nbgrader's steps."""
    list(write_course(out, names, ROOT, seed_file=None, public=False))
    for name in names:
        of = assignment(name)
        for student, make in STUDENTS.items():
            folder = out / "submitted" / student / name
            write(make(of), folder / f"{notebook_name(of)}.ipynb")
            if of.hunt is not None:
                (folder / "hunt.py").write_text(hunted(of, student))
            if student == "dora":
                for module in ("autograder", "numpy", "sitecustomize"):
                    (folder / f"{module}.py").write_text(SHADOWS)
    told = names[:1] if names == ALWAYS else names
    run(
        out,
        *(f"generate_assignment {name}" for name in names),
        *(f"autograde {name}" for name in names),
        *(f"generate_feedback {name}" for name in told),
        "export --to all.csv",
    )
    return out


# One worker for the tests of a course: it takes half a minute to make, longer for the rest.
@pytest.fixture(
    scope="module",
    params=[
        pytest.param(ALWAYS, id="always", marks=pytest.mark.xdist_group("nbgrader")),
        pytest.param(
            REST, id="rest", marks=[pytest.mark.xdist_group("nbgrader-rest"), pytest.mark.slow]
        ),
    ],
)
def graded(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, tuple[str, ...]]:
    names: tuple[str, ...] = request.param
    return make_course(tmp_path_factory.mktemp("nbgrader") / "deep", names), names


@pytest.fixture
def course(graded: tuple[Path, tuple[str, ...]]) -> Path:
    return graded[0]


@pytest.fixture
def names(graded: tuple[Path, tuple[str, ...]]) -> tuple[str, ...]:
    return graded[1]


def verdict(course: Path, name: str, student: str) -> dict[str, Any]:
    """What `backmark grade` says of the same hand-in with the same seed."""
    folder = course / "submitted" / student / name
    alone = folder / f"{name.partition('_')[2]}.ipynb"
    secret = course / "secret"
    arguments = [
        "grade", str(ROOT / "assignments" / name),
        str(folder if (folder / "hunt.py").is_file() else alone), "--json",
        "--seed-file", str(secret / "seed"), "--key", str(secret / f"{name}.bin"),
        "--student", student,
    ]  # fmt: skip
    done = CliRunner().invoke(cli, arguments)
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def points(course: Path, name: str, student: str) -> dict[str, float]:
    """Every cell's score in nbgrader's gradebook."""
    with known_gradebook(course) as gradebook:
        submission = gradebook.find_submission(name, student)
        grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
        assert not any(grade.needs_manual_grade for grade in grades)
        return {grade.name: grade.score for grade in grades}


def test_the_gradebooks_points_are_those_of_backmark_grade(
    course: Path, names: tuple[str, ...]
) -> None:
    for name in names:
        for student in STUDENTS:
            cells = points(course, name, student)
            told = verdict(course, name, student)

            assert round(sum(cells.values()), 5) == told["score"], (name, student)
            for exercise in {check["exercise"] for check in told["checks"]}:
                scores = [c["score"] for c in told["checks"] if c["exercise"] == exercise]
                assert cells[checks_id(exercise)] == math.fsum(scores), (name, student, exercise)


def test_the_students_have_what_they_deserve(course: Path, names: tuple[str, ...]) -> None:
    for name in names:
        of = assignment(name)
        first = of.exercises[0].name
        scores = {student: sum(points(course, name, student).values()) for student in STUDENTS}

        assert scores["ada"] == scores["emil"] == of.points, name
        assert scores["ben"] == 0, name
        assert 0 < scores["cleo"] < 100, name
        assert points(course, name, "dora") == {
            cell: (score if cell == checks_id(first) else 0.0)
            for cell, score in points(course, name, "ada").items()
        }


def test_the_students_version_is_the_committed_notebook(
    course: Path, names: tuple[str, ...]
) -> None:
    for name in names:
        of = assignment(name)
        path = course / "release" / name / f"{notebook_name(of)}.ipynb"
        released = json.loads(path.read_text(encoding="utf-8"))

        sources = [(cell["id"], "".join(cell["source"])) for cell in released["cells"]]
        assert sources == [(cell["id"], cell["source"]) for cell in book(of)["cells"]]


def test_nothing_secret_is_in_what_is_handed_out(course: Path) -> None:
    files = [path for path in (course / "release").rglob("*") if path.is_file()]
    seed = (course / "secret" / "seed").read_bytes().strip()

    assert {path.suffix for path in files} <= {".ipynb", ".py", ".toml", ".json", ".bin", ".svg"}
    for path in files:
        assert seed not in path.read_bytes()
        assert b"BEGIN SOLUTION" not in path.read_bytes()


def test_no_cell_of_a_student_was_run(course: Path) -> None:
    assert list(course.rglob("cheated.txt")) == []


def test_feedback_shows_reports_and_no_input_of_a_check(
    course: Path, names: tuple[str, ...]
) -> None:
    secret = (course / "secret" / "seed").read_text().strip()
    for name in names[:1] if names == ALWAYS else names:
        for student in STUDENTS:
            made = course / "feedback" / student / name / f"{name.partition('_')[2]}.html"
            html = made.read_text(encoding="utf-8")

            assert "The whole report" in html
            assert "want " not in html.replace("got ", "").partition("elements differ")[2][:80]
            assert secret not in html
        if name == "04_layers":
            shown = (course / "feedback" / "cleo" / name / "layers.html").read_text()
            assert "looks like:" in shown or "differ" in shown
            assert "checks 8/8" in shown


def test_export_has_the_scores(course: Path, names: tuple[str, ...]) -> None:
    with (course / "all.csv").open(newline="") as file:
        rows = {(r["assignment"], r["student_id"]): float(r["score"]) for r in csv.DictReader(file)}
    for name in names:
        for student in STUDENTS:
            assert rows[name, student] == sum(points(course, name, student).values())


def test_our_csv_has_nbgraders_columns_and_quotes_names(
    course: Path, names: tuple[str, ...]
) -> None:
    with known_gradebook(course) as gradebook:
        gradebook.update_or_create_student("ada", last_name='Byron, "A."', first_name="Ada")
        text = csv_text(gradebook)

    rows = list(csv.DictReader(text.splitlines()))
    assert tuple(rows[0]) == COLUMNS
    called = [row["last_name"] for row in rows if row["student_id"] == "ada"]
    assert called == ['Byron, "A."'] * len(names)


def test_grading_submitted_without_autograde_gives_the_same_points(
    course: Path, names: tuple[str, ...]
) -> None:
    who = [(name, student) for name in names for student in STUDENTS]
    before = {one: points(course, *one) for one in who}
    with sqlite3.connect(course / "gradebook.db") as database:
        database.execute("UPDATE grade SET auto_score = 1.0")
    stamp = course / "submitted" / "ada" / names[0] / "timestamp.txt"
    stamp.write_bytes(b"some day \xff")  # a time that is none costs nobody the grade

    list(grade_and_export(course, names, course / "ours.csv"))
    stamp.unlink()

    assert {one: points(course, *one) for one in who} == before
    assert (course / "ours.csv").read_text().startswith("assignment,duedate")


@pytest.mark.slow
def test_a_test_cell_that_is_not_ours_waits_for_a_person(tmp_path: Path) -> None:
    """nbgrader would give full points to a cell without output, and none is run here."""
    out = tmp_path / "own"
    list(write_course(out, ["06_optimizers"], ROOT, seed_file=None, public=True))
    path = out / "source" / "06_optimizers" / "optimizers.ipynb"
    made = json.loads(path.read_text())
    own = code("assert sgd_step", "own-test")
    own["metadata"]["nbgrader"] = {
        "schema_version": 3, "grade": True, "solution": False, "locked": True, "task": False,
        "grade_id": "own-test", "points": 5,
    }  # fmt: skip
    made["cells"].append(own)
    path.write_text(json.dumps(made))
    run(out, "generate_assignment 06_optimizers")
    released = json.loads((out / "release/06_optimizers/optimizers.ipynb").read_text())
    write(released, out / "submitted" / "ben" / "06_optimizers" / "optimizers.ipynb")

    run(out, "autograde 06_optimizers")

    with known_gradebook(out) as gradebook:
        grade = gradebook.find_grade("own-test", "optimizers", "06_optimizers", "ben")
        assert (grade.auto_score, grade.needs_manual_grade) == (None, True)


@pytest.mark.slow
def test_without_our_configuration_honest_work_gets_nothing_so_it_is_noticed(
    tmp_path: Path,
) -> None:
    """In a kernel a cell can replace anything, so the checks refuse to grade there."""
    out = tmp_path / "plain"
    list(write_course(out, ["06_optimizers"], ROOT, seed_file=None, public=True))
    run(out, "generate_assignment 06_optimizers")
    of = assignment("06_optimizers")
    write(STUDENTS["ada"](of), out / "submitted" / "ada" / of.name / "optimizers.ipynb")
    config = out / "nbgrader_config.py"
    config.write_text("c = get_config()\n")

    run(out, f"autograde {of.name}")

    assert sum(points(out, of.name, "ada").values()) == 0


@pytest.mark.slow
def test_a_hand_in_that_cannot_be_opened_gets_nothing_and_is_told_why(
    course: Path, names: tuple[str, ...]
) -> None:
    name, student = names[0], "zoe"
    notebook = f"{notebook_name(assignment(name))}.ipynb"
    made = dora(assignment(name))
    made["cells"] = [cell for cell in made["cells"] if "def " not in cell["source"]]
    write(made, course / "submitted" / student / name / notebook)

    run(course, f"autograde {name} --student {student}")

    assert set(points(course, name, student).values()) == {0.0}
    html = (course / "autograded" / student / name / notebook).read_text()
    assert "this notebook defines none of the graded names" in html


def test_a_course_needs_its_secret(course: Path, names: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "source").symlink_to(course / "source")
    (tmp_path / "gradebook.db").write_bytes((course / "gradebook.db").read_bytes())

    with pytest.raises(UsageError, match="no secret seed"):
        list(grade_and_export(tmp_path, names[:1], None))


def test_a_seed_too_short_to_be_a_secret_does_not_replace_the_one_that_is_there(
    tmp_path: Path,
) -> None:
    short, kept = tmp_path / "short", tmp_path / "course" / "secret" / "seed"
    short.write_text("abc\n")
    kept.parent.mkdir(parents=True)
    kept.write_text("0" * 64)

    with pytest.raises(UsageError, match="holds 3 bytes"):
        list(write_course(tmp_path / "course", ["04_layers"], ROOT, seed_file=short, public=False))
    assert kept.read_text() == "0" * 64


def test_a_course_without_any_handout_is_told_what_notebooks_are_made_of(tmp_path: Path) -> None:
    settings = tmp_path / "assignments" / "01_first" / "assignment.toml"
    settings.parent.mkdir(parents=True)
    settings.touch()

    with pytest.raises(UsageError, match=r"has a README\.md: notebooks are made of it"):
        list(write_course(tmp_path / "out", [], tmp_path, seed_file=None, public=False))


def test_without_nbgrader_the_way_to_install_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "nbgrader", None)

    with pytest.raises(UsageError) as told:
        list(write_course(tmp_path / "out", [], ROOT, seed_file=None, public=False))

    assert str(told.value) == (
        "cannot make or read a course of nbgrader\n"
        "  got: no nbgrader in this Python\n"
        "  want: nbgrader 0.9.6, with Python 3.11 or newer\n"
        "  next: python -m pip install nbgrader==0.9.6"
    )
    assert not (tmp_path / "out").exists()


def test_what_is_no_course_and_what_the_course_does_not_have_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as no_course:
        list(grade_and_export(tmp_path, ["04_layers"], None))
    assert str(no_course.value) == (
        f"no gradebook.db in {tmp_path}: want a course that `backmark nbgrader` wrote"
    )

    for there, got in ([], "no assignment at all"), (["01_a", "02_b"], "01_a, 02_b"):
        for name in there:
            (tmp_path / "source" / name).mkdir(parents=True)
            (tmp_path / "source" / name / "assignment.toml").touch()
        with pytest.raises(UsageError) as unknown:
            Grading(tmp_path, "04_layers")
        assert str(unknown.value) == (
            f"no assignment '04_layers' in the course {tmp_path}\n"
            f"  got: {got}\n"
            "  want: the folder source/04_layers with its settings and checks\n"
            f"  next: `backmark nbgrader {tmp_path} 04_layers` adds one of your repository"
        )


@pytest.mark.slow
def test_a_configuration_that_is_there_stays_and_an_assignment_not_generated_yet_is_told(
    tmp_path: Path,
) -> None:
    config = tmp_path / "nbgrader_config.py"
    config.write_text("c = get_config()\n")
    name, of = "02_descent", assignment("02_descent")

    done = list(write_course(tmp_path, [name], ROOT, seed_file=None, public=True))
    write(book(of), tmp_path / "submitted" / "ben" / name / "descent.ipynb")
    with pytest.raises(UsageError) as told:
        list(grade_and_export(tmp_path, [name], None, public=True))

    folder = tmp_path / "source" / name
    count = sum(path.is_file() for path in folder.rglob("*"))
    assert list(map(str, done)) == [
        f"wrote {folder}: {count} files",
        f"left {config} as it is: it is there already",
        f"next, in {tmp_path}: nbgrader generate_assignment {name}",
    ]
    assert config.read_text() == "c = get_config()\n"
    assert str(told.value) == (
        "the gradebook does not know descent.ipynb: run `nbgrader generate_assignment 02_descent` "
        "in the course first"
    )
