"""A JSON Schema as a table for people: each field, its form, and what it means."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[1]
SCHEMAS: Final = {path.name: path for path in sorted((ROOT / "autograder").rglob("*.schema.json"))}
_BOUNDS: Final = {
    "exclusiveMinimum": "above {}",
    "minimum": "{} or more",
    "maximum": "{} at most",
    "maxLength": "{} characters at most",
    "const": "always `{}`",
}

Schema = dict[str, Any]


def schema_table(name: str) -> Iterator[str]:
    """A line for each field of the schema of that file name, depth first; required ones in bold."""
    schema = json.loads(SCHEMAS[name].read_text(encoding="utf-8"))
    yield "| field | form | meaning |"
    yield "|---|---|---|"
    for path, required, field in _fields(schema, schema, ""):
        shown = f"**`{path}`**" if required else f"`{path}`"
        meaning = field.get("description", "").replace("|", "\\|")
        yield f"| {shown} | {_form(schema, field)} | {meaning} |"


def _fields(whole: Schema, schema: Schema, above: str) -> Iterator[tuple[str, bool, Schema]]:
    required = schema.get("required", ())
    for name, found in schema.get("properties", {}).items():
        if found is False:
            continue
        yield from _with_inner(whole, _resolved(whole, found), f"{above}{name}", name in required)
    inner = schema.get("additionalProperties")
    if isinstance(inner, dict):
        yield from _with_inner(whole, _resolved(whole, inner), f"{above}NAME", False)


def _with_inner(
    whole: Schema, field: Schema, path: str, required: bool
) -> Iterator[tuple[str, bool, Schema]]:
    yield path, required, field
    items = _resolved(whole, field["items"]) if isinstance(field.get("items"), dict) else {}
    if "properties" in items:
        yield from _fields(whole, items, f"{path}[].")
    elif "properties" in field or "properties" in _inner(whole, field):
        yield from _fields(whole, field, f"{path}.")


def _inner(whole: Schema, field: Schema) -> Schema:
    found = field.get("additionalProperties")
    return _resolved(whole, found) if isinstance(found, dict) else {}


def _resolved(whole: Schema, field: Schema) -> Schema:
    if "$ref" not in field:
        return field
    found = whole["$defs"][field["$ref"].rpartition("/")[2]]
    return {**_resolved(whole, found), **{k: v for k, v in field.items() if k != "$ref"}}


def _form(whole: Schema, field: Schema) -> str:
    if "enum" in field:
        return ", ".join(f"`{json.dumps(value)}`" for value in field["enum"])
    choices = field.get("oneOf") or field.get("anyOf")
    if choices and "type" not in field:
        return " or ".join(dict.fromkeys(_form(whole, _resolved(whole, c)) for c in choices))
    kinds = field.get("type", "anything" if "const" not in field else "")
    text = " or ".join(kinds) if isinstance(kinds, list) else kinds
    if text == "array" and isinstance(field.get("items"), dict):
        inner = _form(whole, _resolved(whole, field["items"]))
        text = f"array of {inner}"
    bounds = [
        words.format(json.dumps(field[key])) for key, words in _BOUNDS.items() if key in field
    ]
    return f"{text} ({', '.join(bounds)})" if text and bounds else text or ", ".join(bounds)
