"""What a student's own folder remembers: how the checks ended last, hints taken, quiz cards.

    .backmark/state.json ──read_progress──▶ Progress ──record, take_hint, ...──▶ write_progress

A local file, which its owner may edit: it helps them, and proves nothing to anybody else. Nothing
that is graded follows from it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from autograder.errors import UsageError, explain
from autograder.files import make_folder, write_atomically
from autograder.verdict import CheckResult

OWN: Final = ".backmark"
"""The folder within an assignment's folder that is ours to write."""
STATE: Final = "state.json"
FORMAT: Final = 1
HINTS: Final = 3
"""How many hints an exercise has, each only after the one before."""
MAX_BYTES: Final = 256 * 1024
"""Ten times the largest assignment's state."""


@dataclass(frozen=True)
class Ended:
    """How a check ended when it was run last."""

    outcome: str
    score: float
    max_score: float
    diagnosis: str = ""
    """The misconception's name, where it was certain."""


@dataclass(frozen=True)
class Progress:
    """What is remembered of one assignment."""

    checked: str = ""
    """When the checks were run last, ISO 8601 with the zone; empty for never."""
    checks: Mapping[str, Ended] = field(default_factory=dict)
    """By the check's name."""
    hints: Mapping[str, int] = field(default_factory=dict)
    """How many hints were taken, by exercise."""
    cards: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Of the quiz, by question: the scheduler's own."""


def state_path(folder: Path) -> Path:
    """Where an assignment's state lies."""
    return folder / OWN / STATE


def read_progress(folder: Path) -> Progress:
    """What is remembered of the assignment in `folder`; nothing where there is no file.

    Raises:
        UsageError: the file cannot be read, or is none of ours.
    """
    path = state_path(folder)
    try:
        return parse_progress(path.read_bytes())
    except FileNotFoundError:
        return Progress()
    except (OSError, ValueError) as error:
        raise damaged(folder, getattr(error, "strerror", None) or str(error)) from error


def damaged(folder: Path, why: str) -> UsageError:
    """The error for a state that is none of ours, and how its owner goes on."""
    return UsageError(
        explain(
            f"cannot read {state_path(folder)}",
            got=why,
            want="the file as `backmark check` writes it",
            step="delete it: the next check makes a new one (hints and quiz start anew)",
        )
    )


def parse_progress(data: bytes) -> Progress:
    """The same of a file's bytes.

    Raises:
        ValueError: they are not such a file.
    """
    if len(data) > MAX_BYTES:
        raise ValueError(f"larger than {MAX_BYTES:,} bytes")
    try:
        content = json.loads(data)
        if content["format"] != FORMAT:
            raise ValueError(f"format {content['format']!r}, not {FORMAT}")
        checks = {str(name): Ended(**ended) for name, ended in content["checks"].items()}
        hints = {str(name): int(count) for name, count in content["hints"].items()}
        cards = {str(name): dict(card) for name, card in content["cards"].items()}
        return Progress(str(content["checked"]), checks, hints, cards)
    except (KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise ValueError("no state of an assignment") from error


def hints_told(data: bytes) -> dict[str, int]:
    """How many hints a state that was handed in says were taken, by exercise.

    Its owner may have written anything into it: a count that makes no sense is left out.
    """
    try:
        hints = parse_progress(data).hints
    except ValueError:
        return {}
    return {name: count for name, count in hints.items() if 0 < count <= HINTS}


def write_progress(folder: Path, progress: Progress) -> None:
    """Keep `progress` in an assignment's folder.

    Raises:
        UsageError: the folder cannot be written.
    """
    path = state_path(folder)
    make_folder(path.parent)
    content = {"format": FORMAT, **asdict(progress)}
    write_atomically(path, json.dumps(content, indent=1) + "\n", durable=False)


def record(progress: Progress, results: Iterable[CheckResult], now: datetime) -> Progress:
    """`progress` after these checks were run; what was known of others stays."""
    ended = {
        result.name: Ended(
            result.outcome.value,
            result.score,
            result.max_score,
            result.diagnosis.name if result.diagnosis and result.diagnosis.certain else "",
        )
        for result in results
    }
    checked = now.isoformat(timespec="seconds")
    return replace(progress, checked=checked, checks={**progress.checks, **ended})
