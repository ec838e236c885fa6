"""What a class becomes on disk, read from its ledger one hand-in at a time, as often as needed.

OUT/verdicts/ID.json       each verdict as data
OUT/gradebook.csv          in Gradescope's columns; Canvas' and Moodle's where they were named
OUT/class.html             the class and its checks in figures, for the instructor
OUT/feedback/ID.html       what each student reads
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.batch.feedback import feedback_page, file_stem
from autograder.batch.gradebook import Grade, canvas_csv, grades, gradescope_csv, moodle_csv
from autograder.batch.ledger import Entry
from autograder.batch.page import class_page
from autograder.batch.statistics import class_of
from autograder.course.assignment import Assignment
from autograder.files import make_folder, write_atomically

if TYPE_CHECKING:
    import jinja2

Entries = Callable[[], Iterable[Entry]]
"""The class from its beginning, whenever it is called."""


@dataclass(frozen=True)
class Forms:
    """What was exported from Canvas and Moodle, to be filled in."""

    canvas: Path | None = None
    canvas_column: str = ""
    moodle: Path | None = None


def gradebooks(forms: Forms, found: Sequence[Grade]) -> dict[str, str]:
    """Every gradebook's file name and text.

    Raises:
        UsageError: a form is not what it should be; for an empty class as well.
    """
    texts = {"gradebook.csv": gradescope_csv(found)}
    if forms.canvas is not None:
        texts["canvas.csv"] = canvas_csv(found, forms.canvas, forms.canvas_column)
    if forms.moodle is not None:
        texts["moodle.csv"] = moodle_csv(found, forms.moodle)
    return texts


def write_grades(entries: Entries, forms: Forms, output: Path) -> Iterator[Path]:
    """Write gradebooks and verdicts; what was written."""
    for name, text in gradebooks(forms, grades(entries())).items():
        write_atomically(output / name, text)
        yield output / name
    folder = make_folder(output / "verdicts")
    for entry in entries():
        if entry.verdict is not None:
            path = folder / f"{file_stem(entry.hand_in.id)}.json"
            # The ledger has it for good: waiting for the disk would take longer than grading.
            write_atomically(path, json.dumps(entry.verdict) + "\n", durable=False)
    yield folder


def write_pages(
    entries: Entries,
    assignment: Assignment,
    templates: jinja2.Environment,
    output: Path,
    *,
    names: bool,
) -> Iterator[Path]:
    """Write the class page and each student's; what was written."""
    path = output / "class.html"
    found = class_of(entries())
    write_atomically(
        path, class_page(templates, assignment.title, assignment.name, found, names=names)
    )
    yield path
    folder = make_folder(output / "feedback")
    for entry in entries():
        if entry.verdict is not None:
            page = feedback_page(templates, assignment, entry.verdict)
            name = f"{file_stem(entry.hand_in.id)}.html"
            write_atomically(folder / name, page, durable=False)
    yield folder
