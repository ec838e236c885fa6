"""`backmark check --watch`: check again whenever a file is saved, but only what depends on it.

The first run checks everything that was asked for. After that a save runs the exercises that use
what changed; of the others the last result stays in the picture.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from autograder.course.places import SETTINGS
from autograder.course.questions import ANSWERS
from autograder.errors import BackmarkError, SubmissionError, UsageError, explain
from autograder.study.changes import affected, changed_names
from autograder.study.checking import Checked, Checker

if TYPE_CHECKING:
    from threading import Event

DEBOUNCE_MS: Final = 200
"""Editors write a file in several steps (a copy, a rename); people save less often than this."""

Seen = Callable[[Checked | BackmarkError], None]
"""What to do with each result: or with the reason why there is none this time."""


def require_watchfiles() -> None:
    """Say what is missing before anything runs.

    Raises:
        UsageError: the library that sees files change is not installed.
    """
    if find_spec("watchfiles") is None:
        raise UsageError(
            explain(
                "--watch needs a library that is not installed",
                got="no module named watchfiles",
                want="watchfiles, which sees that a file was saved",
                step="python -m pip install watchfiles",
            )
        )


def watch(checker: Checker, names: Sequence[str], seen: Seen, stop: Event | None = None) -> None:
    """Check, then check again at every save, until interrupted or told to `stop`.

    Raises:
        UsageError: the assignment's settings or its checks were saved.
    """
    folder = checker.assignment.folder
    # Watching begins before the first run, so that a save during it is not missed.
    changes = _changes(folder, stop)
    next(changes)
    sources = _sources(checker)
    last = _run(checker, names, seen, None)
    for saved in changes:
        if any(Path(path).name == SETTINGS or _is_check(path) for path in saved):
            raise UsageError("the checks themselves have changed: start `backmark check` again")
        now = _sources(checker)
        if last is None:
            again = list(names)
        else:
            changed = changed_names(sources, now)
            again = [n for n in affected(checker.assignment, now.values(), changed) if n in names]
            if not again and not any(Path(path).name == ANSWERS for path in saved):
                continue
        sources = now
        last = _run(checker, again, seen, last)


def _run(
    checker: Checker, names: Sequence[str], seen: Seen, before: Checked | None
) -> Checked | None:
    try:
        found = checker.run(names, before=before)
    except SubmissionError as error:  # nothing to check at the moment; the next save may mend it
        seen(error)
        return None
    seen(found)
    return found


def _sources(checker: Checker) -> dict[str, str]:
    """The text of every module, as far as it can be read."""
    found = {}
    for module in checker.assignment.modules:
        path = checker.assignment.folder / f"{module}.py"
        try:
            found[path.name] = path.read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
    return found


def _is_check(path: str) -> bool:
    name = Path(path).name
    return name.startswith("test_") and name.endswith(".py")


def _changes(folder: Path, stop: Event | None) -> Iterator[list[str]]:
    """First an empty list, when watching has begun; then the paths of each save."""
    from watchfiles import watch as files_changed  # noqa: PLC0415 - optional

    def concerns(_: Any, path: str) -> bool:
        name = Path(path).name
        return Path(path).parent == folder and (
            name.endswith((".py", ".ipynb")) or name in (SETTINGS, ANSWERS)
        )

    stream = files_changed(
        folder,
        watch_filter=concerns,
        debounce=DEBOUNCE_MS,
        step=20,
        stop_event=stop,
        rust_timeout=100,  # how soon the first empty answer says that watching has begun
        yield_on_timeout=True,
        recursive=False,
        raise_interrupt=True,
    )
    next(stream)
    yield []
    for batch in stream:
        if batch:
            yield sorted(path for _, path in batch)
