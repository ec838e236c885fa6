"""What the tests of a student's commands share."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from autograder.cli import main

sys.path.insert(0, str(Path(__file__).parent))  # desk

import desk


@pytest.fixture
def layers(tmp_path: Path) -> Path:
    """04_layers, with linear.py and relu solved."""
    folder = desk.unpack("04_layers", tmp_path)
    desk.solve(folder, "linear")
    desk.solve_relu(folder)
    return folder


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> desk.Run:
    """`backmark ARGUMENTS` in a folder; what it printed is freed of what differs by machine."""

    def backmark(folder: Path, *arguments: object, columns: int = 80) -> desk.Ran:
        monkeypatch.setattr(sys, "argv", ["backmark", *map(str, arguments)])
        monkeypatch.setenv("COLUMNS", str(columns))
        monkeypatch.chdir(folder)
        capsys.readouterr()
        with pytest.raises(SystemExit) as stopped:
            main()
        out, err = capsys.readouterr()
        lines = "".join(line.rstrip() + "\n" for line in out.splitlines())
        code = stopped.value.code
        return desk.Ran(
            code if isinstance(code, int) else 0, lines, err.replace(str(folder), "HERE")
        )

    return backmark
