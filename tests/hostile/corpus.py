"""The attacks, read from their files: how to make each hand-in, and what may come of it.

An attack's header says so: `# row: 12` (of our list of known attacks, or "own"), `# base: honest`
(what the text is appended to; "wrong" by default), `# outcome: raised, timed out` (of its checks),
`# earns: 12` (points; 0 by default), `# layer: S L` (what must stop it), `# kernel: needed` (not to
be run where no layer of the kernel's stands behind us), `# harmless: why` (it would do no harm
without a jail either), `# open: why` (a breach that is known and not yet mended).

Layers: A address spaces, W wire, C comparison, S seccomp, L Landlock, U own user, R rlimits,
D deadlines, Z zygote and launching, I intake, O what is told, T the checks' design.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tests.hostile import intake

HERE: Final = Path(__file__).parent
ATTACKS: Final = HERE / "attacks"


@dataclass(frozen=True)
class Attack:
    """One attack: how to make its hand-in, and what may come of it."""

    name: str
    row: str
    outcomes: frozenset[str]
    earns: float
    layer: str
    needs_kernel: bool
    is_harmless: bool
    open: str
    build: Callable[[Path, dict[str, Any]], Path] = field(repr=False)


def attacks() -> list[Attack]:
    """Every attack, in the order of the files' names."""
    paths = sorted(p for p in ATTACKS.iterdir() if re.match(r"\d", p.name))
    return [*(_from_file(path) for path in paths), *map(_from_function, intake.ATTACKS)]


def _from_file(path: Path) -> Attack:
    source = path / "target.py" if path.is_dir() else path
    text = source.read_text(encoding="utf-8")

    def build(folder: Path, grader: dict[str, Any]) -> Path:
        hand_in = folder / path.stem
        if path.is_dir():
            shutil.copytree(path, hand_in)
        else:
            hand_in.mkdir()
        written = compose(text, header(text).get("base", "wrong"), grader)
        (hand_in / "target.py").write_text(written, encoding="utf-8")
        return hand_in

    return _attack(path.stem, header(text), build)


def _from_function(function: Callable[..., Path]) -> Attack:
    return _attack(function.__name__.lstrip("_"), header(function.__doc__ or ""), function)


def _attack(name: str, facts: dict[str, str], build: Callable[..., Path]) -> Attack:
    outcomes = frozenset(word.strip() for word in facts.get("outcome", "failed").split(","))
    return Attack(
        name,
        facts.get("row", "own"),
        outcomes | {"blocked"},
        float(facts.get("earns", 0)),
        facts.get("layer", "?"),
        facts.get("kernel") == "needed",
        "harmless" in facts,
        facts.get("open", ""),
        build,
    )


def header(text: str) -> dict[str, str]:
    """The `# key: value` lines of an attack."""
    return dict(re.findall(r"^\s*# ([a-z]+): (.+)$", text, re.MULTILINE))


def compose(text: str, base: str, grader: dict[str, Any]) -> str:
    """A hand-in's source: what every attacker knows, functions to start from, and the attack."""
    prelude = (HERE / "bases" / "prelude.py").read_text("utf-8")
    prelude = prelude.replace("@GRADER@", repr(grader))
    return "\n".join([prelude, (HERE / "bases" / f"{base}.py").read_text("utf-8"), text])
