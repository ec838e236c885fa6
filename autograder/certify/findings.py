"""What graders find: values that cross from a pool's processes to the one that certifies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from autograder.certify.facts import Alarm
from autograder.certify.replaced import Span
from autograder.judging.diagnosis import evidence_of
from autograder.report.words import in_a_line
from autograder.verdict import CheckResult, Outcome

NOT_FAILED: Final = frozenset({Outcome.PASSED, Outcome.BLOCKED, Outcome.BROKEN})

Entered = frozenset[tuple[str, int]]
"""Functions that were called: the file, and the line where each begins."""


@dataclass(frozen=True)
class Shown:
    """How a misconception fared on one seed."""

    killed_by: tuple[str, ...]
    named_as: tuple[str, ...]
    broken: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """The reference on one seed: the oracle's answers, and how it fares."""

    answers: Mapping[str, Any]
    seconds: Mapping[str, float]
    """CPU time of each check under the public seed; of others none is taken."""
    alarms: tuple[Alarm, ...]
    """The checks that it does not pass."""
    entered: Mapping[str, Entered]
    """What each check calls of the reference."""


def evidence(results: Sequence[CheckResult]) -> Iterator[tuple[str, Any]]:
    """What the results show of the program, check by check."""
    for result in results:
        found = evidence_of(result)
        if found is not None:
            yield result.name, found


def shown(results: Sequence[CheckResult]) -> Shown:
    """Which checks failed, and what their diagnoses say."""
    failed = [r for r in results if r.outcome not in NOT_FAILED]
    names: dict[str, None] = {}
    for result in failed:
        diagnosis = result.diagnosis
        certain = diagnosis is not None and diagnosis.certain
        name = diagnosis.name if diagnosis else ""
        names[name if certain or not name else f"like {name}"] = None
    broken = tuple(r.name for r in results if r.outcome is Outcome.BROKEN)
    return Shown(tuple(r.name for r in failed), tuple(names), broken)


def alarm(seed: str, result: CheckResult) -> Alarm:
    """A right solution's result on a check that it does not pass."""
    return Alarm(seed, result.name, result.outcome.value, in_a_line(result))


def enters(entered: Entered, changed: Sequence[Span]) -> bool:
    """Whether one of these functions begins within what was changed."""
    return any(
        file == where and first <= line <= last
        for file, line in entered
        for where, first, last in changed
    )
