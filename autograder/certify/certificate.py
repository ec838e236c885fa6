"""A certificate as frozen values, and what follows from them.

    Certificate ── CheckFacts     what grades, and how long that takes
                ├─ VariantFacts ── Alarm        right solutions, and where they were flagged
                ├─ MisconceptionFacts           wrong ones with a name, and what they were named
                ├─ MutantFacts                  wrong ones by machine, and what became of them
                └─ Equivalent                   entries of the allow-list that match no survivor

The facts are stored (see `stored.py`); everything else (kill matrix, sole killers, idle checks,
rates, completeness) is a function of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from autograder.certify.facts import (
    EQUIVALENT,
    KILLED,
    SURVIVED,
    UNLOADABLE,
    WANTED_RATE,
    CheckFacts,
    Equivalent,
    ExerciseFacts,
    MisconceptionFacts,
    MutantFacts,
    VariantFacts,
)


@dataclass(frozen=True)
class Certificate:
    """Everything that was found about an assignment, or about some of its exercises."""

    assignment: str
    title: str
    digest: str
    """Of the settings and the checks (`Assignment.digest`)."""
    versions: Mapping[str, str]
    """Of Backmark, Python, NumPy and cosmic-ray."""
    seeds: tuple[str, ...]
    """Labels: the public seed first, then the secret ones."""
    partial: bool
    """A sample of it, or some of its exercises: no certificate to release on."""
    exercises: tuple[ExerciseFacts, ...]
    checks: tuple[CheckFacts, ...]
    variants: tuple[VariantFacts, ...]
    misconceptions: tuple[MisconceptionFacts, ...]
    mutants: tuple[MutantFacts, ...]
    stale: tuple[Equivalent, ...]
    seconds: float
    """CPU time of the whole, of all processes."""

    # --- the kill matrix -----------------------------------------------------------------------

    @cached_property
    def kill_matrix(self) -> dict[str, tuple[str, ...]]:
        """Check -> what it fails: names of misconceptions, keys of mutants."""
        failed: dict[str, list[str]] = {check.name: [] for check in self.checks}
        for what, by in self._killings:
            for check in by:
                failed.setdefault(check, []).append(what)
        return {check: tuple(names) for check, names in failed.items()}

    @cached_property
    def sole_killers(self) -> dict[str, tuple[str, ...]]:
        """Check -> what nothing else fails; a check in here must never be deleted."""
        alone: dict[str, list[str]] = {}
        for what, by in self._killings:
            if len(by) == 1:
                alone.setdefault(by[0], []).append(what)
        return {check: tuple(names) for check, names in alone.items()}

    @property
    def idle_checks(self) -> tuple[str, ...]:
        """Checks that fail nothing which another does not fail too: candidates for deletion."""
        return tuple(c.name for c in self.checks if c.name not in self.sole_killers)

    @property
    def never_failed(self) -> tuple[str, ...]:
        """Checks that nothing wrong fails: they were never seen to work."""
        return tuple(c.name for c in self.checks if not self.kill_matrix[c.name])

    @property
    def _killings(self) -> list[tuple[str, tuple[str, ...]]]:
        named = [(m.name, m.killed_by) for m in self.misconceptions]
        return named + [(m.key, m.killed_by) for m in self.mutants if m.killed_by]

    # --- the confusion matrix, false alarms, survivors -------------------------------------------

    @cached_property
    def confusion(self) -> dict[str, dict[str, int]]:
        """Misconception -> what it is called -> 1; right are the entries on the diagonal alone."""
        return {m.name: dict(Counter(m.named_as)) for m in self.misconceptions}

    @property
    def false_alarms(self) -> int:
        """How often a check failed a right solution."""
        return sum(len(variant.alarms) for variant in self.variants)

    def mutants_that(self, outcome: str) -> tuple[MutantFacts, ...]:
        """The mutants of that outcome."""
        return tuple(m for m in self.mutants if m.outcome == outcome)

    @property
    def survivors(self) -> tuple[MutantFacts, ...]:
        """Mutants that no check fails and nobody has accounted for."""
        return self.mutants_that(SURVIVED)

    @property
    def rate(self) -> float:
        """Killed of the loadable mutants, 0 to 1; equivalent ones count as not killed."""
        loadable = [m for m in self.mutants if m.outcome != UNLOADABLE]
        killed = sum(m.outcome == KILLED for m in loadable)
        return killed / len(loadable) if loadable else 1.0

    # --- complete? -----------------------------------------------------------------------------

    @property
    def complete(self) -> bool:
        """Whether the assignment may be released on this."""
        return not self.wrong

    @cached_property
    def wrong(self) -> tuple[str, ...]:
        """Why it is not complete, a sentence each, in the order to mend them."""
        numbered = {check.name: f"{check.number} {check.name}" for check in self.checks}
        unpassed = tuple(
            f"check {c.number} {c.name} was never seen to pass: the reference fails it "
            f"({c.failure})"
            for c in self.checks
            if not c.passed
        )
        if unpassed and not self.variants:  # then nothing else was graded
            return unpassed
        return (
            *unpassed,
            *(
                f"{v.name}, a right solution, is flagged by check "
                f"{numbered.get(a.check, a.check)} on seed {a.seed}: {a.outcome}: {a.text}"
                for v in self.variants
                for a in v.alarms
            ),
            *(f"check {numbered[name]} {self._unfailed}" for name in self.never_failed),
            *(line for m in self.misconceptions for line in _about(m)),
            *(
                f"mutant {m.key} breaks the check {', '.join(m.broken)} instead of failing it"
                for m in self.mutants
                if m.broken
            ),
            *(
                f"mutant {m.key} of {m.function} ({m.module}.py:{m.line}, {m.operator}) survives"
                for m in self.survivors
            ),
            *self._about_rate(),
            *(
                f"equivalents.toml: {e.key} ({e.function}) matches no survivor: delete the entry"
                for e in self.stale
            ),
        )

    @property
    def _unfailed(self) -> str:
        """What can be said of a check that nothing fails: of a part, not that nothing would."""
        if self.partial:
            return "failed nothing in this run, which tries only a part of what is wrong"
        return "was never seen to fail: no misconception and no mutant fails it"

    def _about_rate(self) -> tuple[str, ...]:
        if self.partial or self.rate >= WANTED_RATE:
            return ()
        return (f"{self.rate:.1%} of the loadable mutants are killed, want {WANTED_RATE:.0%}",)

    @property
    def counts(self) -> dict[str, object]:
        """The certificate in numbers: what `backmark certify --json` prints."""
        never, named = set(self.never_failed), [m for m in self.misconceptions if not m.misnamed_on]
        return {
            "complete": self.complete,
            "checks": len(self.checks),
            "checks_seen_to_fail": sum(check.name not in never for check in self.checks),
            "misconceptions": len(self.misconceptions),
            "caught": sum(not m.missed_on for m in self.misconceptions),
            "named": len(named),
            "correct_variants": len(self.variants),
            "false_alarms": self.false_alarms,
            "mutants": len(self.mutants),
            "killed": len(self.mutants_that(KILLED)),
            "equivalent": len(self.mutants_that(EQUIVALENT)),
            "survivors": len(self.survivors),
            "seconds": round(self.seconds, 1),
        }


def _about(misconception: MisconceptionFacts) -> list[str]:
    """What is wrong with how a misconception fared."""
    name, lines = misconception.name, []
    misnamed = tuple(s for s in misconception.misnamed_on if s not in misconception.missed_on)
    if misconception.missed_on:
        lines.append(f"misconception {name} is not caught on {several(misconception.missed_on)}")
    if misnamed:
        called = ", ".join(n or "nothing" for n in misconception.named_as) or "nothing"
        lines.append(
            f"misconception {name} is not named as itself on {several(misnamed)} "
            f"(on the public seed it is called {called})"
        )
    if misconception.broken:
        broken = ", ".join(misconception.broken)
        lines.append(f"misconception {name} breaks the check {broken} instead of failing it")
    return lines


def several(seeds: Sequence[str]) -> str:
    """Some seeds in words: the one, or how many with the first of them."""
    shown = ", ".join(seeds[:3]) + (", ..." if len(seeds) > 3 else "")
    return f"seed {shown}" if len(seeds) == 1 else f"{len(seeds)} seeds ({shown})"
