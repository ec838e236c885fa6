"""Reading `assignment.toml`: parsed, validated against its schema, every problem with its line."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from autograder.errors import CourseError, Problem

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

SCHEMA = "assignment.schema.json"
_HEADER = re.compile(r"\s*\[(\[)?\s*([^\]#]+?)\s*\]")


def read_settings(path: Path, *, validated: bool = False) -> tuple[dict[str, Any], list[Problem]]:
    """The contents of an `assignment.toml`, and what is wrong with them.

    `validated`: they have been looked at before, where jsonschema was at hand.

    Raises:
        CourseError: the file cannot be read or is not TOML, so nothing else can be said.
    """
    text, settings = read_toml(path)
    return settings, [] if validated else violations(path, text, settings, SCHEMA)


def read_toml(path: Path) -> tuple[str, dict[str, Any]]:
    """The text of a TOML file, and what it says.

    Raises:
        CourseError: it cannot be read or is not TOML.
    """
    try:
        text = path.read_text(encoding="utf-8")
        return text, tomllib.loads(text)
    except OSError as error:
        raise CourseError([Problem(path, None, f"cannot be read: {error.strerror}")]) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CourseError([Problem(path, _line_in(str(error)), f"not TOML: {error}")]) from error


def violations(path: Path, text: str, content: dict[str, Any], schema: str) -> list[Problem]:
    """How a file's content departs from one of this folder's schemas."""
    import jsonschema_rs  # noqa: PLC0415 - grading what was packed has no need of it

    rules = json.loads(resources.files("autograder.course").joinpath(schema).read_text("utf-8"))
    errors = jsonschema_rs.Draft202012Validator(rules).iter_errors(content)
    return [
        Problem(path, line_of(text, list(e.instance_path)), f"{_place(e.instance_path)}{e.message}")
        for e in sorted(errors, key=lambda e: list(map(str, e.instance_path)))
    ]


def _place(keys: Sequence[str | int]) -> str:
    dotted = "".join(f"[{k}]" if isinstance(k, int) else f".{k}" for k in keys).lstrip(".")
    return f"{dotted}: " if dotted else ""


def _line_in(message: str) -> int | None:
    found = re.search(r"line (\d+)", message)
    return int(found[1]) if found else None


def line_of(text: str, keys: Sequence[str | int]) -> int | None:
    """The line of the deepest of nested `keys` that stands on a line of its own.

    TOML parsers give no positions; this follows table headers and `key =` lines, which is how
    people write settings, and falls back to the enclosing table for anything fancier.
    """
    current: list[str | int] = []
    counts: dict[tuple[str | int, ...], int] = {}
    best: tuple[int, int | None] = (0, None)
    for number, line in enumerate(text.splitlines(), start=1):
        header = _HEADER.match(line)
        if header:
            current = _table(header[2].split("."), bool(header[1]), counts)
            here = list(current)
        else:
            key = re.match(r"\s*([A-Za-z0-9_-]+)\s*=", line)
            if not key:
                continue
            here = [*current, key[1]]
        if len(here) > best[0] and list(keys[: len(here)]) == here:
            best = len(here), number
    return best[1]


def _table(
    names: list[str], is_array: bool, counts: dict[tuple[str | int, ...], int]
) -> list[str | int]:
    """The full path of a table header, with the index of each array of tables it passes through."""
    path: list[str | int] = []
    for position, name in enumerate(names):
        path.append(name.strip().strip("\"'"))
        if is_array and position == len(names) - 1:
            counts[tuple(path)] = counts.get(tuple(path), -1) + 1
        if tuple(path) in counts:
            path.append(counts[tuple(path)])
    return path
