"""What a person meets at the command line: exit codes, messages, and a results.json in any case."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import stat
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import jsonschema
import pytest

from autograder.cli import main

ROOT = Path(__file__).parents[2]
RIGHT = ROOT / "reference" / "04_layers"
GRADE = ["grade", "04_layers", RIGHT]
SCHEMA = json.loads(
    resources.files("autograder.report").joinpath("gradescope.schema.json").read_text("utf-8")
)


def run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: object
) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "argv", ["backmark", *map(str, arguments)])
    monkeypatch.chdir(ROOT)
    with pytest.raises(SystemExit) as stopped:
        main()
    out, err = capsys.readouterr()
    return int(stopped.value.code or 0), out, err


def written(path: Path, contents: bytes) -> Path:
    path.write_bytes(contents)
    return path


def zipped(path: Path, name: str, contents: bytes = b"x = 1", *, link: bool = False) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        entry = zipfile.ZipInfo(name)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = ((stat.S_IFLNK if link else stat.S_IFREG) | 0o644) << 16
        archive.writestr(entry, contents)
    return path


BAD: dict[str, Callable[[Path], Path]] = {
    "missing": lambda d: d / "nothing.zip",
    "empty folder": lambda d: d,
    "empty file": lambda d: written(d / "hw.py", b""),
    "not Python": lambda d: written(d / "essay.pdf", b"%PDF-1.7"),
    "not text": lambda d: written(d / "linear.py", b"\xff\xfe\x00"),
    "too large": lambda d: written(d / "linear.py", b"# " + b"x" * 2_000_000),
    "not a zip": lambda d: written(d / "work.zip", b"PK but no"),
    "zip that leaves": lambda d: zipped(d / "work.zip", "../../linear.py"),
    "zip with a link": lambda d: zipped(d / "work.zip", "linear.py", b"/etc/passwd", link=True),
    "zip bomb": lambda d: zipped(d / "work.zip", "linear.py", b"0" * 100_000_000),
    "notebook without functions": lambda d: written(
        d / "hw.ipynb",
        b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": "print(1)"}]}',
    ),
}


@pytest.mark.parametrize("kind", BAD)
def test_what_cannot_be_opened_is_told_and_results_json_is_valid(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "handed_in").mkdir()
    path = BAD[kind](tmp_path / "handed_in")
    results = tmp_path / "results.json"

    code, out, err = run(monkeypatch, capsys, "grade", "04_layers", path, "--gradescope", results)

    assert (code, out) == (2, "")
    assert err.startswith(f"backmark: cannot open {path.name}: ")
    assert "next: " in err
    data = json.loads(results.read_text())
    jsonschema.validate(data, SCHEMA)
    assert data["score"] == 0
    assert path.name in data["output"]


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read anything")
def test_a_hand_in_that_may_not_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path / "linear.py", b"x = 1")
    path.chmod(0)

    code, _, err = run(monkeypatch, capsys, "grade", "04_layers", path)

    assert code == 2
    assert "Permission denied" in err


def test_a_wrong_assignment_name_gets_the_right_one_and_a_results_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    results = tmp_path / "results.json"

    code, _, err = run(monkeypatch, capsys, "grade", "04_layer", RIGHT, "--gradescope", results)

    assert code == 2
    assert "did you mean 04_layers?" in err
    assert "did you mean 04_layers?" in json.loads(results.read_text())["output"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["grade", "04_layers"], "Error: Missing argument 'PATH...'."),
        (["grad"], "backmark: no command 'grad': did you mean grade?"),
        (
            [*GRADE, "--seed", "-1"],
            "Error: Invalid value for '--seed': -1 is not in the range x>=0.",
        ),
        (
            [*GRADE, "--seed-file", "nothing"],
            "backmark: cannot read the seed file nothing: No such file or directory",
        ),
        (
            [*GRADE, "--seed", "1", "--seed-file", "seed"],
            "backmark: --seed is public and --seed-file is secret: give one of them",
        ),
        (
            [*GRADE, "--key", "nothing"],
            (
                "backmark: --key: cannot read the answer key nothing: No such file or directory; "
                "build it where reference/04_layers is: backmark key build 04_layers"
            ),
        ),
        (
            [*GRADE, "--gradescope", "/nowhere/r.json"],
            "backmark: cannot write /nowhere/r.json: No such file or directory (/nowhere)",
        ),
        (
            [*GRADE, RIGHT, "--gradescope", "r.json"],
            "backmark: --gradescope writes one results.json: name one submission, not several",
        ),
        (
            [*GRADE, RIGHT, "--student", "a@b"],
            (
                "backmark: --student says whose the hand-in is: "
                "name one, or grade several by `backmark class`"
            ),
        ),
        (
            [*GRADE, "--transport", "in-process", "--require-jail"],
            "backmark: in-process there is no jail: choose another transport",
        ),
        (
            ["key", "build", "04_layers", "--seed-file", "seed"],
            "backmark: a secret key has no place of its own: say where with -o FILE",
        ),
        *(
            (
                ["release", *options],
                (
                    "backmark: --bundle and --practice each write one file of one assignment: "
                    "give one of them, without --check, and name the assignment"
                ),
            )
            for options in (
                ["--bundle", "b.zip"],
                ["04_layers", "05_networks", "--practice", "p.bin"],
                ["04_layers", "--bundle", "b.zip", "--check"],
                ["04_layers", "--bundle", "b.zip", "--practice", "p.bin"],
            )
        ),
    ],
)
def test_wrong_usage_exits_with_2_and_says_why(
    arguments: list[object],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, err = run(monkeypatch, capsys, *arguments)

    assert (code, out) == (2, "")
    assert err.splitlines()[-1] == said


def test_grading_several_tells_of_one_that_cannot_be_opened_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = written(tmp_path / "work.zip", b"no zip")

    code, out, _ = run(monkeypatch, capsys, "grade", "04_layers", bad, RIGHT, "--json")

    first, second = map(json.loads, out.splitlines())
    assert code == 0
    assert "not a whole zip" in first["error"]
    assert second["score"] == 90  # all checks; no question is answered


@pytest.mark.parametrize("transport", ["auto", "in-process"])
def test_only_what_ran_can_lack_a_jail(
    transport: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("autograder.sandbox.jail.STRICT", ("a layer that no host has",))
    stub = ROOT / "assignments" / "04_layers"
    for module in ("linear", "activations", "losses"):
        text = (stub / f"{module}.py").read_text("utf-8")
        written(tmp_path / f"{module}.py", b"import torch\n" + text.encode())
    arguments = ("grade", "04_layers", "--transport", transport)

    _, out, refused = run(monkeypatch, capsys, *arguments, tmp_path)
    _, _, ran = run(monkeypatch, capsys, *arguments, stub)

    assert "not allowed" in out
    warning = "backmark: graded without a layer that no host has; see `backmark doctor`\n"
    assert refused == ("" if transport == "auto" else warning)
    assert ran == warning


def test_a_failing_submission_is_a_successful_grading(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stub = ROOT / "assignments" / "04_layers"

    code, out, _ = run(monkeypatch, capsys, "grade", "04_layers", stub)

    assert code == 0
    assert "public checks 0/82, 0/100 points; the grade uses other inputs" in out


@pytest.mark.skipif(sys.platform != "linux", reason="looks for the worker in /proc")
def test_the_interrupt_key_ends_with_130_leaves_a_results_json_and_no_process(
    tmp_path: Path,
) -> None:
    written(tmp_path / "linear.py", b"while True: pass")
    results = tmp_path / "results.json"
    command = [sys.executable, "-m", "autograder.cli", "grade", "04_layers", str(tmp_path)]
    grader = subprocess.Popen(
        [*command, "--gradescope", results], cwd=ROOT, stderr=subprocess.PIPE, text=True
    )
    deadline = time.monotonic() + 20
    while not (workers := grandchildren(grader.pid)) and time.monotonic() < deadline:
        assert grader.poll() is None
    grader.send_signal(signal.SIGINT)
    _, err = grader.communicate(timeout=20)

    assert grader.returncode == 130
    assert err.strip() == "backmark: interrupted"
    jsonschema.validate(json.loads(results.read_text()), SCHEMA)
    # Killed by the kernel as their parent ended: at once, though not before the grader is gone.
    while any(map(is_alive, workers)):
        assert time.monotonic() < deadline


def grandchildren(pid: int) -> list[int]:
    """The workers: forked by the zygote, which is the grader's child."""
    return [worker for zygote in children(pid) for worker in children(zygote)]


