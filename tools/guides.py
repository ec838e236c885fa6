"""The guides as programs: their command blocks are found, and run as a reader would run them.

    page.md ──▶ Block (commands, what they print, the comment above) ──▶ one bash ──▶ Step

A block of commands is a fence of `sh` or `console`, or an indented block that begins with a command
we know. In `console` a line that begins with `$ ` is a command and what follows is its output;
`...` stands for any text, and times and sizes are not compared. Comments above a block say more:

    <!-- not run: REASON -->        cannot run on any machine but the reader's
    <!-- exits: 1 -->               how the block's last command ends; others of it may
    <!-- write: FILE -->            what follows is put into that file
    <!-- fill: FILE FUNCTION -->    what follows becomes the body of that function
    <!-- before: COMMAND -->        what somebody else has done by now; run, and not shown
    <!-- starts in: an empty folder -->    once on a page; else it starts in a copy of the course

Everything between two commands of a page is kept: folder, variables, an activated environment.
"""

from __future__ import annotations

import argparse
import ast
import doctest
import os
import re
import shutil
import site
import subprocess
import sys
import venv
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
COPIED: Final = ("assignments", "reference", "tests/submissions", "Makefile", "README.md")
"""What of the repository a reader's copy has; the engine is the installed one."""
STARTS: Final = {
    "backmark", "bash", "cat", "cd", "cp", "curl", "dask", "docker", "eval", "export", "git",
    "helm", "jupyter", "kubectl", "ls", "make", "mkdir", "nbgrader", "openssl", "pip", "pytest",
    "python", "python3", "sbatch", "source", "srun", "ssh", "unzip", "uv",
}  # fmt: skip
SHELLS: Final = ("sh", "bash", "shell", "console")
_COMMENT: Final = re.compile(r"<!-- *([a-z ]+?)(?:: *(.*?))? *-->")
_FENCE: Final = re.compile(r"( *)(```+|~~~+) *([\w-]*).*")
_MARK: Final = "@@done"
_VARIES: Final = re.compile(r"\d+(?:\.\d+)?(?= ?(?:ms|s|KiB|MiB)\b)|(?<=secret )[0-9a-f]{16}")
"""Times, sizes that follow from them, and the names of secrets that are made on the way."""


@dataclass(frozen=True)
class Block:
    """A block of code on a page, with the comments above it."""

    page: Path
    line: int
    language: str
    """Of a fence; "" for an indented block."""
    text: str
    section: str
    """The heading of the second level that it stands under."""
    says: dict[str, str] = field(default_factory=dict)

    @property
    def where(self) -> str:
        """Page and line, for messages."""
        return f"{self.page.name}:{self.line}"

    @property
    def is_commands(self) -> bool:
        """Whether a reader types it."""
        if self.language:
            return self.language in SHELLS
        words = next((line.split() for line in self.text.splitlines() if not _is_idle(line)), [""])
        return words[0] in STARTS

    def planned(self) -> Iterator[Planned]:
        """The commands that a reader would give here, or that do what the block says."""
        if before := self.says.get("before"):
            yield Planned(self, before, shown=f"(before: {before})")
        if "write" in self.says:
            path = self.says["write"]
            yield Planned(self, f"cat > {path} {self._here}", shown=f"(write {path})")
        elif "fill" in self.says:
            place = self.says["fill"]
            command = f"{sys.executable} {Path(__file__).resolve()} {place} {self._here}"
            yield Planned(self, command, shown=f"(edit {place})")
        elif self.is_commands and "not run" not in self.says:
            *others, last = self._typed()
            ends = int(self.says.get("exits", "0"))
            yield from (Planned(self, command, want, {0, ends}) for command, want in others)
            yield Planned(self, *last, {ends})

    @property
    def _here(self) -> str:
        return f"<<'BACKMARK_END'\n{self.text}\nBACKMARK_END"

    def _typed(self) -> list[tuple[str, str | None]]:
        """Each command, and what it prints where the block shows it."""
        if self.language != "console":
            lines = [line for line in self.text.splitlines() if not _is_idle(line)]
            return [(line, None) for line in "\n".join(lines).replace("\\\n", "").split("\n")]
        parts = re.split(r"^\$ ", self.text, flags=re.MULTILINE)[1:]
        pairs = [part.replace("\\\n", "").partition("\n") for part in parts]
        return [(command, output if output.strip() else None) for command, _, output in pairs]


@dataclass(frozen=True)
class Planned:
    """A command of a page: what it is to print (None: whatever), and how it is to end."""

    block: Block
    command: str
    want: str | None = None
    statuses: Set[int] = frozenset({0})
    shown: str = ""
    """What a table shows instead, where nobody types the command."""


@dataclass(frozen=True)
class Step:
    """A command that was run: how it ended, and what it printed."""

    planned: Planned
    status: int
    seconds: float
    output: str

    @property
    def command(self) -> str:
        """What was typed, or done in an editor."""
        return self.planned.shown or " ".join(self.planned.command.split())

    @property
    def problem(self) -> str:
        """What is not as the page says; empty where all is."""
        planned, head = self.planned, f"{self.planned.block.where}: `{self.command}`"
        if self.status not in planned.statuses:
            want = " or ".join(map(str, sorted(planned.statuses)))
            return f"{head} exited with {self.status}, want {want}:\n{self.output}"
        if planned.want is not None and not _is_as_shown(planned.want, self.output):
            return f"{head} printed\n{self.output}\nwhere the page shows\n{planned.want}"
        return ""


