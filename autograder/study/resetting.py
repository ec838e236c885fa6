"""`backmark reset EXERCISE`: its functions as they were given out, and the old file kept aside."""

from __future__ import annotations

import ast
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from autograder.course.assignment import Assignment, Exercise
from autograder.course.load import load_assignment
from autograder.course.progress import OWN, read_progress, write_progress
from autograder.course.source import decode_source, parse_source
from autograder.errors import UsageError, explain
from autograder.files import make_folder, write_atomically
from autograder.limits import IntakeLimits
from autograder.study.folder import exercise_of
from autograder.study.material import read_material

KEPT: Final = "kept"
_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True)
class Reset:
    """What was put back, and where the old file is."""

    exercise: Exercise
    file: str
    functions: tuple[str, ...]
    kept: Path | None
    """None where there was no file, or nothing in it differed."""

    @property
    def data(self) -> dict[str, Any]:
        """What `--json` prints."""
        return {
            "exercise": self.exercise.name,
            "file": self.file,
            "functions": list(self.functions),
            "kept": None if self.kept is None else self.kept.as_posix(),
        }


def reset(folder: Path, name: str, now: datetime, *, whole: bool = False) -> Reset:
    """Put the stubs of an exercise back into its file, everything else in it left as it is.

    `whole`: the whole file as it was given out, with all its exercises.

    Raises:
        UsageError: there is no such exercise; or its file is not Python, so that its functions
            cannot be told from the rest.
    """
    assignment = load_assignment(folder)
    exercise = exercise_of(assignment, name)
    if exercise.hunt:
        raise UsageError(
            explain(
                f"{exercise.name} has no stub: its program has bugs of your own",
                got=f"the exercise {exercise.name}",
                want="your program as it was planted",
                step=f"backmark hunt {assignment.name} --student YOUR-EMAIL -o again.py",
            )
        )
    path = folder / f"{exercise.module}.py"
    stub = read_material(folder).stubs[path.name]
    old = _read(path, exercise)
    whole = whole or not old.strip()
    new = stub if whole else _with_stubs(old, stub, exercise, path.name)
    content = _as_before(new, old)
    kept = None
    if content != old:
        kept = _keep(folder, path.name, old, now) if old else None
        write_atomically(path, content)
    alike = [e.name for e in assignment.exercises if e.module == exercise.module]
    _forget(assignment, alike if whole else [exercise.name])
    return Reset(exercise, path.name, tuple(exercise.functions), kept)


def _read(path: Path, exercise: Exercise) -> bytes:
    """The student's file; nothing where there is none."""
    most = IntakeLimits().file_bytes
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)
    except FileNotFoundError:
        return b""
    except OSError as error:
        why = error.strerror or str(error)
    else:
        if len(content) <= most:
            return content
        why = f"more than {most:,} bytes"
    raise UsageError(
        explain(
            f"{path.name} cannot be read, so {exercise.name} cannot be found in it",
            got=why,
            want="a file of Python, written by hand",
            step="move it elsewhere and run this again: the file comes back as it was given out",
        )
    )


def _forget(assignment: Assignment, exercises: Collection[str]) -> None:
    """What the checks found of code that is no longer there: `status` counts it no more."""
    gone = {check.name for check in assignment.checks if check.exercise in exercises}
    with suppress(UsageError):  # the stub is back all the same; `status` tells of a damaged state
        progress = read_progress(assignment.folder)
        left = {name: ended for name, ended in progress.checks.items() if name not in gone}
        if len(left) < len(progress.checks):
            write_progress(assignment.folder, replace(progress, checks=left))


def _with_stubs(old: bytes, stub: str, exercise: Exercise, file: str) -> str:
    """The student's file with the exercise's definitions in it exchanged for those of the stub."""
    try:
        source = decode_source(old)
        here = _spans(source, exercise.functions)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        raise UsageError(
            explain(
                f"{file} is not Python, so {exercise.name} cannot be found in it",
                got=f"{getattr(error, 'msg', error)}" + (f" (line {line})" if line else ""),
                want="a file that Python can read",
                step=f"mend that line, or take the whole file anew: "
                f"backmark reset {exercise.name} --whole-file",
            )
        ) from error
    lines = source.splitlines()
    given = stub.splitlines()
    there = _spans(stub, exercise.functions)
    for name in sorted(here, key=lambda n: here[n], reverse=True):
        (start, end), (first, last) = here[name], there[name]
        lines[start:end] = given[first:last]
    for name in exercise.functions:
        if name not in here:
            first, last = there[name]
            lines += ["", "", *given[first:last]]
    return "\n".join(lines) + "\n"


def _spans(source: str, names: Collection[str]) -> dict[str, tuple[int, int]]:
    """From which line to which each definition goes, decorators included; of two, the last."""
    return {
        node.name: (
            min([node.lineno, *(d.lineno for d in node.decorator_list)]) - 1,
            node.end_lineno or node.lineno,
        )
        for node in parse_source(source).body
        if isinstance(node, _Definition) and node.name in names
    }


def _as_before(text: str, old: bytes) -> bytes:
    """With the line ends that the file had."""
    return text.replace("\n", "\r\n").encode() if b"\r\n" in old else text.encode()


def _keep(folder: Path, file: str, old: bytes, now: datetime) -> Path:
    """Put the old file aside, under a name that tells when."""
    aside = make_folder(folder / OWN / KEPT)
    stem, suffix = Path(file).stem, Path(file).suffix
    stamp = now.strftime("%Y-%m-%d-%H%M%S")
    path, count = aside / f"{stem}-{stamp}{suffix}", 1
    while path.exists():
        count += 1
        path = aside / f"{stem}-{stamp}-{count}{suffix}"
    write_atomically(path, old)
    return path.relative_to(folder)