def is_alive(pid: int) -> bool:
    try:
        stat_line = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat_line.rpartition(")")[2].split()[0] != "Z"


def children(pid: int) -> list[int]:
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    return [int(child) for child in text.split()]


def test_a_bug_of_ours_exits_with_3_and_says_whose_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("autograder.judging.judge.Judge.verdict", broken)

    code, _, err = run(monkeypatch, capsys, "grade", "04_layers", RIGHT)

    assert code == 3
    assert "a bug in Backmark, not in a submission" in err


def test_certifying_without_the_authors_extra_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(
        "autograder.cli.shared.find_spec", lambda name: None if name == "cosmic_ray" else find(name)
    )

    code, _, err = run(monkeypatch, capsys, "certify", "04_layers")

    assert code == 2
    assert "got: an installation without cosmic_ray" in err
    assert "pip install '.[author]'" in err


def test_doctor_says_what_the_host_enforces(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(monkeypatch, capsys, "doctor", "--json")

    findings = json.loads(out)
    assert code == 0
    assert {"jail", "python", "numpy", "torch"} <= findings.keys()
    assert {"layer", "enforced", "why"} <= findings["jail"][0].keys()


def test_doctor_praises_no_host_on_which_no_worker_starts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no_python"))

    findings = json.loads(run(monkeypatch, capsys, "doctor", "--json")[1])

    assert [layer["layer"] for layer in findings["jail"]] == ["worker"]
    assert findings["strict"] is False


def test_nbgraders_grades_are_of_assignments_that_are_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, _, err = run(monkeypatch, capsys, "nbgrader", str(tmp_path), "--grade")

    assert code == 2
    assert "name the ASSIGNMENT" in err
