r"""Lines of feedback as plain text, as ANSI or as Markdown; a line stays what it says.

    lines that passed `clean` --marked_up--> one text in the format that a platform renders

Invariant: a line's own characters never become markup. In ANSI the only escape codes are ours (a
clean line holds none); in Markdown every character with a meaning is escaped, HTML's three too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

FORMATS: Final = ("text", "ansi", "md")
MAX_GROWTH: Final = 6
"""Characters that one may become: a leading blank is `&nbsp;` in Markdown."""

_LABEL: Final = re.compile(r"looks like:|hint:|note:|it printed:")
_COLOURS: Final = {"good": "32", "bad": "31", "ours": "33", "plain": "1"}
_HTML: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_PUNCTUATION: Final = re.compile(
    r"[!-/:-@\[-`{-~]"
)  # all of ASCII's: Markdown lets each be escaped


def marked_up(lines: Sequence[str], form: str, *, heading: str = "", mood: str = "plain") -> str:
    """The lines in this format, below a `heading` whose colour tells its `mood`.

    A mood is "good", "bad", "ours" (our fault) or "plain".
    """
    if form == "ansi":
        return "\n".join(_ansi(lines, heading, mood))
    if form == "md":
        return "  \n".join(_md(lines, heading))  # two blanks: a line break in every Markdown
    return "\n".join([heading, *lines] if heading else lines)


def _ansi(lines: Sequence[str], heading: str, mood: str) -> Iterator[str]:
    if heading:
        yield f"\x1b[{_COLOURS[mood]}m{heading}\x1b[0m"
    for line in lines:
        label = _LABEL.match(line)
        yield f"\x1b[1m{label[0]}\x1b[0m{line[label.end() :]}" if label else line


def _md(lines: Sequence[str], heading: str) -> Iterator[str]:
    if heading:
        yield f"**{escaped_md(heading)}**"
    for line in lines:
        label = _LABEL.match(line)
        if label:
            yield f"**{escaped_md(label[0])}** {escaped_md(line[label.end() :].strip())}"
        else:
            yield escaped_md(line)


def escaped_md(line: str) -> str:
    """One line as Markdown that reads as the line itself, its indentation too."""
    text = line.replace("\t", "    ")
    body = text.lstrip(" ")
    indent = "&nbsp;" * (len(text) - len(body))
    return indent + _PUNCTUATION.sub(lambda c: _HTML.get(c[0], f"\\{c[0]}"), body)
