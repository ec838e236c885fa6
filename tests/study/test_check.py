"""`backmark check`: the mistake's name on top, what differs, the points last; every way to fail."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import jsonschema
import pytest
from desk import ROOT, Run, edit, solve, unpack

from autograder.course.progress import read_progress

Golden = Callable[[str, str], None]


def spoil(folder: Path) -> None:
    """Three mistakes: one with a name, one without, and a function that raises."""
    edit(folder / "linear.py", "dout.sum(axis=0)", "dout.mean(axis=0)")
    path = folder / "activations.py"
    edit(path, "return np.maximum(x, 0.0), x", "return np.maximum(x, 0.25), x")
    edit(path, 'raise NotImplementedError("tanh_forward")', "return np.tanh(y), None")


@pytest.mark.parametrize("columns", [80, 120])
def test_the_names_of_mistakes_come_first_and_the_points_last(
    columns: int, layers: Path, run: Run, golden: Golden
) -> None:
    spoil(layers)

    ran = run(layers, "check", columns=columns)

    assert (ran.code, ran.err) == (1, "")
    assert max(map(len, ran.out.splitlines())) <= columns
    golden(f"study-check-{columns}.txt", ran.out)


def test_an_exercise_that_is_named_is_told_in_full(layers: Path, run: Run, golden: Golden) -> None:
    spoil(layers)

    golden("study-check-named.txt", run(layers, "check", "2").out)


def test_what_stops_a_whole_file_is_told_once(layers: Path, run: Run, golden: Golden) -> None:
    with (layers / "activations.py").open("a") as file:
        file.write("def half(\n")

    golden("study-check-whole-file.txt", run(layers, "check").out)


def test_where_only_our_own_check_broke_the_next_step_is_to_tell_us(layers: Path, run: Run) -> None:
    edit(layers / "test_linear.py", "draw.normal(6, 5)", "draw.norml(6, 5)")

    ran = run(layers, "check", "linear")

    assert "next: tell your instructor that a check broke" in ran.out


def test_exercises_are_meant_by_name_by_number_by_check_and_by_function(
    layers: Path, run: Run
) -> None:
    for meant in ("relu", "2", "2.3", "relu_backward"):
        ran = run(layers, "check", meant, "--json")

        found = json.loads(ran.out)
        assert ran.code == 0
        assert {check["exercise"] for check in found["checks"]} == {"relu"}
        assert (found["complete"], found["ran"], found["next"]) == (True, ["relu"], None)


def test_what_passes_is_worth_a_zero(layers: Path, run: Run, golden: Golden) -> None:
    ran = run(layers, "check", "linear", "relu")

    assert ran.code == 0
    golden("study-check-passes.txt", ran.out)


def test_when_all_passes_the_next_step_is_to_hand_it_in(
    layers: Path, run: Run, golden: Golden
) -> None:
    solve(layers, "activations", "losses")

    ran = run(layers, "check")

    assert ran.code == 0
    golden("study-check-all-passes.txt", ran.out)


def test_json_is_the_verdict_and_where_to_go_on(layers: Path, run: Run) -> None:
    text = resources.files("autograder.report").joinpath("verdict.schema.json").read_text("utf-8")

    found = json.loads(run(layers, "check", "--json").out)

    assert found["next"] == "leaky_relu"
    verdict = {k: v for k, v in found.items() if k not in ("complete", "ran", "next")}
    jsonschema.validate(verdict, json.loads(text))


@pytest.mark.slow
def test_check_and_pytest_find_the_same(layers: Path, run: Run) -> None:
    spoil(layers)
    run(layers, "check")
    by_check = read_progress(layers).checks
    shutil.rmtree(layers / ".backmark")

    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q"], cwd=layers, capture_output=True, check=False
    )

    assert done.returncode == 1
    assert read_progress(layers).checks == by_check
    assert len(by_check) == 66


def never_ends(folder: Path) -> None:
    edit(folder / "linear.py", "return out, ", "while True: pass\n    return ")
    with (folder / "assignment.toml").open("a") as settings:
        settings.write("\n[limits]\ncall_s = 0.5\n")


STATES: dict[str, Callable[[Path], object]] = {
    "empty file": lambda d: (d / "linear.py").write_text(""),
    "no file": lambda d: (d / "linear.py").unlink(),
    "no files": lambda d: [p.unlink() for p in d.glob("[al]*.py")],
    "not Python": lambda d: (d / "linear.py").write_text("def linear_forward(x, w, b)\n"),
    "tabs": lambda d: (d / "linear.py").write_text("if 1:\n\tx = 1\n        y = 2\n"),
    "import": lambda d: (d / "linear.py").write_text("import torch\n"),
    "no package": lambda d: edit(d / "assignment.toml", '["numpy"]', "[]"),
    "misspelt": lambda d: (d / "linear.py").write_text("def linear_foward(x, w, b): ...\n"),
    "top level": lambda d: (d / "linear.py").write_text("import numpy\nassert 1 == 2\n"),
    "arguments": lambda d: (d / "linear.py").write_text(
        "def linear_forward(x, w):\n    return x\n"
    ),
    "nothing returned": lambda d: edit(d / "linear.py", "return out, ", "out, "),
    "prints": lambda d: edit(d / "linear.py", "return out, ", "print(out.shape); return ou, "),
    "no end": never_ends,
    "answers": lambda d: (d / "answers.toml").write_text("shape_of_dw = [3, "),
    "no key": lambda d: (d / "answer_key.bin").unlink(),
    "damaged key": lambda d: (d / "answer_key.bin").write_bytes(b"no key"),
    "stale key": lambda d: edit(d / "test_linear.py", "draw.normal(4, 3)", "draw.normal(6, 3)"),
    "settings": lambda d: edit(d / "assignment.toml", "points = 100", "point = 100"),
}


@pytest.mark.parametrize("state", STATES)
def test_every_state_of_a_folder_is_told_kindly(
    state: str, layers: Path, run: Run, golden: Golden
) -> None:
    STATES[state](layers)

    ran = run(layers, "check", *([] if state == "answers" else ["linear"]))

    assert ran.code in (1, 2, 3)
    golden(f"study-state-{state.replace(' ', '-')}.txt", f"{ran.out}{ran.err}exit {ran.code}\n")


@pytest.mark.parametrize("name", ["sofmax", "cross", "1.99", "77", "zzz", "test_softmax"])
def test_a_name_that_means_nothing_gets_the_nearest(
    name: str, layers: Path, run: Run, golden: Golden
) -> None:
    ran = run(layers, "check", name)

    assert (ran.code, ran.out) == (2, "")
    golden(f"study-unknown-{name}.txt", ran.err)


def test_outside_of_an_assignment_the_next_step_is_told(
    layers: Path, run: Run, golden: Golden
) -> None:
    empty = layers.parent / "empty"
    empty.mkdir()

    golden(
        "study-outside.txt", run(layers.parent, "check").err.replace(str(layers.parent), "COURSE")
    )
    golden("study-nowhere.txt", run(empty, "check").err)


def test_another_assignment_is_meant_by_name(layers: Path, run: Run) -> None:
    other = unpack("01_gradients", layers.parent)
    solve(other, "calculus")

    assert run(layers, "check", "tangent_line", "--in", "01_gradients").code == 0
    assert run(other / "figures", "check", "tangent_line").code == 0
    assert "did you mean 01_gradients?" in run(layers, "check", "--in", "01_gradient").err


def test_a_folder_that_cannot_be_written_can_be_checked(layers: Path, run: Run) -> None:
    (layers / ".backmark").write_text("a file where the folder should be")

    assert run(layers, "check", "relu").code == 0


@pytest.mark.slow
def test_the_wheel_that_students_get_can_check(layers: Path) -> None:
    """Rooms that are not in it must not be imported."""
    code = (
        "import sys\nfrom autograder.cli import main\nsys.argv = ['backmark', *sys.argv[1:]]\n"
        "try:\n    main()\nexcept SystemExit as ended:\n    assert not ended.code, ended.code\n"
        "rooms = {'batch', 'certify', 'scaffold', 'release'}\n"
        "print(sorted(n for n in sys.modules if n.startswith('autograder.') and "
        "n.split('.')[1] in rooms))"
    )
    for arguments in (["check", "relu"], ["hint", "relu"], ["explain", "relu"], ["status"]):
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments], cwd=layers, capture_output=True, text=True,
            env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin"}, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert done.stdout.splitlines()[-1] == "[]"
