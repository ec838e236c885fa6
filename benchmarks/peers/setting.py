"""Everything that the graders need, made anew in one folder: venvs, the zip, answers, hand-ins.

Each grader gets a lean venv, so that none pays for packages that are only there for others: links
to what is installed, without the `.pth` files that every start of Python would read. Backmark's is
the one that its `setup.sh` makes on Gradescope: its wheel, compiled, and what that needs.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from peers.answers import write_answers

from autograder.course.load import load_assignment
from autograder.judging.build_key import build_key
from autograder.judging.seeds import Seed
from autograder.release.gradescope import gradescope_files

HERE: Final = Path(__file__).parent
REFERENCE: Final = HERE / "reference" / "peers" / "net.py"
INSTALLED: Final = Path(sysconfig.get_path("purelib"))
GRADING: Final = ("numpy", "numpy.libs", "msgpack", "gradescope_utils")
MISTAKES: Final = (
    ("dw = x.T @ dout", "dw = x.T @ dout / len(x)"),
    ("/ (1.0 - p)", "* 1.0"),
)
SCORES: Final = (20, 16, 18)
"""Of the right solution, and with each of the mistakes: whoever grades must agree."""


def solution(number: int) -> tuple[str, int]:
    """A student's text, no two the same, and the points it deserves; two of ten have a mistake."""
    text, kind = REFERENCE.read_text(encoding="utf-8"), max(0, number % 10 - 7)
    if kind:
        text = text.replace(*MISTAKES[kind - 1])
    return f"{text}\n\n# student {number}\n", SCORES[kind]


@dataclass(frozen=True)
class Setting:
    """Where everything is."""

    folder: Path

    @property
    def root(self) -> Path:
        """Gradescope's container."""
        return self.folder / "autograder"

    @property
    def answers(self) -> Path:
        """What peers read."""
        return self.folder / "answers.npz"

    @property
    def environment(self) -> dict[str, str]:
        """Of every grader: one thread each, and no plugin of pytest's but its own."""
        return {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(self.folder),
            "LANG": "C.UTF-8",
            "OPENBLAS_NUM_THREADS": "1",
            "OMP_NUM_THREADS": "1",
            "MKL_NUM_THREADS": "1",
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
            "BENCH_ANSWERS": str(self.answers),
        }

    def python(self, grader: str) -> str:
        """The interpreter of "backmark" or of "peers"."""
        return str(self.folder / "venvs" / grader / "bin" / "python")

    def hand_ins(self, count: int) -> Path:
        """A folder with this many students' folders, made once."""
        folder = self.folder / f"class_{count}"
        for number in range(0 if folder.exists() else count):
            home = folder / f"student{number:04}"
            home.mkdir(parents=True)
            (home / "net.py").write_text(solution(number)[0], encoding="utf-8")
        return folder


def make_setting(folder: Path) -> Setting:
    """Make it (asks torch for the answers)."""
    setting = Setting(folder)
    assignment = load_assignment(HERE / "assignments" / "peers")
    secret = Seed(b"a secret that everybody may know: it is for measuring")
    key = build_key(assignment, secret)
    write_answers(assignment, secret, setting.answers)
    source = setting.root / "source"
    for name, data in gradescope_files(assignment, secret, key).items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes(data)
    for name in ("submission", "results"):
        (setting.root / name).mkdir()
    (setting.root / "submission" / "net.py").write_text(solution(0)[0], encoding="utf-8")
    ours = _lean_venv(folder / "venvs" / "backmark", map(INSTALLED.joinpath, GRADING))
    zipfile.ZipFile(next(source.glob("*.whl"))).extractall(ours)
    _compile(setting.python("backmark"), [ours / "autograder", source / "assignments"])
    _lean_venv(folder / "venvs" / "peers", _all_but_ours())
    return setting


def _all_but_ours() -> Iterator[Path]:
    for path in INSTALLED.iterdir():
        if path.suffix != ".pth" and "backmark" not in path.name:
            yield path


def _lean_venv(folder: Path, packages: Iterable[Path]) -> Path:
    """A venv with links to these packages; where they are."""
    subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True
    )
    python = str(folder / "bin" / "python")
    command = [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    found = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    home = Path(found.stdout.strip())
    for package in packages:
        (home / package.name).symlink_to(package)
    return home


def _compile(python: str, folders: list[Path]) -> None:
    """As `setup.sh` does."""
    options = ["-q", "--invalidation-mode", "unchecked-hash"]
    subprocess.run(  # noqa: S603 - our own interpreter
        [python, "-m", "compileall", *options, *map(str, folders)], check=True
    )
