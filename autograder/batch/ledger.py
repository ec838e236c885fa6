"""The ledger: which hand-ins there are, and the verdict of every finished job.

One SQLite file with one writer. A verdict is committed the moment it is there, so that whatever
ends the run, `kill -9` too, loses no more than the jobs in flight. Verdicts are kept by job, not by
student: a hand-in that did not change is not graded again, and two that are the same are graded
once. Verdicts of earlier assignments or seeds stay, since they are other jobs.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from autograder.batch.hand_in import HandIn, Person, readable
from autograder.errors import UsageError, explain, in_short

FORMAT: Final = "2"
_ANOTHER: Final = "name another folder with -o, or another ledger with --against"
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS hand_ins (
    id TEXT PRIMARY KEY,
    people TEXT NOT NULL,     -- JSON: [{"id", "name", "email"}]
    path TEXT NOT NULL,
    submitted TEXT NOT NULL,
    job TEXT,                 -- NULL: it could not be opened
    notes TEXT NOT NULL       -- JSON: how it was read, or why it could not be opened
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS verdicts (
    job TEXT PRIMARY KEY,
    verdict BLOB NOT NULL     -- zlib of JSON: a tenth of the size
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS problems (
    job TEXT PRIMARY KEY,
    reason TEXT NOT NULL      -- why we could not grade it; the next run tries again
) WITHOUT ROWID;
"""


@dataclass(frozen=True)
class Entry:
    """A hand-in and what became of it."""

    hand_in: HandIn
    job: str | None
    notes: tuple[str, ...]
    verdict: dict[str, Any] | None
    """None: not graded yet, or it could not be opened (then `job` is None)."""
    problem: str = ""
    """Why there is no verdict, where that is our own fault."""

    @property
    def why(self) -> str:
        """Why there is no verdict, in a line; empty while it waits for one."""
        said = self.problem or (self.notes[0] if self.notes and self.job is None else "")
        return in_short(said)


class Ledger:
    """Opened for writing; a second writer is refused.

    Raises:
        UsageError: the file is no ledger, of another format, or in use.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            # Commits are ours to place: each statement is one, but for those within `with`.
            self._db = sqlite3.connect(path, timeout=0.5, isolation_level=None)
            self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._db.execute("PRAGMA journal_mode = WAL")
            # A crash of the machine, not of the process, may lose the last verdicts; they are
            # graded again. It never damages the file.
            self._db.execute("PRAGMA synchronous = NORMAL")
            self._db.executescript(_TABLES)
            self._db.execute("INSERT OR IGNORE INTO facts VALUES ('format', ?)", (FORMAT,))
        except sqlite3.Error as error:
            raise _unusable(path, error) from error
        if (found := _format_of(self._db)) != FORMAT:
            self._db.close()
            raise _other_format(path, found)

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        # One file again, which can be copied, and read where nothing can be written.
        with suppress(sqlite3.Error):
            self._db.execute("PRAGMA journal_mode = DELETE")
        self._db.close()

    def keep_only(self, present: Sequence[str]) -> tuple[str, ...]:
        """Forget the hand-ins that are no longer in the source, and say which; verdicts stay."""
        known = {row[0] for row in self._db.execute("SELECT id FROM hand_ins")}
        gone = tuple(sorted(known - set(present)))
        for name in gone:
            self._write("DELETE FROM hand_ins WHERE id = ?", (name,))
        return gone

    def record(self, hand_in: HandIn, job: str | None, notes: Sequence[str]) -> None:
        """Note a hand-in and its job, or why it has none."""
        people = json.dumps([asdict(person) for person in hand_in.people])
        path = readable(str(hand_in.path))
        row = (hand_in.id, people, path, hand_in.submitted, job, json.dumps([*notes]))
        self._write("INSERT OR REPLACE INTO hand_ins VALUES (?, ?, ?, ?, ?, ?)", row)

    def knows(self, job: str) -> bool:
        """Whether this job has its verdict."""
        found = self._db.execute("SELECT 1 FROM verdicts WHERE job = ?", (job,)).fetchone()
        return found is not None

    def finish(self, job: str, verdict: bytes) -> None:
        """Keep a job's verdict, packed, for good."""
        self._write("INSERT OR REPLACE INTO verdicts VALUES (?, ?)", (job, verdict))
        self._write("DELETE FROM problems WHERE job = ?", (job,))

    def fail(self, job: str, reason: str) -> None:
        """Note why a job has no verdict, by our own fault."""
        self._write("INSERT OR REPLACE INTO problems VALUES (?, ?)", (job, reason))

    def _write(self, statement: str, row: tuple[str | bytes | None, ...]) -> None:
        try:
            self._db.execute(statement, row)
        except sqlite3.Error as error:
            raise UsageError(
                explain(
                    f"cannot write the ledger {self.path}",
                    got=str(error),
                    want="room on the disk, and the right to write there",
                    step="make room and run again: what it holds is kept",
                )
            ) from error

    def entries(self) -> Iterator[Entry]:
        """Every hand-in, one at a time, in the order of whose they are, then of ids.

        Raises:
            UsageError: the ledger is damaged.
        """
        return _entries(self._db, self.path)


