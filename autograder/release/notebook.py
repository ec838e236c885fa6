"""Derive an assignment's notebook: the handout's text, a cell to fill in and one that checks.

    README.md by its sections ─┐
    notebook_code.py ──────────┼─▶ text, solution, checks, picture of each exercise ──▶ .ipynb
    exercises and their points ┘

The cells carry nbgrader's metadata and ids that follow from the exercises' names, so a release
changes only the cells whose content did. With `solved` the solutions stand between their markers:
that is the version for nbgrader's `source/`; the other one is what `make_stub` leaves of it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from autograder.course.assignment import Assignment, Exercise
from autograder.course.handout import HANDOUT, slug, split_sections
from autograder.course.imports import HARMLESS
from autograder.course.questions import EXERCISE
from autograder.course.settings import or_nearest
from autograder.errors import UsageError, explain
from autograder.release.notebook_code import Code, notebook_code, notebook_modules
from autograder.release.stub import make_stub

_Cell = dict[str, Any]

_OF_FILES: Final = ("Running the checks", "Questions")
"""The handout's sections that tell how to work with files; a notebook says how with cells."""
_HOW: Final = """\
## In this notebook

The page above speaks of {files}; here their functions are cells, and nothing else differs. Fill in
a cell, run it, then run the cell with the checks below it. Run the imports first. You may add cells
wherever you like. What is graded are the functions by their names, from this file: save it before
you hand it in, and if you define a function twice, the last one in the notebook counts.

| a check is | which means |
|---|---|
| passed | what it looked at is right, and you have its points |
| failed | a result is not what it should be: read on below it |
| not attempted | the function still raises `NotImplementedError`: no mistake, just not done yet |
| blocked | it waits for another check, mostly for your forward, and would repeat its bad news |

**The grade uses other inputs.** The same checks run again, with other random numbers. They run in
a process of their own, on nothing but your functions and what these need: what other cells print,
plot or change plays no part.

**What your functions may import:** {imports}, and the standard library's harmless part (`math`,
`functools`, `dataclasses`, ...). Cells around them may import what they like.
"""
_HUNT: Final = """\
`{file}` is no cell: it stays a file beside this notebook, and both are handed in. Mend it in an \
editor; the next cell checks the file as it was last saved, as the program of whom its first line \
names.
"""
_QUESTIONS: Final = """\
## Questions

Some have numbers of your own. To read them with yours, run the next cell with the e-mail address \
that your course knows you by; then write your answers into the cell below it.
"""


def notebook_path(assignment: Assignment) -> Path:
    """Where an assignment's notebook lies: 04_layers/layers.ipynb."""
    return assignment.folder / f"{notebook_name(assignment)}.ipynb"


def notebook_name(assignment: Assignment) -> str:
    """The notebook's name: the assignment's without its number."""
    return re.sub(r"^\d+_", "", assignment.name)


def notebook_text(assignment: Assignment, *, solved: bool = False) -> str:
    """The notebook as text, format 4.5.

    Raises:
        UsageError: there is no reference or handout to derive it from, or no nbformat.
    """
    if find_spec("nbformat") is None:
        raise UsageError(
            explain(
                f"cannot write the notebook of {assignment.name}",
                got="no nbformat in this Python",
                want="the extra `notebook`",
                step="in Backmark's repository: python -m pip install '.[notebook]'",
            )
        )
    import nbformat  # noqa: PLC0415 - an extra

    python = {"name": "python3", "display_name": "Python 3", "language": "python"}
    metadata = {"kernelspec": python, "language_info": {"name": "python"}}
    cells = list(_cells(assignment, notebook_code(assignment), solved=solved))
    book = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    nbformat.validate(book)
    return f"{nbformat.writes(nbformat.from_dict(book), version=4)}\n"


def points_of(assignment: Assignment, exercise: str) -> float:
    """What an exercise is worth, exactly as the sum of its checks; of `EXERCISE` the questions."""
    if exercise == EXERCISE:
        return math.fsum(question.points for question in assignment.questions)
    return math.fsum(check.points for check in assignment.checks if check.exercise == exercise)


def checks_id(exercise: str) -> str:
    """The nbgrader id of the cell with an exercise's checks."""
    return f"{exercise}-checks"


