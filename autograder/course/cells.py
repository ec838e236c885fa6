"""The code cells of a notebook file, as texts: formats 3 and 4, of untrusted JSON.

bytes --code_cells--> (number of the cell, its text), ...
"""

from __future__ import annotations

import json
from typing import Any, Final

from autograder.course.source import normalise_lines
from autograder.errors import SubmissionError, explain
from autograder.text import clean

MAX_JSON_MARKS: Final = 4_000_000
"""Quotes and opening brackets in one notebook: they bound how many objects its JSON becomes (about
70 bytes each). A 32 MiB notebook of plots and tables has well under two million."""


def code_cells(data: bytes) -> list[tuple[int, str]]:
    """The code cells' texts with their place among all cells, counted from 1.

    Raises:
        SubmissionError: not a notebook, or too large to look at.
    """
    if sum(data.count(mark) for mark in (b'"', b"[", b"{")) > MAX_JSON_MARKS:
        raise _refused("it is too large", f"over {MAX_JSON_MARKS:,} JSON values")
    try:
        # No number in a notebook matters here, and millions of them in plots would cost memory.
        book = json.loads(data, parse_int=_no_number, parse_float=_no_number)
    except (ValueError, RecursionError) as error:
        why = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise _refused("it is not JSON", clean(why)) from None
    cells = _listed(book, "cells")
    for sheet in _listed(book, "worksheets"):  # format 3, before 2015
        cells += _listed(sheet, "cells")
    if not cells:
        raise _refused("it has no cells", "JSON without `cells`")
    return [
        (number, text)
        for number, cell in enumerate(cells, 1)
        if isinstance(cell, dict) and cell.get("cell_type") == "code"
        if (text := _cell_text(cell.get("source", cell.get("input"))))
    ]


def _no_number(_: str) -> None:
    return None


def _listed(value: Any, key: str) -> list[Any]:
    found = value.get(key) if isinstance(value, dict) else None
    return list(found) if isinstance(found, list) else []


def _cell_text(source: object) -> str:
    lines = source if isinstance(source, list) else [source]
    return normalise_lines("".join(line for line in lines if isinstance(line, str)))


def _refused(what: str, got: str) -> SubmissionError:
    return SubmissionError(
        explain(
            f"this notebook cannot be used: {what}",
            got=got,
            want="a Jupyter notebook (.ipynb, format 3 or 4) with Python code cells",
            step="open it in Jupyter, save it again, and hand that file in",
        )
    )