def packed(verdict: dict[str, Any]) -> bytes:
    """A verdict as it is kept; whoever grades packs, since the ledger has one writer."""
    return zlib.compress(json.dumps(verdict, separators=(",", ":")).encode())


def read_ledger(path: Path) -> Iterator[Entry]:
    """The entries of a ledger that is only looked at, one at a time, as `Ledger.entries` does.

    Raises:
        UsageError: there is none, it is no ledger, of another format, or it is being written.
    """
    if not path.is_file():
        raise UsageError(f"no ledger {path}: want the ledger.sqlite of an earlier `backmark class`")
    try:
        db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=0.5)
        found = _format_of(db)
    except sqlite3.Error as error:
        raise _unusable(path, error) from error
    if found != FORMAT:
        db.close()
        raise _other_format(path, found)
    return _closing(db, path)


def _closing(db: sqlite3.Connection, path: Path) -> Iterator[Entry]:
    try:
        yield from _entries(db, path)
    finally:
        db.close()


def _entries(db: sqlite3.Connection, path: Path) -> Iterator[Entry]:
    try:
        yield from _rows(db)
    except (sqlite3.Error, zlib.error, ValueError) as error:
        raise _unusable(path, error) from error


def _rows(db: sqlite3.Connection) -> Iterator[Entry]:
    found = [
        HandIn(name, tuple(Person(**person) for person in json.loads(people)), Path(path), when)
        for name, people, path, when in db.execute(
            "SELECT id, people, path, submitted FROM hand_ins"
        )
    ]
    for hand_in in sorted(found, key=lambda hand_in: (hand_in.whose, hand_in.id)):
        job, notes, packed, reason = db.execute(
            "SELECT h.job, h.notes, v.verdict, p.reason FROM hand_ins h"
            " LEFT JOIN verdicts v ON v.job = h.job"
            " LEFT JOIN problems p ON p.job = h.job WHERE h.id = ?",
            (hand_in.id,),
        ).fetchone()
        verdict = None if packed is None else json.loads(zlib.decompress(packed))
        yield Entry(hand_in, job, tuple(json.loads(notes)), verdict, reason or "")


def _format_of(db: sqlite3.Connection) -> str:
    row = db.execute("SELECT value FROM facts WHERE name = 'format'").fetchone()
    return row[0] if row else "none"


def _other_format(path: Path, found: str) -> UsageError:
    return _refused(path, f"one of format {found}", f"one of format {FORMAT}", _ANOTHER)


def _unusable(path: Path, error: Exception) -> UsageError:
    busy = "locked" in str(error)
    got = "another run has it open" if busy else str(error)
    step = "wait for that run, or stop it" if busy else _ANOTHER
    return _refused(path, got, "a ledger of `backmark class`", step)


def _refused(path: Path, got: str, want: str, step: str) -> UsageError:
    return UsageError(explain(f"cannot use the ledger {path}", got=got, want=want, step=step))
