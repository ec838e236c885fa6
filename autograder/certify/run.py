"""Certifying an assignment: everything that is graded, put together.

reference --oracle--> answers for every seed        (a pool that has torch)
mutants, misconceptions, variants --checks--> facts (a pool that never has)
facts, equivalents.toml --> Certificate
"""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from time import process_time
from typing import Any, Final, TypeVar

import numpy as np

from autograder.certify import tasks
from autograder.certify.certificate import Certificate, several
from autograder.certify.equivalents import read_equivalents, with_reasons
from autograder.certify.facts import (
    CheckFacts,
    ExerciseFacts,
    MisconceptionFacts,
    MutantFacts,
    VariantFacts,
)
from autograder.certify.findings import Asked
from autograder.certify.grading import Grader
from autograder.certify.pool import Pool, Progress, Setting
from autograder.certify.units import reached, units
from autograder.course.assignment import Assignment, unknown
from autograder.errors import OracleError, UsageError, explain
from autograder.judging.answer_key import AnswerKey, Known, load_key
from autograder.judging.seeds import Seed
from autograder.version import VERSION

T = TypeVar("T")
R = TypeVar("R")

SEEDS: Final = 20
QUICK_VARIANTS: Final = 2
_CHUNK: Final = 8


@dataclass(frozen=True)
class Plan:
    """What to certify, and how thoroughly."""

    exercise: str | None = None
    """One exercise alone, by name or number."""
    seeds: int = SEEDS
    """Secret seeds, besides the public one."""
    quick: bool = False
    jobs: int = 1
    variants: Path | None = None
    """A folder of folders, one a right solution; None for ROOT/tests/course/variants/NAME."""


def certificate_seed(number: int) -> Seed:
    """A secret seed that anybody can compute: a certificate must be reproducible."""
    return Seed(hashlib.sha256(f"backmark certificate, seed {number}".encode()).digest())


def certify(
    assignment: Assignment, plan: Plan, progress: Progress = lambda *_: None
) -> Certificate:
    """Grade what is right and what is wrong, and say what was found.

    Raises:
        UsageError: the reference is not at hand, or the oracle needs what is not installed.
        OracleError: the oracle ended its own process.
        CourseError: equivalents.toml is wrong.
    """
    if assignment.reference is None:
        raise UsageError(
            explain(
                f"cannot certify {assignment.name}",
                got="no reference here, which is what checks are tried on",
                want=f"{assignment.folder.parent.parent / 'reference' / assignment.folder.name}",
                step="run this in the course's own repository: students' folders have no reference",
            )
        )
    start = process_time()
    run = _Run(assignment, plan, progress)
    asked = run.ask()
    passes = not asked[0].alarms
    if passes:  # else everything that follows would only say so again
        run.grade(asked)
    entries = read_equivalents(assignment.reference)
    mutants, stale = with_reasons(run.mutants, entries)
    if plan.quick or plan.exercise or not passes:  # what did not run matches nothing
        stale = ()
    wanted = [e for e in assignment.exercises if e.name in run.exercises]
    return Certificate(
        assignment=assignment.name,
        title=assignment.title,
        digest=assignment.digest,
        versions=versions(),
        seeds=tuple(seed.label for seed in run.seeds),
        partial=plan.quick or plan.exercise is not None,
        exercises=tuple(ExerciseFacts(e.number, e.name, e.section) for e in wanted),
        checks=_checks(assignment, run.exercises, asked),
        variants=run.variants,
        misconceptions=run.misconceptions,
        mutants=mutants,
        stale=stale,
        seconds=run.seconds + process_time() - start,
    )


def versions() -> dict[str, str]:
    """Of everything that has a say."""
    return {
        "backmark": VERSION,
        "python": platform.python_version(),
        "numpy": np.__version__,
        "cosmic-ray": version("cosmic-ray"),
    }


def _checks(
    assignment: Assignment, exercises: Sequence[str], asked: Sequence[Asked]
) -> tuple[CheckFacts, ...]:
    failures = {alarm.check: alarm.text for one in reversed(asked) for alarm in one.alarms}
    return tuple(
        CheckFacts(
            c.number,
            c.name,
            c.title,
            c.exercise,
            c.points,
            asked[0].seconds[c.name],
            c.name not in failures,
            failures.get(c.name, ""),
        )
        for c in assignment.checks
        if c.exercise in exercises
    )


