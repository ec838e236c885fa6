"""CSV that a platform exported, or that a person made of one: rows of cells, all of one length."""

from __future__ import annotations

import csv
import io
import unicodedata
from pathlib import Path

from autograder.errors import UsageError, explain
from autograder.text import clean


def read_rows(path: Path) -> list[list[str]]:
    """All rows, the head first; lines without anything are passed over.

    Raises:
        UsageError: it cannot be read, is no CSV, or is empty.
    """
    want = "CSV in UTF-8, as the platform exports it"
    try:
        text = path.read_text(encoding="utf-8-sig")
        semicolons = text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",")
        lines = csv.reader(io.StringIO(text), delimiter=";" if semicolons else ",")
        rows = [line for line in lines if line]
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise unfit(path, str(error), want) from error
    if not rows:
        raise unfit(path, "an empty file", want)
    return [row + [""] * (len(rows[0]) - len(row)) for row in rows]  # some editors drop them


def no_export(path: Path, want: str, head: list[str]) -> UsageError:
    """The error that its head is not that of what it should be."""
    return unfit(path, f"the columns {clean(', '.join(head[:5]))}", want)


def unfit(path: Path, got: str, want: str) -> UsageError:
    """The error that it is not what it should be."""
    step = "export it again, and do not change the first line"
    return UsageError(explain(f"cannot use {path}", got=got, want=want, step=step))


def folded(text: str) -> str:
    """A key as it is compared: people and systems differ in case, macOS in how it writes an é."""
    return unicodedata.normalize("NFC", text.strip()).casefold()