def _is_idle(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _is_as_shown(want: str, got: str) -> bool:
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    shown, printed = (_VARIES.sub("N", text).strip() + "\n" for text in (want, got))
    return doctest.OutputChecker().check_output(shown, printed, flags)


def blocks_of(page: Path) -> list[Block]:
    """Every block of code of a page, in order."""
    found: list[Block] = []
    lines = page.read_text(encoding="utf-8").splitlines()
    says: dict[str, str] = {}
    section, i = "", 0
    while i < len(lines):
        line, start = lines[i], i
        fence = _FENCE.fullmatch(line)
        indented = line.startswith("    ") and line.strip() and (i == 0 or not lines[i - 1].strip())
        if fence or indented or (says and line.startswith("    ")):
            language = fence[3] if fence else ""
            i, text = _fenced(lines, i, fence) if fence else _indented(lines, i)
            found.append(Block(page, start + 1, language, text, section, says))
            says = {}
            continue
        if comment := _COMMENT.fullmatch(line.strip()):
            says = {**says, comment[1]: comment[2] or ""}
        elif line.strip():
            says = {}
        section = line[3:].strip() if line.startswith("## ") else section
        i += 1
    return found


def _fenced(lines: list[str], start: int, fence: re.Match[str]) -> tuple[int, str]:
    end = next(i for i in range(start + 1, len(lines)) if lines[i].strip() == fence[2])
    return end + 1, "\n".join(line[len(fence[1]) :] for line in lines[start + 1 : end])


def _indented(lines: list[str], start: int) -> tuple[int, str]:
    end = start
    while end < len(lines) and (lines[end].startswith("    ") or not lines[end].strip()):
        end += 1
    return end, "\n".join(line[4:] for line in lines[start:end]).rstrip()


def run_page(page: Path, scratch: Path, *, section: str = "", timeout_s: float = 900) -> list[Step]:
    """Run a page's blocks in a fresh copy of the course; what each command did.

    Args:
        page: the page.
        scratch: an empty folder.
        section: run the blocks under this heading only.
        timeout_s: for all of them together.
    """
    course, home = scratch / "course", scratch / "empty"
    for name in COPIED:
        _copy(ROOT / name, course / name)
    home.mkdir()
    blocks = [block for block in blocks_of(page) if section in ("", block.section)]
    plan = [planned for block in blocks for planned in block.planned()]
    text = page.read_text(encoding="utf-8")
    done = subprocess.run(  # noqa: S603 - what is on our own pages
        ["/usr/bin/env", "bash", "-c", "".join(_script([planned.command for planned in plan]))],
        cwd=home if "<!-- starts in: an empty folder -->" in text else course,
        env=_environment(course, scratch), capture_output=True, text=True,
        stdin=subprocess.DEVNULL, timeout=timeout_s, check=False,
    )  # fmt: skip
    return list(_read(plan, done.stdout))


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)


def _environment(course: Path, scratch: Path) -> dict[str, str]:
    """A reader's terminal of 100 columns, in which the commands are those of this Python."""
    mine = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "COV", "VIRTUAL_"))}
    here = Path(sys.executable).parent
    path = os.pathsep.join([str(_own_python(scratch / "python")), str(here), os.environ["PATH"]])
    ours = {"PATH": path, "COLUMNS": "100", "LC_ALL": "C.UTF-8", "COURSE": str(course)}
    return {**mine, **ours, "HOME": str(scratch), "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


def _own_python(folder: Path) -> Path:
    """Where a Python is that has what ours has; what a page installs goes there, not to ours."""
    venv.create(folder, symlinks=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    ours = "".join(f"import site; site.addsitedir({p!r})\n" for p in site.getsitepackages())
    (packages / "ours.pth").write_text(ours, encoding="utf-8")
    return folder / "bin"


def _script(commands: Sequence[str]) -> Iterator[str]:
    yield f"exec 2>&1\nprintf '{_MARK} 0 %s\\n' $EPOCHREALTIME\n"
    for command in commands:
        yield f"{command}\nprintf '\\n{_MARK} %s %s\\n' $? $EPOCHREALTIME\n"


def _read(plan: Sequence[Planned], printed: str) -> Iterator[Step]:
    _, _, before, *parts = re.split(rf"^{_MARK} (\d+) ([\d.]+)\n", printed, flags=re.MULTILINE)
    for planned, output, status, now in zip(
        plan, parts[::3], parts[1::3], parts[2::3], strict=False
    ):
        yield Step(planned, int(status), float(now) - float(before), output.rstrip())
        before = now


def fill(path: Path, function: str, body: str) -> None:
    """Put a body in the place of a function's, below its docstring."""
    text = path.read_text(encoding="utf-8")
    found = [n for n in ast.parse(text).body if getattr(n, "name", "") == function]
    if not found or not isinstance(found[0], ast.FunctionDef):
        raise SystemExit(f"{path} has no function {function}")
    node, lines = found[0], text.splitlines()
    first = node.body[1 if ast.get_docstring(node) else 0].lineno - 1
    lines[first : node.end_lineno] = [f"    {row}".rstrip() for row in body.splitlines()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Fill in a function from standard input.")
    parser.add_argument("path", type=Path)
    parser.add_argument("function")
    arguments = parser.parse_args()
    fill(arguments.path, arguments.function, sys.stdin.read())
