"""One opening of a hand-in: reads what is asked for, counts every byte, collects what is taken.

Invariant: every byte that is read counts towards a limit, also of what is then not taken.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from autograder.course.containers import Entry, UnusableError, within
from autograder.course.notebook import notebook_source
from autograder.course.notebook_answers import notebook_answers
from autograder.course.source import decode_source
from autograder.errors import SubmissionError, explain
from autograder.limits import IntakeLimits

_STEP: Final = "hand in these files and nothing else; pack archives with your system's own zip"


@dataclass
class Intake:
    """One opening: what is wanted, within which limits, and what was taken so far."""

    label: str
    wanted: Sequence[str]
    names: Collection[str]
    limits: IntakeLimits
    files: dict[str, str] = field(default_factory=dict)
    modules: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    seen: set[tuple[str, ...]] = field(default_factory=set)
    bytes_read: int = 0
    answers: dict[str, Any] = field(default_factory=dict)
    hints: dict[str, int] = field(default_factory=dict)
    sheets: dict[Entry, dict[str, Any]] = field(default_factory=dict)
    """What the notebooks that were read answer."""

    def read(self, entry: Entry, limit: int) -> bytes:
        """A file's bytes, counted.

        Raises:
            ContainerError: it is not safe to open.
            SubmissionError: all that was read so far is too much.
            UnusableError: it cannot be read, or is larger than `limit`.
        """
        data = entry.read(limit)
        self.bytes_read += len(data)  # also what is then found to be too large
        if self.bytes_read > self.limits.total_bytes:
            raise self.refusal("it unpacks to too much", f"over {self.limits.total_bytes:,} bytes")
        return within(data, limit)

    def source(self, entry: Entry) -> str:
        """A module's text. Raises as `read` does."""
        try:
            return decode_source(self.read(entry, self.limits.file_bytes))
        except ValueError as error:
            raise UnusableError(str(error)) from None

    def notebook(self, entry: Entry) -> tuple[str, tuple[str, ...]]:
        """The text of the module that a notebook makes, and notes. Raises as `read` does."""
        data = self.read(entry, self.limits.notebook_bytes)
        try:
            source, notes = notebook_source(data, self.names)
            self.sheets[entry], remarks = notebook_answers(data)
        except SubmissionError as error:
            raise UnusableError(f"was not taken: {str(error).partition(chr(10))[0]}") from error
        if len(source) > self.limits.file_bytes:
            raise UnusableError(
                f"has over {self.limits.file_bytes:,} characters of graded code: too many to read"
            )
        return source, (*notes, *remarks)

    def take(self, file: str, source: str, modules: Iterable[str]) -> None:
        """Let `file` be what holds these modules."""
        self.files[file] = source
        self.modules.update(dict.fromkeys(modules, file))

    def refusal(self, what: str, got: str, *, step: str = _STEP) -> SubmissionError:
        """The error that refuses the whole."""
        files = ", ".join(f"{module}.py" for module in self.wanted)
        want = f"{files} (alone, in a folder or in a .zip), or one .ipynb"
        what = f"cannot open {self.label}: {what}"
        return SubmissionError(explain(what, got=got, want=want, step=step))
