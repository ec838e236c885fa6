"""Open what a student handed in: a `.py`, a folder, a zip or a notebook becomes source text.

    path --containers--> entries --_choose, _take_single--> those that are wanted
         --Intake--> text of each module, and notes --> Submission

Two kinds of trouble. What is not safe to open, or holds nothing to grade, is refused whole with a
`SubmissionError` of four lines. A file that cannot be used costs only itself: its module counts as
not handed in, and a note says why. Invariant: nothing is run.
"""

from __future__ import annotations

import hashlib
import json
import re
import stat
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from autograder.course.answers import MAX_BYTES, read_answers
from autograder.course.containers import (
    ContainerError,
    Entry,
    UnusableError,
    file_entry,
    folder_entries,
    zip_entries,
)
from autograder.course.intake import Intake
from autograder.course.progress import MAX_BYTES as STATE_BYTES
from autograder.course.progress import OWN, STATE, hints_told
from autograder.course.questions import ANSWERS
from autograder.course.source import defined_names, parse_source
from autograder.course.untouched import is_untouched
from autograder.errors import SubmissionError
from autograder.limits import IntakeLimits
from autograder.text import clean

MAX_NOTES: Final = 20
MAX_LISTED: Final = 5
_NOTEBOOK: Final = re.compile(r".*\.ipynb", re.IGNORECASE | re.DOTALL)
_DEFAULT_LIMITS: Final = IntakeLimits()