class _Run:
    """One certification under way: its pools, and what they have found so far."""

    def __init__(self, assignment: Assignment, plan: Plan, progress: Progress) -> None:
        assert assignment.reference is not None  # noqa: S101 - `certify` has made sure
        self._assignment = assignment
        self._reference = assignment.reference
        self._plan = plan
        self._progress = progress
        self.exercises = _chosen(assignment, plan.exercise)
        secret = 0 if plan.quick else plan.seeds
        self.seeds = (
            Seed.of_number(assignment.public_seed),
            *(certificate_seed(number) for number in range(secret)),
        )
        self.seconds = 0.0
        self.variants: tuple[VariantFacts, ...] = ()
        self.misconceptions: tuple[MisconceptionFacts, ...] = ()
        self.mutants: tuple[MutantFacts, ...] = ()
        key = assignment.public_key
        self._key: AnswerKey | None = load_key(key) if key.is_file() else None

    def ask(self) -> list[Asked]:
        """The oracle's answers for every seed; the committed key's first, as they need no torch."""
        setting = Setting(self._assignment.folder, self.exercises, limited=False)
        known: Mapping[str, Any] = self._key.answers if self._key else {}
        items = [(seed, known if seed.public is not None else {}) for seed in self.seeds]
        with Pool(setting, min(self._plan.jobs, len(items))) as pool:
            found = self._all(pool, "asking the oracle", tasks.ask, items)
        ended = [seed.label for seed, one in zip(self.seeds, found, strict=True) if one is None]
        if ended:
            raise OracleError(
                explain(
                    f"cannot ask the oracle of {self._assignment.name}",
                    got=f"it, the reference or a check ended its own process on {several(ended)}",
                    want="answers, or an exception",
                    step="look in them for what ends a process: os._exit, a crash in compiled code",
                )
            )
        return [one for one in found if one is not None]

    def grade(self, asked: Sequence[Asked]) -> None:
        """Everything else."""
        answers = {s.label: one.answers for s, one in zip(self.seeds, asked, strict=True)}
        entered = {s.label: one.entered for s, one in zip(self.seeds, asked, strict=True)}
        setting = Setting(
            self._assignment.folder, self.exercises, answers, asked[0].seconds, entered
        )
        with Pool(setting, self._plan.jobs) as pool:
            self.mutants = self._grade_mutants(pool)
            self.misconceptions = self._grade_misconceptions(pool)
            self.variants = (_reference(asked), *self._grade_variants(pool))

    def _all(
        self,
        pool: Pool,
        what: str,
        function: Callable[[Grader, T], R],
        items: Sequence[T],
        chunk: int = 1,
    ) -> list[R | None]:
        """The result of ``function(grader, item)`` for each item; None where it was deadly."""
        results: list[R | None] = []
        self._progress(what, 0, len(items))
        for done in pool.map(function, items, chunk):
            results += done.results
            self.seconds += done.seconds
            self._progress(what, len(results), len(items))
        return results

    def _grade_mutants(self, pool: Pool) -> tuple[MutantFacts, ...]:
        sources = {
            m: (self._reference / f"{m}.py").read_text(encoding="utf-8")
            for m in self._assignment.modules
        }
        reach = reached(self._assignment, sources)
        parts = [u for module, source in sources.items() for u in units(module, source)]
        items = []
        for unit in parts:
            exercises = reach.get((unit.module, unit.owner), ())
            if self._plan.exercise and exercises[:1] != self.exercises:
                continue  # it belongs to an exercise whose checks do not run
            items.append((unit, exercises))
        wanted = tasks.sample([unit for unit, _ in items]) if self._plan.quick else None
        making = [(unit, wanted) for unit, _ in items]
        made = self._all(pool, "making mutants", tasks.make, making)
        graded = [
            (mutant, exercises, self.seeds[0], self._plan.quick)
            for (_, exercises), mutants in zip(items, made, strict=True)
            for mutant in mutants or ()
        ]
        found = self._all(pool, "grading mutants", tasks.grade, graded, _CHUNK)
        return tuple(
            one or tasks.deadly(mutant, exercises)
            for one, (mutant, exercises, *_) in zip(found, graded, strict=True)
        )

    def _grade_misconceptions(self, pool: Pool) -> tuple[MisconceptionFacts, ...]:
        known = self._key.misconceptions if self._key else ()
        items: list[tuple[str, Seed, Sequence[Known]]] = [
            (e, seed, [k for k in known if k.exercise == e] if seed.public is not None else ())
            for e in self.exercises
            for seed in self.seeds
        ]
        found = self._all(pool, "grading misconceptions", tasks.show, items)
        rows = zip(items, found, strict=True)
        facts: list[MisconceptionFacts] = []
        for exercise, group in groupby(rows, key=lambda row: row[0][0]):
            shown = [(seed.label, by_name or {}) for (_, seed, _), by_name in group]
            own = (m for m in self._assignment.misconceptions if m.exercise == exercise)
            facts += [tasks.fared(m.name, exercise, m.sentence, shown) for m in own]
        return tuple(facts)

    def _grade_variants(self, pool: Pool) -> tuple[VariantFacts, ...]:
        folder = self._plan.variants or default_variants(self._assignment)
        paths = sorted(p for p in folder.glob("*") if p.is_dir() and p.name != "__pycache__")
        if self._plan.quick:
            paths = paths[:QUICK_VARIANTS]
        items = [
            (path, self.seeds[i : i + _CHUNK])
            for path in paths
            for i in range(0, len(self.seeds), _CHUNK)
        ]
        found = self._all(pool, "grading right solutions", tasks.accept, items)
        facts: dict[str, VariantFacts] = {}
        for (path, seeds), one in zip(items, found, strict=True):
            before = facts.get(path.name, VariantFacts(path.name, 0, ()))
            alarms = one.alarms if one else (tasks.fatal(seeds),)
            facts[path.name] = VariantFacts(
                path.name, before.seeds + len(seeds), before.alarms + alarms
            )
        return tuple(facts.values())


def _reference(asked: Sequence[Asked]) -> VariantFacts:
    """How the first right solution fared when the oracle was asked."""
    alarms = tuple(alarm for one in asked for alarm in one.alarms)
    return VariantFacts("reference", len(asked), alarms)


def default_variants(assignment: Assignment) -> Path:
    """Where a course keeps right solutions that look nothing like the reference."""
    return assignment.folder.parent.parent / "tests" / "course" / "variants" / assignment.name


def _chosen(assignment: Assignment, exercise: str | None) -> tuple[str, ...]:
    if exercise is None:
        return tuple(e.name for e in assignment.exercises)
    for e in assignment.exercises:
        if exercise in (e.name, str(e.number)):
            return (e.name,)
    raise unknown("exercise", exercise, [e.name for e in assignment.exercises])
