"""What commands that write files print with `--json`: one form, paths and counts."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from autograder.cli import cli, main

ROOT = Path(__file__).parents[2]
Backmark = Callable[..., Any]


@pytest.fixture
def backmark(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Backmark:
    """`backmark ARGUMENTS --json` in a folder, an empty one by default; the object it prints."""

    def run(*arguments: str, here: Path = tmp_path, code: int = 0) -> Any:
        monkeypatch.setattr(sys, "argv", ["backmark", *arguments, "--json"])
        monkeypatch.chdir(here)
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        assert (ended.value.code or 0) == code, err
        assert out.count("\n") == 1
        return json.loads(out)

    return run


def every_command(group: click.Group, above: str = "") -> list[tuple[str, click.Command]]:
    context = click.Context(group)
    found = []
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        inner = isinstance(command, click.Group)
        found += every_command(command, f"{name} ") if inner else [(above + name, command)]  # type: ignore[arg-type]
    return found


@pytest.mark.parametrize(("name", "command"), every_command(cli))
def test_every_command_prints_json_but_the_one_that_prints_a_script(
    name: str, command: click.Command
) -> None:
    flags = {flag for parameter in command.params for flag in parameter.opts}

    assert ("--json" in flags) == (name != "completion")


def names(written: Any) -> list[str]:
    return [Path(entry["path"]).name for entry in written["wrote"]]


def test_new_and_release_tell_which_files_they_wrote(tmp_path: Path, backmark: Backmark) -> None:
    made = backmark("new", "scale", "--assignment", "05_demo")
    differs = backmark("release", "--check", code=1)
    released = backmark("release")

    assert {"scale.py", "oracle.py", "test_scale.py", "assignment.toml"} <= {*names(made)}
    assert all(Path(entry["path"]).is_file() for entry in made["wrote"])
    assert differs["differs"] == released["wrote"]
    assert names(released) == ["scale.py", "study.json", "demo.ipynb"]
    assert backmark("release", "--check") == {"differs": []}


def test_release_tells_in_words_what_it_wrote_and_that_nothing_is_left_to_write(
    tmp_path: Path, backmark: Backmark
) -> None:
    backmark("new", "scale", "--assignment", "05_demo")

    differs = CliRunner().invoke(cli, ["release", "--check"])
    told = [CliRunner().invoke(cli, ["release"]).output for _ in range(2)]

    files = [
        tmp_path / "assignments/05_demo" / name for name in ("scale.py", "study.json", "demo.ipynb")
    ]
    assert differs.exit_code == 1
    assert differs.output == "".join(f"differs: {path}\n" for path in files)
    assert told == ["".join(f"wrote: {path}\n" for path in files), "everything is up to date\n"]


def test_a_bundle_and_a_practice_key_are_counted(tmp_path: Path, backmark: Backmark) -> None:
    bundle, key = tmp_path / "b.zip", tmp_path / "p.bin"

    (zipped,) = backmark("release", "04_layers", "--bundle", str(bundle), here=ROOT)["wrote"]
    (practice,) = backmark("release", "04_layers", "--practice", str(key), here=ROOT)["wrote"]

    assert zipped["path"] == str(bundle)
    assert zipped["bytes"] == bundle.stat().st_size
    assert zipped["files"] > 10
    assert practice == {"path": str(key), "questions": 16}


def test_a_hunts_program_is_printed_or_written(tmp_path: Path, backmark: Backmark) -> None:
    path = tmp_path / "mine.py"

    printed = backmark("hunt", "09_training", "--student", "a@b", here=ROOT)
    written = backmark("hunt", "09_training", "--student", "a@b", "-o", str(path), here=ROOT)

    assert printed == {"program": path.read_text("utf-8")}
    assert written == {"wrote": [{"path": str(path)}]}


@pytest.mark.oracle
@pytest.mark.slow
def test_keys_and_platforms_are_counted_and_a_seed_that_is_kept_was_not_written(
    tmp_path: Path, backmark: Backmark
) -> None:
    pytest.importorskip("torch")
    backmark("new", "scale", "--assignment", "05_demo")
    backmark("release")

    (key,) = backmark("key", "build", "05_demo")["wrote"]
    packed = backmark("gradescope", "05_demo", "-o", "g.zip")
    again = backmark("gradescope", "05_demo", "-o", "g.zip")

    assert (key["answers"], key["misconceptions"]) == (6, 3)
    assert key["bytes"] == Path(key["path"]).stat().st_size
    assert names(packed) == ["g.seed", "g.zip"]
    assert names(again) == ["g.zip"]
    assert again["wrote"][0]["bytes"] == (tmp_path / "g.zip").stat().st_size


@pytest.mark.filterwarnings("ignore:Object of type <Submitted")
@pytest.mark.oracle
@pytest.mark.slow
def test_nbgraders_course_and_its_grades_are_counted(tmp_path: Path, backmark: Backmark) -> None:
    pytest.importorskip("nbgrader")
    pytest.importorskip("torch")
    course, table = tmp_path / "course", tmp_path / "scores.csv"

    made = backmark("nbgrader", str(course), "06_optimizers", here=ROOT)
    generate = [sys.executable, "-m", "nbgrader", "generate_assignment", "06_optimizers"]
    subprocess.run(generate, cwd=course, check=True, capture_output=True)
    shutil.copytree(ROOT / "reference/06_optimizers", course / "submitted/ada/06_optimizers")
    grade = ("nbgrader", str(course), "06_optimizers", "--grade", "--csv", str(table))
    scores = backmark(*grade, here=ROOT)

    assert names(made) == ["06_optimizers", "nbgrader_config.py", "seed", "06_optimizers.bin"]
    assert made["wrote"][0]["files"] > 5
    assert made["wrote"][3]["answers"] > 10
    entered = {"path": str(course / "gradebook.db"), "hand_ins": 1}
    assert scores == {"wrote": [entered, {"path": str(table)}]}