@dataclass(frozen=True)
class Submission:
    """What was handed in, as text; a module that was not handed in is absent from `modules`."""

    label: str
    """The hand-in's name for people: its file or folder name."""
    files: Mapping[str, str]
    """File name to source text; of a notebook, the module that was made of it."""
    modules: Mapping[str, str]
    """Module name to the file that holds it; one file may hold several."""
    notes: tuple[str, ...]
    """What a person should know about how it was read."""
    answers: Mapping[str, Any] = field(default_factory=dict)
    """What the answer sheet says, if there is one: data of the student's choice."""
    hints: Mapping[str, int] = field(default_factory=dict)
    """How many hints were taken, by exercise, if the folder says it: of their choice as well."""

    @property
    def digest(self) -> str:
        """SHA-256 of what is graded: the same source has it in a zip, a folder or another order."""
        graded = sorted((module, self.files[file]) for module, file in self.modules.items())
        told = json.dumps([graded, self.answers, self.hints], sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()


def open_submission(
    path: Path,
    modules: Sequence[str],
    names: Collection[str],
    limits: IntakeLimits = _DEFAULT_LIMITS,
) -> Submission:
    """Read what was handed in at `path`: the assignment's `modules`, which define `names`.

    Raises:
        SubmissionError: there is nothing to grade in it, or it is not safe to open.
    """
    intake = Intake(clean(path.absolute().name or str(path)), modules, names, limits)
    try:
        mode = path.lstat().st_mode
        if stat.S_ISLNK(mode):
            raise ContainerError("it is a link, and none is followed", "a link")
        if stat.S_ISDIR(mode):
            entries, intake.notes = folder_entries(path, limits)
            if len(entries) == 1 and _is_zip(entries[0].file):
                # Moodle's download and others have a folder for each student, whatever is in it.
                entries = zip_entries(entries[0], limits)
            _choose(intake, entries)
        elif _is_zip(path.name):
            _choose(intake, zip_entries(file_entry(path), limits))
        else:
            _take_single(intake, file_entry(path))
    except ContainerError as error:
        raise intake.refusal(error.what, error.got) from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path itself
        why = clean(getattr(error, "strerror", None) or str(error))
        step = "check the path and who may read it"
        raise intake.refusal("it cannot be read", why, step=step) from None
    except UnusableError as error:
        if isinstance(error.__cause__, SubmissionError):  # a notebook's own four lines say more
            raise SubmissionError(f"cannot open {intake.label}: {error.__cause__}") from None
        raise intake.refusal(f"it {error}", "nothing that can be used") from None
    hidden = len(intake.notes) - MAX_NOTES
    notes = intake.notes[:MAX_NOTES] + [f"and {hidden} more notes"] * (hidden > 0)
    return Submission(
        intake.label, intake.files, intake.modules, tuple(notes), intake.answers, intake.hints
    )


def _is_zip(name: str) -> bool:
    return name.lower().endswith(".zip")


def _take_single(intake: Intake, entry: Entry) -> None:
    """Take one file: a module by its name, or everything when it has any other name."""
    stem, suffix = Path(entry.parts[-1]).stem, Path(entry.parts[-1]).suffix
    if suffix.lower() == ".ipynb":
        source, notes = intake.notebook(entry)
        intake.take(entry.file, source, intake.wanted)
        intake.notes, intake.answers = [*intake.notes, *notes], intake.sheets[entry]
    elif suffix.lower() != ".py":
        kind = f"a {clean(suffix)} file" if suffix else "a file without a suffix"
        raise intake.refusal("files of its kind are not taken", kind)
    elif stem in intake.wanted:
        intake.take(entry.file, intake.source(entry), [stem])
    else:
        source = intake.source(entry)
        _require_graded(intake, source)
        intake.take(entry.file, source, intake.wanted)
        intake.notes.append(f"{entry.file} has no module's name, so it stands for all of them")
    _note_missing(intake, [])


def _require_graded(intake: Intake, source: str) -> None:
    """Refuse a renamed file that defines nothing graded, unless it has a mistake to be told of."""
    try:
        found = defined_names(parse_source(source))
    except SyntaxError:
        return
    if not found.intersection(intake.names):
        got = f"a file that defines {clean(', '.join(sorted(found))) or 'nothing'}"
        wanted = clean(_some(list(intake.names)))
        raise intake.refusal(f"it defines none of the graded names ({wanted})", got)


def _choose(intake: Intake, entries: list[Entry]) -> None:
    """Take from a folder or a zip what the assignment names, and say what was left."""
    entries = _take_state(intake, entries)
    for module in intake.wanted:
        for level in _levels(entries, re.compile(re.escape(f"{module}.py")))[:1]:
            for entry, source, _ in _agreeing(intake, level, lambda e: (intake.source(e), ())):
                intake.take(entry.file, source, [module])
    _choose_notebook(intake, entries)
    _take_answers(intake, entries)
    sources = [entry for entry in entries if entry.file.lower().endswith(".py")]
    if not intake.modules and len(sources) == 1:
        # Platforms hand over a folder, always: a renamed file in it is as good as one alone.
        intake.seen.add(sources[0].parts)
        _take_single(intake, sources[0])
    if not intake.modules:
        got = "; ".join([*intake.notes, _listing(entries)])
        raise intake.refusal("there is nothing to grade in it", got)
    others = [entry for entry in entries if entry.parts not in intake.seen]
    _note_missing(intake, others)
    if others:
        count = f"{len(others)} other file{'s' if len(others) != 1 else ''}"
        intake.notes.append(f"ignored {count}: {_listing(others)}")


def _take_state(intake: Intake, entries: list[Entry]) -> list[Entry]:
    """Take from what a student's folder remembers how many hints were taken; the other entries."""
    states = [entry for entry in entries if entry.parts[-2:] == (OWN, STATE)]
    for entry in states[:1]:
        with suppress(UnusableError):  # it is nothing that anybody has to hand in
            intake.hints = hints_told(intake.read(entry, STATE_BYTES))
    return [entry for entry in entries if entry not in states]


def _choose_notebook(intake: Intake, entries: list[Entry]) -> None:
    """Take a notebook for the modules that are missing, or still as they were given out."""
    given = [
        module
        for module, file in intake.modules.items()
        if is_untouched(intake.files[file], intake.names)
    ]
    missing = [module for module in intake.wanted if module not in intake.modules]
    if not (missing or given):
        return
    for level in _levels(entries, _NOTEBOOK):
        if not (chosen := _agreeing(intake, level, intake.notebook)):
            continue
        entry, source, notes = chosen[0]
        given = [] if is_untouched(source, intake.names) else given
        for module in given:
            intake.files.pop(intake.modules[module], None)
            intake.notes.append(f"{module}.py is as it was given out: {entry.file} is taken for it")
        if missing or given:
            intake.take(entry.file, source, [*missing, *given])
            intake.notes, intake.answers = [*intake.notes, *notes], intake.sheets[entry]
        return


def _take_answers(intake: Intake, entries: list[Entry]) -> None:
    """Take the answer sheet: the shallowest of its name."""
    for level in _levels(entries, re.compile(re.escape(ANSWERS)))[:1]:
        intake.seen.add(level[0].parts)
        try:
            sheet, wrong = read_answers(intake.read(level[0], MAX_BYTES))
            # The sheet that is given out is empty beside a notebook's answers.
            intake.answers |= {name: given for name, given in sheet.items() if given != ""}
        except UnusableError as error:
            wrong = f"{level[0]} {error}"
        intake.notes += [wrong] * bool(wrong)


def _levels(entries: list[Entry], name: re.Pattern[str]) -> list[list[Entry]]:
    """The entries of that name, grouped by how deep they lie, the shallowest first."""
    found = [entry for entry in entries if name.fullmatch(entry.parts[-1])]
    wanted = sorted(found, key=lambda entry: len(entry.parts))
    return [list(level) for _, level in groupby(wanted, key=lambda e: len(e.parts))]


def _agreeing(
    intake: Intake, level: list[Entry], read: Callable[[Entry], tuple[str, tuple[str, ...]]]
) -> list[tuple[Entry, str, tuple[str, ...]]]:
    """The one usable entry of a level, or none; copies that differ are for a person to sort out."""
    usable: list[tuple[Entry, str, tuple[str, ...]]] = []
    for entry in level:
        intake.seen.add(entry.parts)
        try:
            usable.append((entry, *read(entry)))
        except UnusableError as error:
            intake.notes.append(f"{entry} {error}")
    if different := [one for one in usable if one[1] != usable[0][1]]:
        both = f"{usable[0][0]} and {different[0][0]}"
        raise intake.refusal("two files could be meant and they differ", both)
    return usable[:1]


def _note_missing(intake: Intake, others: list[Entry]) -> None:
    """Say which modules are absent, and which ignored file may have been meant."""
    for module in intake.wanted:
        if module not in intake.modules:
            alike = [str(e) for e in others if _is_alike(e.parts[-1], module)][:3]
            hint = f"; rename it if {' or '.join(alike)} is meant" if alike else ""
            intake.notes.append(f"{module}.py was not handed in{hint}")


def _is_alike(name: str, module: str) -> bool:
    """A file of checks is never meant, though it bears its module's name."""
    name = name.lower()
    return module.lower() in name and name.endswith(".py") and not name.startswith("test_")


def _listing(entries: list[Entry]) -> str:
    return _some([str(entry) for entry in entries]) or "no files"


def _some(names: list[str]) -> str:
    return ", ".join(names[:MAX_LISTED]) + (", ..." if len(names) > MAX_LISTED else "")
