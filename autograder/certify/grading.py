"""Grading programs of our own by the hundred: in a warm process, through the students' checks.

One `Grader` lives in each process of the pool and gives facts for tasks. What it grades is ours and
harmless, but may be endless or insatiable: a check has a limit of CPU time, enforced by a signal,
and the process one of memory. Nothing is carried from one program to the next: each gets modules,
a session and a student of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import process_time
from typing import Any, Final

from autograder.certify.facts import (
    KILLED,
    SURVIVED,
    UNLOADABLE,
    Alarm,
    MutantFacts,
    VariantFacts,
)
from autograder.certify.findings import (
    NOT_FAILED,
    Asked,
    Entered,
    Shown,
    alarm,
    enters,
    evidence,
    shown,
)
from autograder.certify.mutants import Mutant
from autograder.certify.replaced import Span, definitions, replaced
from autograder.certify.restraint import OutOfTimeError, calls_into, cpu_limit
from autograder.certify.stand_ins import StandIns
from autograder.certify.telling_apart import told_apart
from autograder.course.assignment import Check, Function, Misconception
from autograder.course.load import load_assignment
from autograder.course.submission import open_submission
from autograder.judging.answer_key import Known
from autograder.judging.build_key import MISCONCEPTIONS
from autograder.judging.diagnosis import diagnose
from autograder.judging.judge import submission_program
from autograder.judging.oracle import Oracle, live_oracle
from autograder.judging.runner import Runs, result_of
from autograder.judging.seeds import Seed
from autograder.report.words import in_a_line
from autograder.sandbox.in_process import InProcess
from autograder.sandbox.program import Program
from autograder.sandbox.student import Student
from autograder.verdict import CheckResult, Outcome

MIN_CHECK_S: Final = 1.0
"""CPU time for one check of one mutant: fifty times what a check takes that asks for a gradient."""
CHECK_FACTOR: Final = 10.0
"""Of what it takes on the reference, where that is more."""
_PATIENCE: Final = 10.0
"""Times that, for what people wrote: a right solution may be slow, but none is endless."""

_MISCONCEPTIONS_FILE: Final = f"{MISCONCEPTIONS}.py"

Answers = Mapping[str, Mapping[str, Any]]
"""Seed label -> the answers to all questions that the checks ask under that seed."""


class Grader:
    """Grades programs of ours on the checks of an assignment.

    Args:
        folder: the assignment's, which was validated before.
        exercises: those whose checks run; of mutants, only the ones that they reach.
    """

    def __init__(self, folder: Path, exercises: Collection[str]) -> None:
        self.assignment = load_assignment(folder, validated=True)
        self._wanted = frozenset(exercises)
        self._reference = self.assignment.reference or folder
        self._sources = {
            f"{name}.py": (self._reference / f"{name}.py").read_text(encoding="utf-8")
            for name in self.assignment.modules
        }
        self._definitions = {name: definitions(text) for name, text in self._sources.items()}
        wrong = self._reference / _MISCONCEPTIONS_FILE
        self._stand_ins = StandIns(wrong.read_text(encoding="utf-8") if wrong.is_file() else "")
        # Of a mutant we want to know every check that would fail it, not the first of a chain.
        self._unchained = replace(
            self.assignment, checks=tuple(replace(c, after=()) for c in self.assignment.checks)
        )
        # Compiles the misconceptions once; every check loads its modules anew.
        self._transport = InProcess(self.assignment.limits, capture=True)
        self.answers: Answers = {}
        self.seconds: Mapping[str, float] = {}
        """Check -> the CPU time that it takes on the reference."""
        self.entered: Mapping[str, Mapping[str, Entered]] = {}
        """Seed label -> check -> what it calls of the reference."""

    # --- the reference -------------------------------------------------------------------------

    def ask(self, seed: Seed, known: Mapping[str, Any]) -> Asked:
        """Run the reference with the oracle behind it; under the public seed again, for the time.

        Args:
            seed: what the inputs are derived from.
            known: answers that the oracle need not be asked for.
        """
        oracle = Oracle(known, live_oracle(self._reference / "oracle.py"))
        limits = self.assignment.limits
        student = Student(self._reference_program(), InProcess(limits, capture=True), limits)
        runs = Runs(self.assignment, student, oracle, seed.secret)
        alarms: list[Alarm] = []
        entered: dict[str, Entered] = {}
        for check in self.assignment.checks:
            if check.exercise not in self._wanted:
                continue
            for name in check.after:  # it may be another exercise's
                runs.result(self.assignment.check(name))
            with calls_into(self._sources) as called:
                result = runs.result(check)
            entered[check.name] = frozenset(called)
            if result.outcome is not Outcome.PASSED:
                alarms.append(alarm(seed.label, result))
        seconds = self._seconds(oracle.given, seed) if seed.public is not None else {}
        return Asked(dict(oracle.given), seconds, tuple(alarms), entered)

    def _seconds(self, answers: Mapping[str, Any], seed: Seed) -> dict[str, float]:
        limits = self.assignment.limits
        student = Student(self._reference_program(), InProcess(limits, capture=True), limits)
        oracle = Oracle(answers)
        runs = Runs(self._unchained, student, oracle, seed.secret, clock=process_time)
        own = [c for c in self._unchained.checks if c.exercise in self._wanted]
        return {check.name: runs.result(check).seconds for check in own}

    def _reference_program(self) -> Program:
        return self._program(self.assignment.functions)

    def _program(
        self, functions: Mapping[str, Function], changed: Mapping[str, str] | None = None
    ) -> Program:
        files = {**self._sources, **(changed or {})}
        modules = {file.removesuffix(".py"): file for file in files}
        # Stand-ins import `instead_of`.
        allowed = self.assignment.allowed_imports | {"autograder"}
        return Program(files, modules, functions, allowed)

    # --- right solutions -----------------------------------------------------------------------

    def variant(self, path: Path, seeds: Sequence[Seed]) -> VariantFacts:
        """A right solution on several seeds; a module that it lacks is the reference's."""
        assignment = self.assignment
        opened = open_submission(path, assignment.modules, assignment.functions)
        program = submission_program(assignment, opened)
        own = {m: f"{m}.py" for m in assignment.modules if m not in opened.modules}
        files = {**program.files, **{file: self._sources[file] for file in own.values()}}
        program = replace(program, files=files, modules={**program.modules, **own})
        return VariantFacts(path.name, len(seeds), tuple(self._alarms(program, seeds)))

    def _alarms(self, program: Program, seeds: Sequence[Seed]) -> Iterator[Alarm]:
        """Each check that does not pass, up to one that never ends."""
        limits = self.assignment.limits
        student = Student(program, InProcess(limits, capture=True), limits)
        own = [c for c in self.assignment.checks if c.exercise in self._wanted]
        for seed in seeds:
            oracle = Oracle(self.answers[seed.label])
            runs = Runs(self.assignment, student, oracle, seed.secret)
            for check in own:
                result = self._result(runs, check, patience=_PATIENCE)
                if result.outcome is not Outcome.PASSED:
                    yield alarm(seed.label, result)
                if result.outcome is Outcome.TIMED_OUT:
                    return

    # --- misconceptions ------------------------------------------------------------------------

    def misconceptions(
        self, exercise: str, seed: Seed, known: Sequence[Known] = ()
    ) -> dict[str, Shown]:
        """How the misconceptions of an exercise fare on a seed: under the public one on all checks.

        Args:
            exercise: its name.
            seed: what the inputs are derived from.
            known: evidence of a key, to name each by; without it they are told apart by what they
                show now, as a key of this seed would tell them.
        """
        checks = [c for c in self.assignment.checks if c.exercise == exercise]
        programs = {
            m.name: partial(self._result, self._misconception(m, checks, seed), patience=_PATIENCE)
            for m in self.assignment.misconceptions
            if m.exercise == exercise
        }
        if seed.public is None:
            cheap_first = sorted(checks, key=lambda check: self.seconds.get(check.name, 0.0))
            return told_apart(programs, cheap_first)
        results = {name: [run(check) for check in checks] for name, run in programs.items()}
        if not known:
            known = [Known(n, "", "", "", dict(evidence(found))) for n, found in results.items()]
        return {name: shown(diagnose(found, known)) for name, found in results.items()}

    def _misconception(
        self, misconception: Misconception, checks: Sequence[Check], seed: Seed
    ) -> Runs:
        functions: dict[str, Function] = dict(self.assignment.functions)
        changed: list[Span] = []
        for name, stand_in in misconception.replaces.items():
            place = functions[name]
            file = f"{place.module}.py"
            own = self._definitions[file][place.name]
            changed += replaced(file, own, self._stand_ins.definitions[stand_in])
            functions[name] = replace(place, module=MISCONCEPTIONS, name=stand_in)
        only = {_MISCONCEPTIONS_FILE: self._stand_ins.only(misconception.replaces.values())}
        program = self._program(functions, only)
        student = Student(program, self._transport, self.assignment.limits)
        oracle = Oracle(self.answers[seed.label])
        calling = self._calling(checks, changed, seed)
        passing = {c.name for c in checks if c not in calling}
        return Runs(self.assignment, student, oracle, seed.secret, passing=passing)

    # --- mutants -------------------------------------------------------------------------------

    def mutant(
        self, mutant: Mutant, exercises: Sequence[str], seed: Seed, *, to_first_kill: bool
    ) -> MutantFacts:
        """A mutant, on all checks of the exercises that it reaches; or until one fails it."""
        unit = mutant.unit
        facts = MutantFacts(
            mutant.key,
            (*exercises, "")[0],
            unit.name,
            unit.module,
            mutant.line,
            mutant.operator,
            mutant.diff,
            UNLOADABLE,
            (),
        )
        file = f"{unit.module}.py"
        source = unit.splice(self._sources[file], mutant.text)
        try:
            compile(source, file, "exec", dont_inherit=True)
        except (SyntaxError, ValueError) as error:
            return replace(facts, reason=f"is not Python: {error}")
        wanted = self._wanted & set(exercises)
        own = [c for c in self._unchained.checks if c.exercise in wanted]
        checks = self._calling(own, [(file, unit.first, unit.last)], seed) or own
        results = self._graded({file: source}, checks, seed, to_first_kill)
        failed = [r for r in results if r.outcome not in NOT_FAILED]
        if failed and all(r.failure is not None and r.failure.kind == "import" for r in failed):
            return replace(facts, reason=in_a_line(failed[0]))
        return replace(
            facts,
            outcome=KILLED if failed else SURVIVED,
            killed_by=tuple(r.name for r in failed),
            broken=tuple(r.name for r in results if r.outcome is Outcome.BROKEN),
        )

    def _calling(self, checks: Sequence[Check], changed: Sequence[Span], seed: Seed) -> list[Check]:
        """The checks that could tell: one that never calls what was changed sees no change.

        Until the first call everything is as in the reference, which has passed; without one, all.
        """
        entered = self.entered.get(seed.label, {})
        return [c for c in checks if c.name not in entered or enters(entered[c.name], changed)]

    def _graded(
        self, changed: Mapping[str, str], checks: Iterable[Check], seed: Seed, to_first_kill: bool
    ) -> list[CheckResult]:
        """The results, up to the first check that runs out of time."""
        limits = self.assignment.limits
        program = self._program(self.assignment.functions, changed)
        student = Student(program, InProcess(limits, capture=True), limits)
        oracle = Oracle(self.answers[seed.label])
        runs = Runs(self._unchained, student, oracle, seed.secret)
        results: list[CheckResult] = []
        for check in checks:
            result = self._result(runs, check)
            results.append(result)
            failed = result.outcome not in NOT_FAILED
            if result.outcome is Outcome.TIMED_OUT or (failed and to_first_kill):
                break
        return results

    def _result(self, runs: Runs, check: Check, patience: float = 1.0) -> CheckResult:
        """A check's result, within `patience` times what a mutant has of CPU time."""
        for name in check.after:
            before = self._result(runs, self.assignment.check(name), patience)
            if before.outcome is Outcome.TIMED_OUT:
                return result_of(check, Outcome.TIMED_OUT, None)
        seconds = max(MIN_CHECK_S, CHECK_FACTOR * self.seconds.get(check.name, 0.0))
        with cpu_limit(patience * seconds) as spent:
            try:
                result = runs.result(check)
            except OutOfTimeError:
                result = None
        return result_of(check, Outcome.TIMED_OUT, None) if spent or result is None else result