def _cells(assignment: Assignment, code: Code, *, solved: bool) -> Iterator[_Cell]:
    waiting = list(assignment.exercises)
    given, about = dict(code.given), dict(code.about)
    sections = _sections(assignment)
    yield _text("about", sections.pop("", ""))
    files = ", ".join(f"`{module}.py`" for module in notebook_modules(assignment))
    allowed = ", ".join(f"`{name}`" for name in sorted(assignment.allowed_imports - HARMLESS))
    how = _text("how", _HOW.format(files=files, imports=allowed))
    for heading, text in sections.items():
        exercises = [e for e in waiting if e.section == heading]
        if exercises and waiting[0] is assignment.exercises[0]:
            yield from (how, _code("imports", code.imports))
        yield _text(f"section-{slug(heading)}", text)
        for exercise in exercises:
            waiting.remove(exercise)
            yield _text(f"{exercise.name}-title", _title(assignment, exercise))
            if exercise.module in about:
                yield _text(f"{exercise.module}-about", about.pop(exercise.module))
            if exercise.module in given:
                yield _code(f"{exercise.module}-given", given.pop(exercise.module))
            if exercise.hunt:
                yield _text(f"{exercise.name}-file", _HUNT.format(file=f"{exercise.module}.py"))
            else:
                source = code.solutions[exercise.name]
                yield _solution(exercise.name, source if solved else make_stub(source))
            yield _checks(assignment, exercise.name)
            if exercise.name in code.pictures:
                yield _code(f"{exercise.name}-picture", code.pictures[exercise.name])
    if waiting:
        names = ", ".join(f"{e.section!r} ({e.name})" for e in waiting)
        near = or_nearest(waiting[0].section, sections)
        raise UsageError(f"{assignment.folder / HANDOUT} has no section {names}{near}")
    if assignment.questions:
        yield from _questions(assignment)


def _questions(assignment: Assignment) -> Iterator[_Cell]:
    lines = [f'    "{question.name}": "",  # {question.kind}' for question in assignment.questions]
    yield _text("questions-text", _QUESTIONS)
    yield _code("questions-show", 'from autograder import show_questions\n\nshow_questions("")')
    yield _solution(EXERCISE, "\n".join(["answers = {", *lines, "}"]))
    yield _checks(assignment, EXERCISE)


def _sections(assignment: Assignment) -> dict[str, str]:
    """The handout's sections by heading, the beginning under ""; links as Jupyter has them."""
    path = assignment.folder / HANDOUT
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"cannot read {path}: {error.strerror}; a notebook is made of it"
        ) from error
    beginning, below = split_sections(text)
    anchors = {slug(heading): heading.replace(" ", "-") for heading in below}
    texts = {"": beginning}
    texts |= {h: f"## {h}\n\n{_trimmed(t)}" for h, t in below.items() if h not in _OF_FILES}
    return {
        heading: re.sub(
            r"\]\(#([\w-]+)\)", lambda link: f"](#{anchors.get(link[1], link[1])})", text
        )
        for heading, text in texts.items()
    }


def _trimmed(text: str) -> str:
    """Without empty lines around it; a first line that is indented is code, and stays so."""
    return text.rstrip().lstrip("\n")


def _title(assignment: Assignment, exercise: Exercise) -> str:
    hunted = f"`{exercise.module}.py`" if exercise.hunt else ""
    names = hunted or ", ".join(f"`{name}`" for name in exercise.functions)
    points = points_of(assignment, exercise.name)
    word = "point" if points == 1 else "points"
    return f"### Exercise {exercise.number}: {names} ({points:g} {word})"


def _text(identity: str, source: str) -> _Cell:
    identity = _cell_id(identity)
    return {"cell_type": "markdown", "id": identity, "metadata": {}, "source": source.strip()}


def _code(identity: str, source: str, **nbgrader: Any) -> _Cell:
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": _cell_id(identity),
        "metadata": {"nbgrader": {"schema_version": 3, "task": False, **nbgrader}}
        if nbgrader
        else {},
        "outputs": [],
        "source": source.strip("\n"),
    }


def _cell_id(identity: str) -> str:
    """At most 64 characters, as the format wants."""
    return re.sub(r"[^a-zA-Z0-9_-]", "", identity)[:64]


def _solution(name: str, source: str) -> _Cell:
    return _code(name, source, grade_id=name, grade=False, solution=True, locked=False)


def _checks(assignment: Assignment, name: str) -> _Cell:
    source = f'from autograder import check_exercise\n\ncheck_exercise("{name}")'
    identity, points = checks_id(name), points_of(assignment, name)
    cell = _code(
        identity, source, grade_id=identity, grade=True, solution=False, locked=True, points=points
    )
    cell["metadata"] |= {"deletable": False, "editable": False}
    return cell
