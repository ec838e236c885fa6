"""`backmark reset`: the stub again, nothing lost, and nothing else touched."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path

import pytest
from desk import ROOT, Run, edit, solve, unpack

from autograder.study.resetting import reset

Golden = Callable[[str, str], None]
NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc)
NAMES = sorted(path.parent.name for path in (ROOT / "assignments").glob("*/assignment.toml"))


def test_an_exercise_becomes_its_stub_and_the_rest_stays(layers: Path) -> None:
    path = layers / "activations.py"
    mine = path.read_text().replace("import numpy as np", "import numpy as np\n\nMINE = 3  # stays")
    path.write_text(mine)

    done = reset(layers, "relu", NOW)

    stub = (ROOT / "assignments/04_layers/activations.py").read_text()
    assert path.read_text() == stub.replace(
        "import numpy as np", "import numpy as np\n\nMINE = 3  # stays"
    )
    assert done.kept is not None
    assert done.kept.as_posix() == ".backmark/kept/activations-2026-01-02-030405.py"
    assert (layers / done.kept).read_text() == mine


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_every_exercise_of_a_solved_assignment_can_be_reset(name: str, tmp_path: Path) -> None:
    folder = unpack(name, tmp_path)
    stubs = {path.name: path.read_text() for path in folder.glob("*.py")}
    modules = json.loads((folder / "study.json").read_text())["stubs"]
    solve(folder, *(Path(file).stem for file in modules))
    from autograder.course.load import load_assignment  # noqa: PLC0415 - after the files are there

    exercises = [e for e in load_assignment(folder).exercises if not e.hunt]
    for exercise in exercises:
        reset(folder, exercise.name, NOW)
    for exercise in exercises:
        assert reset(folder, exercise.name, NOW).kept is None

    for file in modules:
        kept = (line for line in stubs[file].splitlines() if " import " not in line)
        for line in kept:  # what a solution imports in another way stays as it is
            assert line in (folder / file).read_text().splitlines(), (file, line)


def test_it_says_what_it_did_and_where_the_old_file_is(
    layers: Path, run: Run, golden: Golden
) -> None:
    first = run(layers, "reset", "relu").out
    second = run(layers, "reset", "relu").out

    kept = next((layers / ".backmark/kept").iterdir())
    golden("study-reset.txt", first.replace(kept.stem, "activations-WHEN") + "\n" + second)


def test_versions_of_one_second_are_all_kept(layers: Path) -> None:
    path = layers / "activations.py"
    for number in range(3):
        edit(path, "import numpy as np", f"import numpy as np  # {number}")
        edit(path, 'raise NotImplementedError("elu_forward")', f"return {number}")
        reset(layers, "elu", NOW)

    assert len(list((layers / ".backmark/kept").iterdir())) == 3


def test_line_ends_and_a_missing_function_are_taken_as_they_are(layers: Path) -> None:
    path = layers / "linear.py"
    text = path.read_text()
    start = text.index("def linear_backward")
    path.write_bytes(text[:start].encode().replace(b"\n", b"\r\n"))

    reset(layers, "linear", NOW)

    content = path.read_bytes()
    assert content.count(b"\r\n") == content.count(b"\n")
    assert b'raise NotImplementedError("linear_forward")' in content
    assert b'raise NotImplementedError("linear_backward")' in content


def test_a_lost_file_comes_back(layers: Path, run: Run) -> None:
    (layers / "linear.py").unlink()

    assert run(layers, "reset", "linear").code == 0
    assert (layers / "linear.py").read_text() == (
        ROOT / "assignments/04_layers/linear.py"
    ).read_text()


def test_what_is_no_python_is_left_alone_unless_the_whole_file_is_meant(
    layers: Path, run: Run, golden: Golden
) -> None:
    path = layers / "linear.py"
    path.write_text("def linear_forward(x, w, b\n")

    ran = run(layers, "reset", "linear")

    assert (ran.code, ran.out) == (2, "")
    assert path.read_text() == "def linear_forward(x, w, b\n"
    golden("study-reset-no-python.txt", ran.err)
    assert run(layers, "reset", "linear", "--whole-file").code == 0
    assert path.read_text() == (ROOT / "assignments/04_layers/linear.py").read_text()


def _large(path: Path) -> None:
    path.write_bytes(b"#" * (2 << 20))


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("make", "got"), [(_large, "more than 1,048,576 bytes"), (_folder, "Is a directory")]
)
def test_what_cannot_be_read_is_left_where_it_is(
    make: Callable[[Path], None], got: str, layers: Path, run: Run, golden: Golden
) -> None:
    make(layers / "linear.py")

    ran = run(layers, "reset", "linear")

    assert (ran.code, ran.out) == (2, "")
    assert got in ran.err
    golden("study-reset-unreadable.txt", ran.err.replace(got, "WHY"))


def test_what_cannot_be_kept_aside_is_left_as_it_is(layers: Path, run: Run) -> None:
    (layers / ".backmark").write_text("a file where the folder should be")
    before = (layers / "linear.py").read_text()

    ran = run(layers, "reset", "linear")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "backmark: cannot make the folder HERE/.backmark/kept: Not a directory\n"
    assert (layers / "linear.py").read_text() == before


def test_the_bug_hunt_has_no_stub(tmp_path: Path, run: Run, golden: Golden) -> None:
    golden("study-reset-hunt.txt", run(unpack("09_training", tmp_path), "reset", "bug_hunt").err)


def test_without_what_came_with_the_assignment_the_next_step_is_told(
    layers: Path, run: Run, golden: Golden
) -> None:
    (layers / "study.json").unlink()

    golden("study-reset-without.txt", run(layers, "reset", "relu").err)
