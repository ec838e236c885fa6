"""The tasks of a pool: functions of a module, so that another process can be told to call them."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from autograder.certify.facts import KILLED, Alarm, MisconceptionFacts, MutantFacts, VariantFacts
from autograder.certify.findings import Asked, Shown
from autograder.certify.grading import Grader
from autograder.certify.mutants import Mutant, labels_of, mutants_of
from autograder.certify.units import Unit
from autograder.judging.answer_key import Known
from autograder.judging.seeds import Seed

SAMPLE: Final = 60
"""Mutants of a quick run: a fixed sample, about a second."""


def sample(parts: Sequence[Unit]) -> frozenset[str]:
    """A fixed sample of all labels, spread over all units by a digest."""
    labels = [label for unit in parts for label in labels_of(unit)]
    return frozenset(sorted(labels, key=_digest)[:SAMPLE])


def _digest(label: str) -> bytes:
    return hashlib.blake2b(label.encode(), digest_size=8).digest()


def fared(
    name: str, exercise: str, sentence: str, shown: Sequence[tuple[str, dict[str, Shown]]]
) -> MisconceptionFacts:
    """How a misconception fared: `shown` has a row for each seed, the public one first."""
    nothing = Shown((), (), ("(any: its process ended)",))
    rows = [(label, by_name.get(name, nothing)) for label, by_name in shown]
    first = rows[0][1]
    return MisconceptionFacts(
        name=name,
        exercise=exercise,
        sentence=sentence,
        killed_by=first.killed_by,
        named_as=first.named_as,
        seeds=len(rows),
        missed_on=tuple(label for label, one in rows if not one.killed_by),
        misnamed_on=tuple(label for label, one in rows if one.named_as != (name,)),
        broken=tuple(dict.fromkeys(check for _, one in rows for check in one.broken)),
    )


def deadly(mutant: Mutant, exercises: Sequence[str]) -> MutantFacts:
    """The facts of a mutant that ended the process that graded it."""
    unit = mutant.unit
    return MutantFacts(
        mutant.key, (*exercises, "")[0], unit.name, unit.module, mutant.line, mutant.operator,
        mutant.diff, KILLED, (), "it ended its own process",
    )  # fmt: skip


def fatal(seeds: Sequence[Seed]) -> Alarm:
    """The alarm of a right solution that ended the process that graded it, on one of these."""
    return Alarm(seeds[0].label, "(any)", "crashed", "it ended its own process")


def ask(grader: Grader, item: tuple[Seed, Mapping[str, Any]]) -> Asked:
    """The oracle's answers for a seed, beyond those that are known."""
    gc.freeze()  # torch is a million objects: a deep graph would have them all looked through
    return grader.ask(*item)


def make(grader: Grader, item: tuple[Unit, frozenset[str] | None]) -> list[Mutant]:
    """The mutants of a unit, or those with the wanted labels."""
    unit, wanted = item
    return mutants_of(unit) if wanted is None else mutants_of(unit, wanted.__contains__)


def grade(grader: Grader, item: tuple[Mutant, Sequence[str], Seed, bool]) -> MutantFacts:
    """A mutant, on the exercises that it reaches; to its first kill where that is enough."""
    mutant, exercises, seed, quick = item
    return grader.mutant(mutant, exercises, seed, to_first_kill=quick)


def show(grader: Grader, item: tuple[str, Seed, Sequence[Known]]) -> dict[str, Shown]:
    """How an exercise's misconceptions fare on a seed."""
    return grader.misconceptions(*item)


def accept(grader: Grader, item: tuple[Path, Sequence[Seed]]) -> VariantFacts:
    """A right solution on some seeds."""
    return grader.variant(*item)
