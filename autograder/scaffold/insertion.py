"""Adding to files that an author wrote: nothing of theirs is changed but the sum of the points.

Pure functions from text to text. What is added goes to the end; beside that, an import and a row of
the handout's table find their places.
"""

from __future__ import annotations

import ast
import re
import sys

from autograder.course.settings import line_of
from autograder.errors import UsageError, explain


def appended(text: str, addition: str) -> str:
    """`text` with `addition` behind it, which brings its own blank lines."""
    return text.rstrip("\n") + "\n" + addition if text else addition.lstrip("\n")


def with_import(source: str, line: str) -> str:
    """`source` with `line`, an `import ...` of another package, where it belongs by the alphabet.

    Raises:
        UsageError: it imports no other package at all, so there is no such place.
    """
    others = [node for node in ast.parse(source).body if _is_of_another_package(node)]
    if any(ast.unparse(node) == line for node in others):
        return source
    if not others:
        raise UsageError(
            explain(
                "no place for an import",
                got="a file that imports no package",
                want=line,
                step="write this line at its top yourself, and try again",
            )
        )
    later = [n for n in others if isinstance(n, ast.ImportFrom) or ast.unparse(n) > line]
    at = later[0].lineno - 1 if later else others[-1].end_lineno or others[-1].lineno
    lines = source.splitlines()
    lines.insert(at, line)
    return "\n".join(lines) + "\n"


def _is_of_another_package(node: ast.stmt) -> bool:
    if isinstance(node, ast.Import):
        module = node.names[0].name
    elif isinstance(node, ast.ImportFrom):
        module = node.module or ""
    else:
        return False
    return module.partition(".")[0] not in {*sys.stdlib_module_names, "autograder"}


def with_points(settings: str, more: float) -> tuple[str, str]:
    """The text of an assignment.toml that is worth `more`; and what became of its points, in words.

    Raises:
        UsageError: `points` does not stand on a line of its own.
    """
    lines = settings.splitlines()
    number = line_of(settings, ["points"])
    found = number and re.match(r"(\s*points\s*=\s*)([0-9.]+)", lines[number - 1])
    if not number or not found:
        raise UsageError(
            explain(
                "assignment.toml: cannot add to its points",
                got="no line that reads points = NUMBER",
                want="points on a line of its own",
                step="write it so, and try again",
            )
        )
    total = f"{float(found[2]) + more:g}"
    lines[number - 1] = found[1] + total + lines[number - 1][found.end() :]
    return "\n".join(lines) + "\n", f"{found[2]} -> {total}"


def with_section(handout: str, section: str) -> str:
    """The handout with a section behind those of the other exercises: the questions come last."""
    before, heading, questions = handout.partition("\n## Questions\n")
    return appended(before, section) + heading + questions


def with_row(handout: str, number: int, row: str) -> str:
    """The handout with a row for exercise `number` behind that of the one before, if it has one."""
    lines = handout.splitlines()
    for at, line in enumerate(lines):
        if re.match(rf"\|\s*{number - 1}\b[^|]*\[", line):
            return "\n".join([*lines[: at + 1], row, *lines[at + 1 :]]) + "\n"
    return handout
