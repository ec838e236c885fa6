"""A student's folder as it is unpacked, and what they do in it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]
"""Runs `backmark ARGUMENTS` in a folder."""


def unpack(name: str, into: Path) -> Path:
    """An assignment's folder as a student has it, with no reference anywhere near."""
    ignored = shutil.ignore_patterns(".backmark", "__pycache__", "*.ipynb")
    return Path(shutil.copytree(ROOT / "assignments" / name, into / name, ignore=ignored))


def edit(path: Path, old: str, new: str) -> None:
    """Exchange a text in a file that is there."""
    text = path.read_text(encoding="utf-8")
    assert old in text, (path, old)
    path.write_text(text.replace(old, new), encoding="utf-8")


def without_questions(folder: Path) -> None:
    """Take the questions from 04_layers."""
    (folder / "questions.toml").unlink()
    edit(folder / "assignment.toml", "points = 100", "points = 90")


def solve(folder: Path, *modules: str) -> None:
    """Put the reference's own text in the place of these stubs."""
    for module in modules:
        text = (ROOT / "reference" / folder.name / f"{module}.py").read_text(encoding="utf-8")
        lines = [line for line in text.splitlines() if " SOLUTION" not in line]
        (folder / f"{module}.py").write_text("\n".join(lines) + "\n", encoding="utf-8")


def solve_relu(folder: Path) -> None:
    path = folder / "activations.py"
    edit(path, 'raise NotImplementedError("relu_forward")', "return np.maximum(x, 0.0), x")
    edit(path, 'raise NotImplementedError("relu_backward")', "return dout * (cache > 0)")
