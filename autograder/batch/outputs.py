"""What a class becomes on disk, read from its ledger one hand-in at a time, as often as needed.

OUT/verdicts/ID.json       each verdict as data
OUT/gradebook.csv          in Gradescope's columns; Canvas' and Moodle's where they were named
OUT/class.html             the class and its checks in figures, for the instructor
OUT/feedback/ID.html       what each student reads
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.batch.feedback import feedback_page
from autograder.batch.gradebook import Book, Grade, canvas_csv, gradescope_csv, moodle_csv
from autograder.batch.hand_in import file_stem
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


def gradebooks(forms: Forms, found: Sequence[Grade]) -> dict[str, Book]:
    """Every gradebook, by its file's name.

    Raises:
        UsageError: a form is not what it should be; for an empty class as well.
    """
    books = {"gradebook.csv": gradescope_csv(found)}
    if forms.canvas is not None:
        books["canvas.csv"] = canvas_csv(found, forms.canvas, forms.canvas_column)
    if forms.moodle is not None:
        books["moodle.csv"] = moodle_csv(found, forms.moodle)
    return books


def write_grades(books: Mapping[str, Book], output: Path) -> Iterator[Path]:
    """Write gradebooks; what was written."""
    for name, book in books.items():
        write_atomically(output / name, book.text)
        yield output / name


def write_verdicts(entries: Entries, gone: Iterable[str], output: Path) -> Path:
    """Write each verdict as data; the folder."""
    return _write_each(
        entries, gone, output / "verdicts", ".json", lambda verdict: json.dumps(verdict) + "\n"
    )


def write_pages(
    entries: Entries,
    gone: Iterable[str],
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
    page_of = partial(feedback_page, templates, assignment)
    yield _write_each(entries, gone, output / "feedback", ".html", page_of)


def _write_each(
    entries: Entries,
    gone: Iterable[str],
    folder: Path,
    suffix: str,
    text_of: Callable[[Mapping[str, Any]], str],
) -> Path:
    """One file for each hand-in that has a verdict, and none for those that have it no more."""
    make_folder(folder)
    for name in gone:
        (folder / f"{file_stem(name)}{suffix}").unlink(missing_ok=True)
    for entry in entries():
        path = folder / f"{file_stem(entry.hand_in.id)}{suffix}"
        if entry.verdict is None:
            path.unlink(missing_ok=True)
        else:
            # The ledger has it for good: waiting for the disk would take longer than grading.
            write_atomically(path, text_of(entry.verdict), durable=False)
    return folder
