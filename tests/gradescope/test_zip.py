"""What is in the zip, and what is not."""

from __future__ import annotations

import ast
import re
import stat
import subprocess
import zipfile
from pathlib import Path

import pytest
from tiny import make_course

from autograder.course.load import load_assignment
from autograder.errors import BackmarkError, UsageError
from autograder.grade import pack_for_gradescope
from autograder.judging.answer_key import load_key
from autograder.judging.seeds import Seed
from autograder.release.gradescope import gradescope_files

ROOT = Path(__file__).parents[2]
CONTAINER = ROOT / "autograder/release/container"


def contents(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return make_course(tmp_path / "course", "time_limit_s = 1200")


def packed(course: Path, name: str = "tiny.zip", seed: Path | None = None) -> Path:
    pack_for_gradescope("tiny", course / name, seed, None, course)
    return course / name


def test_it_has_what_the_platform_and_grading_need_and_no_more(course: Path) -> None:
    names = set(contents(packed(course)))

    wheel = {name for name in names if re.fullmatch(r"backmark-[\d.]+-py3-none-any\.whl", name)}
    assert len(wheel) == 1
    assert names - wheel == {
        "setup.sh",
        "run_autograder",
        "requirements.txt",
        "assignments/tiny/assignment.toml",
        "assignments/tiny/test_tiny.py",
        "secret/answer_key.bin",
        "secret/seed",
    }


def test_the_same_inputs_make_the_same_bytes(course: Path) -> None:
    seed = course / "tiny.seed"
    first = packed(course).read_bytes()
    (course / "assignments/tiny/test_tiny.py").touch()

    assert packed(course, "again.zip", seed).read_bytes() == first


def test_scripts_may_run_and_secrets_are_their_owners(course: Path) -> None:
    path = packed(course)

    with zipfile.ZipFile(path) as zipped:
        modes = {entry.filename: entry.external_attr >> 16 for entry in zipped.infolist()}
    assert {name for name, mode in modes.items() if mode & stat.S_IXUSR} == {
        "setup.sh",
        "run_autograder",
    }
    private = {name for name, mode in modes.items() if not mode & 0o077}
    assert private == {"secret/seed", "secret/answer_key.bin"}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_secret_is_made_once_kept_and_told(course: Path) -> None:
    told = pack_for_gradescope("tiny", course / "tiny.zip", None, None, course)
    kept = course / "tiny.seed"
    secret = kept.read_text()
    again = pack_for_gradescope("tiny", course / "tiny.zip", None, None, course)

    assert re.fullmatch(r"[0-9a-f]{64}\n", secret)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert str(kept) in str(told[0])
    assert str(kept) in again[0]
    assert kept.read_text() == secret
    assert secret.strip() not in "".join(map(str, [*told, *again]))
    assert contents(course / "tiny.zip")["secret/seed"].decode() == secret


def test_a_key_for_another_seed_is_refused(course: Path) -> None:
    packed(course)
    (course / "key").write_bytes(contents(course / "tiny.zip")["secret/answer_key.bin"])
    (course / "other").write_text("another secret seed 0123456789")

    with pytest.raises(BackmarkError, match="the answer key is for tiny, seed secret"):
        pack_for_gradescope("tiny", course / "x.zip", course / "other", course / "key", course)
    assert not (course / "x.zip").exists()


def test_a_folder_is_no_place_for_a_zip_and_no_secret_is_made_for_it(course: Path) -> None:
    (course / "out").mkdir()

    with pytest.raises(UsageError, match=r"it is a folder; name a file in it: -o .*tiny\.zip"):
        pack_for_gradescope("tiny", course / "out", None, None, course)
    assert not (course / "out.seed").exists()


def test_a_secret_that_can_be_guessed_is_refused(course: Path) -> None:
    (course / "short").write_text("1234")

    with pytest.raises(UsageError, match="holds 4 bytes"):
        packed(course, "x.zip", course / "short")


def test_the_assignments_time_limit_is_the_scripts(course: Path) -> None:
    script = contents(packed(course))["run_autograder"].decode()

    assert "--time-limit 1200\n" in script
    assert "@" not in script.replace('"$@"', "")


def test_nothing_of_the_reference_is_in_it(tmp_path: Path) -> None:
    """No body of a solution, an oracle or a misconception is in any file, nor in the wheel's."""
    layers = load_assignment(ROOT / "assignments/04_layers")
    files = gradescope_files(layers, Seed.of_number(4), load_key(layers.public_key))
    wheel = next(name for name in files if name.endswith(".whl"))
    (tmp_path / "wheel").write_bytes(files.pop(wheel))
    everything = b"\n".join([*files.values(), *contents(tmp_path / "wheel").values()])

    assert "reference" not in " ".join(files)
    bodies = list(solution_lines())
    assert len(bodies) > 200
    assert [line for line in bodies if line.encode() in everything] == []


def solution_lines() -> list[str]:
    """The long lines of every function in `reference/`, as they are written."""
    found = []
    for path in (ROOT / "reference/04_layers").glob("*.py"):
        source = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, (ast.Return, ast.Assign)):
                line = ast.get_source_segment(source, node) or ""
                if len(line) > 30 and "\n" not in line:
                    found.append(line)
    return found


def test_the_pins_are_those_that_the_tests_ran_with() -> None:
    pins = (CONTAINER / "requirements.txt").read_text().splitlines()
    tested = (ROOT / "constraints.txt").read_text().splitlines()
    tested_versions = {line.partition(" ;")[0] for line in tested}

    assert {pin.partition(" ;")[0] for pin in pins if not pin.startswith("#")} <= tested_versions
    assert [pin for pin in pins if pin.startswith("numpy")] == [
        line for line in tested if line.startswith("numpy=")
    ]


@pytest.mark.parametrize("name", ["setup.sh", "run_autograder"])
def test_a_script_is_bash_with_unix_line_ends(name: str) -> None:
    text = (CONTAINER / name).read_bytes()

    assert text.startswith(b"#!/usr/bin/env bash\n")
    assert b"\r" not in text
    subprocess.run(["bash", "-n", str(CONTAINER / name)], check=True)
