"""`backmark new`: what an author is given to start from, and what is refused."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.course.load import load_assignment
from autograder.course.submission import open_submission
from autograder.errors import UsageError
from autograder.judging.judge import Judge, choose_key
from autograder.judging.seeds import Seed
from autograder.sandbox.in_process import InProcess
from autograder.scaffold.exercise import new_exercise
from autograder.scaffold.insertion import (
    appended,
    with_import,
    with_points,
    with_row,
    with_section,
)
from autograder.verdict import Verdict

ROOT = Path(__file__).parents[2]
LONGEST = "a" * 20
Golden = Callable[[str, str], None]


def backmark(here: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "autograder.cli", *arguments],
        cwd=here,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def everything_in(root: Path) -> dict[str, bytes]:
    files = (p for p in root.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in files}


def graded(root: Path, name: str, folder: Path) -> Verdict:
    assignment = load_assignment(root / "assignments" / name)
    submission = open_submission(folder, assignment.modules, assignment.functions)
    seed = Seed.of_number(assignment.public_seed)
    transport = InProcess(assignment.limits, capture=True)
    key = choose_key(assignment, seed, None)
    return Judge(assignment, submission, seed=seed, key=key, transport=transport).verdict()


# What is written


def test_an_exercise_of_a_new_assignment_loads_without_problems(tmp_path: Path) -> None:
    new_exercise("scale", "05_demo", tmp_path)

    assignment = load_assignment(tmp_path / "assignments/05_demo")
    assert [e.name for e in assignment.exercises] == ["scale"]
    assert (assignment.title, assignment.public_seed) == ("Demo", 5)
    assert assignment.points == sum(check.points for check in assignment.checks)


def test_a_second_exercise_comes_behind_the_first(tmp_path: Path) -> None:
    new_exercise("scale", "05_demo", tmp_path)
    new_exercise("soft_sign", None, tmp_path / "reference/05_demo")

    assignment = load_assignment(tmp_path / "assignments/05_demo")
    assert [e.section for e in assignment.exercises] == ["Scale", "Soft sign"]
    assert assignment.points == 10
    handout = (assignment.folder / "README.md").read_text()
    assert handout.index("| 1 [Scale]") < handout.index("| 2 [Soft sign](#soft-sign)")


def test_an_exercise_is_added_to_an_assignment_of_ours_without_changing_anything_else(
    tmp_path: Path,
) -> None:
    for half in ("assignments", "reference"):
        shutil.copytree(ROOT / half / "04_layers", tmp_path / half / "04_layers")
    before = everything_in(tmp_path)

    new_exercise("scale", "04_layers", tmp_path)

    after = everything_in(tmp_path)
    changed = {name for name in before if before[name] != after[name]}
    grown = {"oracle.py", "misconceptions.py", "README.md", "assignment.toml", "hints.toml"}
    assert {Path(name).name for name in changed} == grown
    for name in changed:
        lost = set(before[name].splitlines()) - set(after[name].splitlines())
        assert lost <= {b"points = 100"}, name
    assert len(load_assignment(tmp_path / "assignments/04_layers").exercises) == 16


@pytest.mark.slow
def test_what_is_written_is_formatted_linted_and_typed_as_ours_is(tmp_path: Path) -> None:
    for name in ("a", "soft_sign", LONGEST):
        new_exercise(name, "05_demo", tmp_path)
    folders = [str(tmp_path / half / "05_demo") for half in ("reference", "assignments")]
    ruff = [sys.executable, "-m", "ruff"]
    ours = [
        *("--config", str(ROOT / "pyproject.toml")),
        *("--config", 'lint.isort.known-first-party = ["autograder"]'),
        *("--config", f'lint.per-file-ignores = {{"{tmp_path}/assignments/**" = ["D100"]}}'),
    ]
    modules = sorted(str(path) for path in (tmp_path / "reference/05_demo").glob("*.py"))
    for command in (
        [*ruff, "format", "--check", "--diff", *ours, *folders],
        [*ruff, "check", *ours, *folders],
        [sys.executable, "-m", "mypy", *modules],
    ):
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, "MYPYPATH": folders[0]},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.oracle
@pytest.mark.slow
def test_the_whole_way_of_an_author(tmp_path: Path) -> None:
    """By the printed steps; right work earns everything, a stub nothing."""
    pytest.importorskip("torch")
    reference, folder = tmp_path / "reference/05_demo", tmp_path / "assignments/05_demo"
    for arguments in (
        ("new", "scale", "--assignment", "05_demo"),
        ("new", "soft_sign", "--assignment", "05_demo"),
        ("release", "05_demo"),
        ("key", "build", "05_demo"),
        ("certify", "05_demo", "--jobs", "2"),
    ):
        done = backmark(tmp_path, *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
    assert "05_demo is certified" in done.stdout

    right, stub = graded(tmp_path, "05_demo", reference), graded(tmp_path, "05_demo", folder)
    assert (right.score, right.max_score) == (10, 10)
    assert stub.score == 0
    assert "SOLUTION" not in (folder / "scale.py").read_text()


IDLE = '''

@number("1.5")
@weight(1)
def test_scale_exists(student):
    """`scale_forward` can be called."""
'''


@pytest.mark.oracle
@pytest.mark.slow
def test_a_check_that_cannot_fail_is_not_certified(tmp_path: Path) -> None:
    pytest.importorskip("torch")
    new_exercise("scale", "05_demo", tmp_path)
    folder = tmp_path / "assignments/05_demo"
    for file, old, text in (
        ("test_scale.py", "", IDLE),
        ("assignment.toml", "points = 5", "points = 6"),
    ):
        content = (folder / file).read_text()
        (folder / file).write_text(content.replace(old, text) if old else content + text)

    done = backmark(tmp_path, "certify", "05_demo", "--seeds", "0", "--jobs", "2")

    assert done.returncode == 1
    assert "test_scale_exists was never seen to fail" in " ".join(done.stdout.split())


def test_the_command_prints_what_to_do_next(tmp_path: Path, golden: Golden) -> None:
    done = backmark(tmp_path, "new", "soft_sign", "--assignment", "05_demo")

    assert (done.returncode, done.stderr) == (0, "")
    golden("new.txt", done.stdout)


# What is refused


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "lower case letters"),
        ("Scale", "lower case letters"),
        ("2d", "lower case letters"),
        ("soft-sign", "lower case letters"),
        ("soft__sign", "lower case letters"),
        ("../escape", "lower case letters"),
        ("größe", "lower case letters"),
        ("lambda", "keyword"),
        ("a" * 21, "21 characters"),
        ("random", "would hide the module random"),
        ("oracle", "would hide the module oracle"),
        ("test_scale", "pytest would take"),
        ("scale_test", "pytest would take"),
    ],
)
def test_a_name_that_would_not_work_is_refused(name: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=why):
        new_exercise(name, "05_demo", tmp_path)

    assert everything_in(tmp_path) == {}


@pytest.mark.parametrize("name", ["", "..", "a/b", "assignments/05", "5 demo"])
def test_an_assignment_of_no_possible_name_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not a name for an assignment"):
        new_exercise("scale", name, tmp_path)


def test_outside_of_an_assignment_one_has_to_be_named(tmp_path: Path) -> None:
    new_exercise("scale", "05_demo", tmp_path)

    with pytest.raises(UsageError, match="--assignment with one of 05_demo, or a new name"):
        new_exercise("soft_sign", None, tmp_path)


def test_in_an_empty_folder_a_new_assignment_has_to_be_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--assignment with the name of a new one"):
        new_exercise("soft_sign", None, tmp_path)


def test_a_name_that_can_be_spelt_rightly_is_spelt(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="next: backmark new leaky_relu"):
        new_exercise("Leaky ReLU", "05_demo", tmp_path)


@pytest.mark.parametrize("name", ["scale", "linear", "relu", "softmax_jacobian"])
def test_a_name_in_use_is_refused_and_nothing_is_written(name: str, tmp_path: Path) -> None:
    for half in ("assignments", "reference"):
        shutil.copytree(ROOT / half / "04_layers", tmp_path / half / "04_layers")
    new_exercise("scale", "04_layers", tmp_path)
    before = everything_in(tmp_path)

    with pytest.raises(UsageError, match=r"in use|exists"):
        new_exercise(name, "04_layers", tmp_path)

    assert everything_in(tmp_path) == before


@pytest.mark.parametrize(
    "there", ["reference/05_demo/soft_sign.py", "assignments/05_demo/test_soft_sign.py"]
)
def test_a_file_that_exists_is_never_overwritten(there: str, tmp_path: Path) -> None:
    new_exercise("scale", "05_demo", tmp_path)
    (tmp_path / there).write_text('"""Mine."""\n')

    with pytest.raises(UsageError):
        new_exercise("soft_sign", "05_demo", tmp_path)

    assert (tmp_path / there).read_text() == '"""Mine."""\n'


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("assignments/05_demo/assignment.toml", 'section = "Scale"', 'section = "Soft sign"'),
        (
            "assignments/05_demo/test_scale.py",
            "test_scale_backward_is_a_derivative",
            "test_soft_sign_backward_is_a_derivative",
        ),
    ],
    ids=["section", "check"],
)
def test_what_stands_in_its_way_is_named_and_nothing_is_written(
    file: str, old: str, new: str, tmp_path: Path, golden: Golden, request: pytest.FixtureRequest
) -> None:
    new_exercise("scale", "05_demo", tmp_path)
    text = (tmp_path / file).read_text("utf-8")
    assert old in text
    (tmp_path / file).write_text(text.replace(old, new), "utf-8")
    before = everything_in(tmp_path)

    with pytest.raises(UsageError) as told:
        new_exercise("soft_sign", "05_demo", tmp_path)

    said = str(told.value).replace(str(tmp_path), "HERE")
    golden(f"new-taken-{request.node.callspec.id}.txt", f"{said}\n")
    assert everything_in(tmp_path) == before


def test_without_the_reference_no_exercise_can_be_added(tmp_path: Path) -> None:
    new_exercise("scale", "05_demo", tmp_path)
    shutil.rmtree(tmp_path / "reference")

    with pytest.raises(UsageError) as told:
        new_exercise("soft_sign", "05_demo", tmp_path)

    assert str(told.value) == (
        "05_demo has no reference/05_demo/ here: an exercise needs its solution there"
    )


def test_half_an_assignment_is_told_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "reference/05_demo").mkdir(parents=True)

    with pytest.raises(UsageError, match=r"exists, but .*assignment\.toml does not"):
        new_exercise("scale", "05_demo", tmp_path)


def test_an_assignment_with_problems_gets_no_exercise_before_they_are_mended(
    tmp_path: Path,
) -> None:
    new_exercise("scale", "05_demo", tmp_path)
    settings = tmp_path / "assignments/05_demo/assignment.toml"
    settings.write_text(settings.read_text().replace("points = 5", "points = 6"))

    with pytest.raises(UsageError, match="the weights of checks and questions sum to 5, want 6"):
        new_exercise("soft_sign", "05_demo", tmp_path)


def test_without_jinja2_the_way_to_install_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)

    with pytest.raises(UsageError, match=r"pip install '\.\[author\]'"):
        new_exercise("scale", "05_demo", tmp_path)


# Adding to what is there


def test_an_import_finds_its_place_among_those_of_other_packages() -> None:
    source = (
        "import os\n\nimport numpy as np\nfrom scipy import special\n\nfrom autograder import x\n"
    )

    got = with_import(source, "import torch")

    assert got.splitlines()[2:5] == [
        "import numpy as np",
        "import torch",
        "from scipy import special",
    ]
    assert with_import(got, "import torch") == got


def test_an_import_that_sorts_last_comes_behind_the_others() -> None:
    assert with_import("import numpy as np\nX = 1\n", "import torch") == (
        "import numpy as np\nimport torch\nX = 1\n"
    )


def test_a_file_without_any_other_package_has_no_place_for_an_import() -> None:
    with pytest.raises(UsageError, match="no place for an import"):
        with_import("import os\n", "import torch")


def test_points_keep_their_comment_and_their_table() -> None:
    settings = 'title = "x"\npoints = 7.5  # for now\n[other]\npoints = 1\n'

    assert with_points(settings, 5) == (settings.replace("7.5", "12.5"), "7.5 -> 12.5")


def test_points_that_stand_in_no_line_of_their_own_are_told() -> None:
    with pytest.raises(UsageError, match="points on a line of its own"):
        with_points('"points" = 5\n', 5)


def test_a_handout_without_a_table_gets_no_row() -> None:
    assert with_row("# Title\n\n| a | b |\n", 2, "| 2 |") == "# Title\n\n| a | b |\n"
    assert with_row("| 1 [A](#a) | x |\nend\n", 2, "| 2 |") == "| 1 [A](#a) | x |\n| 2 |\nend\n"


def test_a_section_comes_before_the_questions() -> None:
    section = "\n## B\n\nb\n"

    assert with_section("# T\n\n## A\n\na\n", section) == "# T\n\n## A\n\na\n\n## B\n\nb\n"
    assert with_section("# T\n\n## Questions\n\n?\n", section) == (
        "# T\n\n## B\n\nb\n\n## Questions\n\n?\n"
    )


def test_what_is_appended_stands_apart_by_its_own_blank_lines_alone() -> None:
    assert appended("a\n\n\n", "\n\nb\n") == "a\n\n\nb\n"
    assert appended("", "\n\nb\n") == "b\n"
