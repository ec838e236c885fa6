"""Reading `assignment.toml`: parsed, validated against its schema, every problem with its line."""

from __future__ import annotations

import difflib
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from importlib import resources
from pathlib import Path
from typing import Any, Final

from autograder.errors import CourseError, Problem
from autograder.text import clean

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
    """How a file's content departs from one of this folder's schemas, in the order of its lines."""
    import jsonschema_rs  # noqa: PLC0415 - grading what was packed has no need of it

    rules = json.loads(resources.files("autograder.course").joinpath(schema).read_text("utf-8"))
    problems = [
        Problem(path, line_of(text, keys), f"{_place(keys)}{said}")
        for error in jsonschema_rs.Draft202012Validator(rules).iter_errors(content)
        for keys, said in _told(error, rules)
    ]
    return sorted(problems, key=lambda problem: (problem.line or 0, problem.message))


def _told(error: Any, rules: Any) -> Iterator[tuple[list[str | int], str]]:
    """What jsonschema found, as people say it: the keys of the place, and what is wrong there."""
    keys, rule = list(error.instance_path), error.kind.as_dict()
    if error.kind.name == "additionalProperties":
        for key in error.schema_path[:-1]:
            rules = rules[key]
        for key in rule["unexpected"]:
            yield (
                [*keys, key],
                f"there is no such key{or_nearest(key, rules.get('properties', ()))}",
            )
    elif error.kind.name == "required":
        yield keys, f"{rule['property']} is missing"
    elif error.kind.name == "type":
        want = " or ".join(_TYPES[name] for name in rule["types"])
        got = clean(json.dumps(error.instance, default=str), 60)
        yield keys, f"got {got}, want {want}"
    elif error.kind.name in ("minItems", "maxItems"):
        most = "least" if error.kind.name == "minItems" else "most"
        yield keys, f"has {len(error.instance)}, want at {most} {rule['limit']}"
    elif error.kind.name == "enum":
        *others, last = map(json.dumps, rule["options"])  # our own: each of them, however many
        got = clean(json.dumps(error.instance, default=str), 60)
        yield keys, f"{got} is not one of {', '.join(others)} or {last}"
    elif error.kind.name == "falseSchema":
        yield keys, "does not go with what else stands there"
    else:
        yield keys, clean(error.message)


_TYPES: Final = {
    "array": "a list in brackets",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "object": "a table",
    "string": "a text in quotation marks",
}


def or_nearest(name: str, known: Iterable[str]) -> str:
    """What to add to a sentence about a name that does not exist; empty where none is near."""
    spelt = {one.casefold(): one for one in known}
    near = difflib.get_close_matches(name.casefold(), spelt, n=1)
    return f": did you mean {spelt[near[0]]}?" if near else ""


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
