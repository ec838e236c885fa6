"""What a notebook's cells call: `check_exercise("linear")`, `check_all()`, `show_questions(...)`.

    code cells that this kernel ran ──▶ one module ──▶ Judge, as for pytest ──▶ HTML

For students, in their own kernel, where nothing has to be kept from them. A grade never comes about
here: in a kernel that autogrades, a student's cell could replace all of this, so it refuses, and
the points are worth nothing without nbgrader's configuration as `backmark nbgrader` writes it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from autograder.course.assignment import Assignment, unknown
from autograder.course.beside import planted_for, with_hunt
from autograder.course.load import load_assignment
from autograder.course.notebook import cells_source
from autograder.course.notebook_answers import cells_answers
from autograder.course.places import SETTINGS
from autograder.course.questions import EXERCISE
from autograder.course.source import MAX_TOKENS, count_tokens
from autograder.course.submission import Submission
from autograder.errors import UsageError, explain
from autograder.judging.judge import Judge, choose_key
from autograder.judging.marking import items, review
from autograder.judging.seeds import Seed
from autograder.judging.self_check import report_lines
from autograder.report.html import exercise_html, verdict_html
from autograder.report.sheet import sheet
from autograder.report.words import tally
from autograder.sandbox.supervisor import open_transport
from autograder.text import clean
from autograder.verdict import CheckResult, Verdict

_AUTOGRADING: Final = "NBGRADER_EXECUTION"
"""Set by nbgrader in the kernels that it starts to grade ("autograde") or to validate."""


@dataclass(frozen=True, repr=False)
class Report:
    """The results of an exercise as a notebook shows them, and a terminal."""

    exercise: str
    checks: tuple[CheckResult, ...]
    notes: tuple[str, ...]

    def _repr_html_(self) -> str:
        return exercise_html(self.exercise, self.checks, self.notes, public=True)

    def __repr__(self) -> str:
        lines = [report_lines(check) for check in self.checks]
        notes = [f"note: {note}" for note in self.notes]
        return "\n".join([*lines, *notes, tally(self.checks, public=True)])


@dataclass(frozen=True, repr=False)
class WholeReport:
    """A verdict as a notebook shows it, and a terminal."""

    verdict: Verdict

    def _repr_html_(self) -> str:
        return verdict_html(self.verdict)

    def __repr__(self) -> str:
        lines = [report_lines(check) for check in self.verdict.checks]
        notes = [f"note: {note}" for note in self.verdict.notes]
        return "\n".join([*lines, *notes, tally(self.verdict.checks, public=True)])


def check_exercise(name: str) -> float | None:
    """Show how an exercise does, and return its points; None for what is marked later.

    Raises:
        UsageError: this is no notebook of an assignment, or there is no such exercise.
    """
    assignment = _assignment()
    submission = _submission(assignment)
    if name == EXERCISE:
        lines = (*review(assignment.questions, submission.answers), *submission.notes)
        sys.stdout.write("".join(f"{clean(line, 400)}\n" for line in lines))
        return None
    known = [exercise.name for exercise in assignment.exercises]
    if name not in known:
        raise unknown("exercise", name, known, where=assignment.name)
    with closing(open_transport("auto", assignment.limits)) as transport:
        results = _judge(assignment, submission, transport).exercise(name)
    _display(Report(name, results, submission.notes))
    return float(sum(result.score for result in results))


def check_all() -> WholeReport:
    """How all exercises do.

    Raises:
        UsageError: this is no notebook of an assignment.
    """
    assignment = _assignment()
    with closing(open_transport("auto", assignment.limits)) as transport:
        return WholeReport(_judge(assignment, _submission(assignment), transport).verdict())


def show_questions(student: str) -> None:
    """Show the assignment's questions with the numbers of a student, known by e-mail address.

    Raises:
        UsageError: this is no notebook of an assignment.
    """
    from IPython.display import Markdown  # noqa: PLC0415 - is there where a notebook is

    assignment = _assignment()
    how = "write your e-mail address between the quotes, and run the cell again"
    _display(Markdown(sheet(assignment.title, student, items(assignment, student), how=how)))


def _judge(assignment: Assignment, submission: Submission, transport: Any) -> Judge:
    seed = Seed.of_number(assignment.public_seed)
    key = choose_key(assignment, seed, None)
    return Judge(
        assignment,
        submission,
        seed=seed,
        key=key,
        transport=transport,
        identities=(planted_for(submission, assignment),),
    )


def _assignment() -> Assignment:
    """The assignment in whose folder the kernel runs, as Jupyter starts it."""
    if os.environ.get(_AUTOGRADING) == "autograde":
        raise UsageError(
            explain(
                "grades do not come about in the kernel that runs a student's cells",
                got="nbgrader autograde without Backmark's part of nbgrader_config.py",
                want="the course folder as `backmark nbgrader` writes it, with its configuration",
                step="run `nbgrader autograde` in that folder",
            )
        )
    folder = Path.cwd()
    if not (folder / SETTINGS).is_file():
        raise UsageError(
            explain(
                "the checks of this notebook are not beside it",
                got=f"no {SETTINGS} in {folder}",
                want="the assignment's folder as you were given it, with this notebook in it",
                step="move the notebook back, and restart the kernel",
            )
        )
    return load_assignment(folder)


def _submission(assignment: Assignment) -> Submission:
    cells = _cells()
    source, notes = cells_source(cells, assignment.functions)
    answers, remarks = cells_answers(cells) if assignment.questions else ({}, ())
    file = "this notebook"
    # That a cell was run several times, and so defined its functions, is how one works.
    told = tuple(note for note in notes if not note.endswith("the last one counts"))
    modules = dict.fromkeys(assignment.modules, file)
    submission = Submission(file, {file: source}, modules, (*told, *remarks), answers)
    return with_hunt(submission, assignment, Path.cwd())


def _cells() -> list[tuple[int, str]]:
    """The cells that this kernel ran, by their numbers; of equal ones the last."""
    shell = _shell()
    if shell is None:
        raise UsageError(
            "check_exercise() checks the cells of a notebook, and this is none: "
            "for .py files run `pytest` in the assignment's folder"
        )
    ran = list(enumerate(shell.history_manager.input_hist_raw))
    last = {text: number for number, text in ran if text.strip()}
    return _recent(sorted((number, text) for text, number in last.items()))


def _recent(cells: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """The last cells, as many as can be read at once: a long session has run a lot."""
    room, kept = MAX_TOKENS, []
    for cell in reversed(cells):
        room -= count_tokens(cell[1])
        if room < 0:
            break
        kept.append(cell)
    return kept[::-1]


def _shell() -> Any:
    try:
        from IPython import get_ipython  # noqa: PLC0415 - is there where a notebook is
    except ImportError:
        return None
    return get_ipython()


def _display(shown: object) -> None:
    from IPython.display import display  # noqa: PLC0415

    display(shown)
