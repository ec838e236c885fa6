"""`backmark replay CHECK`: what a check asks of a student's functions, to be run by hand.

Inputs of a public seed are nobody's secret: they follow from a number. What was wanted is told for
the assignment's own public seed, from its answer key; there is no way to ask for a secret one.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from autograder.course.assignment import Check
from autograder.course.load import load_assignment
from autograder.course.progress import OWN
from autograder.course.submission import open_submission
from autograder.errors import OracleError, UsageError
from autograder.files import make_folder, write_atomically
from autograder.judging.judge import choose_key, open_oracle, submission_program
from autograder.judging.oracle import Oracle
from autograder.judging.runner import run_check
from autograder.judging.seeds import Seed
from autograder.report.words import explain
from autograder.sandbox.supervisor import open_transport
from autograder.study.folder import check_of
from autograder.study.recorder import Event, Listener, Recorder, Told
from autograder.study.snippet import Script
from autograder.verdict import CheckResult, Outcome


@dataclass(frozen=True)
class Replay:
    """A check, how it ended, and the program that repeats it."""

    check: Check
    result: CheckResult
    seed: int
    code: str
    wanted: bool
    """Whether the program knows what was wanted."""

    @property
    def data(self) -> dict[str, Any]:
        """What `--json` prints."""
        return {
            "check": self.check.number,
            "name": self.check.name,
            "title": self.check.title,
            "seed": self.seed,
            "outcome": self.result.outcome.value,
            "wanted": self.wanted,
            "code": self.code,
        }


def replay(folder: Path, name: str, seed: int | None) -> Replay:
    """Run one check on what lies in `folder`, and write down what it asked.

    Raises:
        UsageError: there is no such check, or it belongs to a bug hunt.
    """
    assignment = load_assignment(folder)
    check = check_of(assignment, name)
    if next(e for e in assignment.exercises if e.name == check.exercise).hunt:
        raise UsageError(
            f"check {check.number} is part of the bug hunt: finding where it goes wrong is the task"
        )
    submission = open_submission(folder, assignment.modules, assignment.functions)
    number = assignment.public_seed if seed is None else seed
    chosen = Seed.of_number(number)
    events: list[Event] = []
    try:
        key = choose_key(assignment, chosen, None)
        oracle = open_oracle(assignment, chosen, key)
    except (
        OracleError
    ):  # another public seed, and nobody to ask: the inputs can be told all the same
        oracle = Oracle({})
    transport = open_transport("auto", assignment.limits)
    try:
        program = submission_program(assignment, submission)
        student = Recorder(program, transport, assignment.limits, events)
        result = run_check(check, student, Listener(oracle, events), chosen.secret)
    finally:
        transport.close()
    script = Script(assignment.functions, submission.files)
    script.add(events)
    wanted = any(isinstance(event, Told) for event in events)
    large = f"{OWN}/replay-{check.number}.npz"
    if script.large:
        _keep(folder / large, script.large)
    head = _head(check, result, number, script, wanted=wanted)
    return Replay(check, result, number, head + script.text(large), wanted)


def _head(check: Check, result: CheckResult, seed: int, script: Script, *, wanted: bool) -> str:
    """What this is, and how the check ended, as remarks."""
    lines = [f"{check.number}  {check.title}", f"seed {seed}: {_ended(result)}"]
    if result.outcome not in (Outcome.PASSED, Outcome.BROKEN):
        lines += [f"  {line}" for line in explain(result, public=True)]
    lines.append("To be run in the assignment's folder, beside your files.")
    if script.incomplete:
        lines.append("Where `...` stands, write a function like the one in the remark below it.")
    if not wanted and result.outcome is Outcome.BROKEN:
        lines.append("What was wanted is not known for this seed; leave out --seed to see it.")
    return "\n".join(f"# {line}".rstrip() for line in lines) + "\n"


def _ended(result: CheckResult) -> str:
    if result.outcome is Outcome.BROKEN:
        return "the calls are yours, the answers are not at hand"
    return str(result.outcome.value)


def _keep(path: Path, arrays: dict[str, np.ndarray[Any, Any]]) -> None:
    packed = io.BytesIO()
    np.savez_compressed(packed, **arrays)  # type: ignore[arg-type]
    make_folder(path.parent)
    write_atomically(path, packed.getvalue(), durable=False)
