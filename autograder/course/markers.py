"""Find the solution regions of a reference file by its tokens, never by a substring.

    ### BEGIN SOLUTION          alone on its line, at the indentation of what it encloses
    ### END SOLUTION            alone on its line, at the same indentation

A marker inside a string or a docstring is text. Whatever looks like a marker without being one is
refused: an overlooked marker would hand the solution to students.
"""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from autograder.errors import UsageError

BEGIN: Final = "### BEGIN SOLUTION"
END: Final = "### END SOLUTION"

_NEAR_MISS: Final = re.compile(r"[#\s]*(BEGIN|END)[\s_:-]*SOLUTIONS?[\s#:.!-]*", re.IGNORECASE)


class MarkerError(UsageError):
    """A reference file's solution markers cannot be trusted; `line` is where, 1-based."""

    def __init__(self, line: int, message: str) -> None:
        self.line = line
        self.message = message
        super().__init__(f"line {line}: {message}")


@dataclass(frozen=True)
class Region:
    """One solution: the 1-based lines of its two markers, and their indentation."""

    begin: int
    end: int
    indent: str


def solution_regions(source: str) -> tuple[Region, ...]:
    """Return every solution region of `source`, in order.

    Raises:
        MarkerError: a marker is misspelt, unpaired, nested or differently indented from its pair,
            or the source is not Python.
    """
    regions: list[Region] = []
    begin: tokenize.TokenInfo | None = None
    for token in _markers(source):
        line = token.start[0]
        if token.string == BEGIN:
            if begin is not None:
                raise MarkerError(
                    line, f"`{BEGIN}` inside the region that began on line {begin.start[0]}"
                )
            begin = token
        elif begin is None:
            raise MarkerError(line, f"`{END}` without a `{BEGIN}` before it")
        else:
            regions.append(_region(begin, token))
            begin = None
    if begin is not None:
        raise MarkerError(begin.start[0], f"`{BEGIN}` without an `{END}` after it")
    return tuple(regions)


def _region(begin: tokenize.TokenInfo, end: tokenize.TokenInfo) -> Region:
    indent = begin.line[: begin.start[1]]
    if end.line[: end.start[1]] != indent:
        raise MarkerError(
            end.start[0],
            f"`{END}` is indented by {end.start[1]}, its `{BEGIN}` on line {begin.start[0]} "
            f"by {begin.start[1]}: indent both alike",
        )
    return Region(begin.start[0], end.start[0], indent)


def _markers(source: str) -> Iterator[tokenize.TokenInfo]:
    """The comments that are markers; raises at those that only look like one."""
    for token in _comments(source):
        if not _NEAR_MISS.fullmatch(token.string):
            continue
        line = token.start[0]
        if token.string not in (BEGIN, END):
            want = BEGIN if "begin" in token.string.lower() else END
            raise MarkerError(line, f"`{token.string}` is probably meant as `{want}`: write it so")
        if token.line[: token.start[1]].strip():
            raise MarkerError(line, f"`{token.string}` shares its line with code: give it its own")
        yield token


def _comments(source: str) -> Iterator[tokenize.TokenInfo]:
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.COMMENT:
                yield token
    except tokenize.TokenError as error:
        message, (line, _) = error.args
        raise MarkerError(line, f"the file is not Python: {message}") from None
    except SyntaxError as error:
        raise MarkerError(error.lineno or 1, f"the file is not Python: {error.msg}") from None
