"""The bug hunt: a program with bugs of each student's own in it.

    reference/NAME/MODULE.py, hunt.toml ─┬─▶ Hunt ──plant(identity)──▶ the student's MODULE.py
    assignments/NAME/hunt.json (derived) ┘

A `Place` is a solution region of the right program; of its versions one is right. A sheet takes one
version at each place. Of the places with k versions, every sheet takes a wrong one at exactly
(k - 1) / k: over all sheets then every version is as frequent as the others of its place. So
hunt.json, which students have, can hold all versions and all sheets: neither their order nor their
numbers tell which is right, which takes understanding, or the checks.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from pathlib import Path
from typing import Any, Final

from autograder.course.markers import MarkerError, solution_regions
from autograder.course.questions import personal_draw
from autograder.course.settings import read_toml, violations
from autograder.course.source import parse_source
from autograder.errors import Problem
from autograder.text import clean

SETTINGS: Final = "hunt.toml"
DERIVED: Final = "hunt.json"
SCHEMA: Final = "hunt.schema.json"


@dataclass(frozen=True)
class Place:
    """Where a bug may be: the check that sees it, and what may stand there, in no telling order."""

    check: str
    versions: tuple[str, ...]


@dataclass(frozen=True)
class Hunt:
    """A program with places to be filled: `pieces` are its text around them, one more than they."""

    module: str
    pieces: tuple[str, ...]
    places: tuple[Place, ...]
    sheets: tuple[str, ...]
    """Each a digit for each place: the version that it takes."""

    @property
    def checks(self) -> frozenset[str]:
        """The checks whose points follow from who handed in."""
        return frozenset(place.check for place in self.places)

    def plant(self, assignment: str, identity: str) -> str:
        """The program as one student gets it: the same identity always gets the same."""
        draw = personal_draw(assignment, "the bug hunt", identity)
        sheet = self.sheets[int(draw.integers(0, len(self.sheets)))]
        whose = clean(" ".join(identity.split())) or "everybody"  # one line, whatever it holds
        return f"# Planted for {whose}.\n{self.filled(sheet)}"

    def filled(self, sheet: str) -> str:
        """The program with these versions at its places."""
        chosen = [place.versions[int(n)] for place, n in zip(self.places, sheet, strict=True)]
        return "".join(
            part for pair in zip(self.pieces, [*chosen, ""], strict=True) for part in pair
        )

    def whose(self, assignment: str, identities: Sequence[str], source: str) -> str:
        """Of several who handed in together, the one whose sheet `source` was made of.

        It is the one that has most lines in common with it; a line counts as often as it occurs.
        """
        lines = Counter(source.splitlines())

        def common(identity: str) -> int:
            sheet = Counter(self.plant(assignment, identity).splitlines()[1:])
            return (sheet & lines).total()

        return max(identities, key=common)

    def to_json(self) -> str:
        """What students get of it."""
        content = {
            "module": self.module,
            "pieces": self.pieces,
            "places": [{"check": p.check, "versions": p.versions} for p in self.places],
            "sheets": " ".join(self.sheets),
        }
        return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def is_untouched(sheet: str, source: str) -> bool:
    """Whether a hand-in is the sheet itself, but for comments and white space."""
    if len(source) > 2 * len(sheet):  # students choose how long they let us parse
        return False
    try:
        return ast.dump(parse_source(sheet)) == ast.dump(parse_source(source))
    except (SyntaxError, RecursionError, ValueError):  # ValueError: digits too many to print
        return False


def load_hunt(
    module: str, folder: Path, reference: Path | None, checks: Sequence[str]
) -> tuple[Hunt | None, list[Problem]]:
    """The hunt of a module: made of its reference where that is at hand, else as it was derived.

    Its checks must be among `checks`.
    """
    if reference is None:
        return _derived(folder / DERIVED)
    path = reference / SETTINGS
    text, content = read_toml(path)
    if problems := violations(path, text, content, SCHEMA):
        return None, problems
    program = reference / f"{module}.py"
    try:
        pieces, right = _cut(program.read_text(encoding="utf-8"))
    except OSError as error:
        return None, [Problem(program, None, f"cannot be read: {error.strerror}")]
    except MarkerError as error:
        return None, [Problem(program, error.line, error.message)]
    wrong = list(_wrong(content["place"], len(right), checks))
    if wrong:
        return None, [Problem(path, None, what) for what in wrong]
    places = []
    answers = []
    for entry, line in zip(content["place"], right, strict=True):
        versions = sorted([line, *(w["text"].lstrip("\n") for w in entry["wrong"])], key=_scrambled)
        places.append(Place(entry["check"], tuple(versions)))
        answers.append(versions.index(line))
    sheets = tuple(sorted(_sheets([len(p.versions) for p in places], answers)))
    return Hunt(module, tuple(pieces), tuple(places), sheets), []


def _derived(path: Path) -> tuple[Hunt | None, list[Problem]]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        places = tuple(Place(p["check"], tuple(p["versions"])) for p in content["places"])
        sheets = tuple(content["sheets"].split())
        return Hunt(content["module"], tuple(content["pieces"]), places, sheets), []
    except (OSError, ValueError, KeyError, TypeError) as error:
        why = getattr(error, "strerror", None) or "it is damaged"
        step = "get it again from where this folder came from"
        return None, [Problem(path, None, f"cannot be read ({why}): {step}")]


def _cut(source: str) -> tuple[list[str], list[str]]:
    """The text around the solution regions, markers left out, and the text in them."""
    lines = source.replace("\r\n", "\n").splitlines(keepends=True)
    pieces, inside, end = [], [], 0
    for region in solution_regions(source):
        pieces.append("".join(lines[end : region.begin - 1]))
        inside.append("".join(lines[region.begin : region.end - 1]))
        end = region.end
    return [*pieces, "".join(lines[end:])], inside


def _wrong(places: list[Any], regions: int, checks: Sequence[str]) -> Iterator[str]:
    """What the schema cannot say."""
    if len(places) != regions:
        yield f"has {len(places)} places, but the program has {regions} solution regions"
    for name, count in Counter(place["check"] for place in places).items():
        if name not in checks:
            yield f"names the check {name}, which does not exist in the hunt's exercise"
        if count > 1:
            yield f"names the check {name} {count} times: a check belongs to one place"
    for versions, count in Counter(1 + len(place["wrong"]) for place in places).items():
        if count % versions:
            yield (
                f"has {count} places with {versions} versions; want a multiple of {versions}, so "
                "that all versions can be equally frequent"
            )


def _scrambled(version: str) -> bytes:
    return hashlib.sha256(version.encode()).digest()


def _sheets(counts: Sequence[int], right: Sequence[int]) -> Iterator[str]:
    """Every choice of versions that is wrong at (k - 1) / k of the places with k versions."""
    alike = {k: [i for i, count in enumerate(counts) if count == k] for k in sorted({*counts})}
    for chosen in product(*(combinations(at, len(at) // k) for k, at in alike.items())):
        kept = {place for group in chosen for place in group}
        options = [
            [n for n in range(count) if (n == right[i]) == (i in kept)]
            for i, count in enumerate(counts)
        ]
        yield from ("".join(map(str, sheet)) for sheet in product(*options))
