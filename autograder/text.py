r"""Make text that we did not write safe to show: names, reprs, messages and output of students.

    any text --clean--> what a report, a terminal or a page may print

Invariant: what comes out is bounded, encodes as UTF-8, and has no character that a reader cannot
see or that a terminal obeys. Values only: imports nothing of ours.
"""

from __future__ import annotations

import unicodedata
from typing import Final

_ESCAPED: Final = frozenset(
    {"Cc", "Cf", "Cs", "Zl", "Zp"}
)  # control, format, surrogate, separators


def clean(text: str, limit: int = 200) -> str:
    r"""Make text safe to print: no control or invisible characters, at most `limit` long.

    Newlines and tabs stay; every other control character, bidi mark, format character and lone
    surrogate becomes a visible escape such as ``\x1b`` or ``\u202e``. Of a longer text the head and
    the tail stay, and the gap says how long it was.
    """
    if len(text) <= limit:
        if text.isprintable():  # as nearly all is; what has newlines or tabs is looked through
            return text
        shown = "".join(map(_visible, text))
        if len(shown) <= limit:
            return shown
    gap = f" [... {len(text)} characters in all ...] "
    if limit < 2 * len(gap):
        gap = "..."[:limit]
    room = limit - len(gap)
    tail = _fit(text[: -room - 1 : -1], room // 3)
    head = _fit(text[:room], room - room // 3)
    return "".join([*head, gap, *reversed(tail)])


def _visible(char: str) -> str:
    if char in "\n\t" or unicodedata.category(char) not in _ESCAPED:
        return char
    code = ord(char)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _fit(text: str, room: int) -> list[str]:
    """The first characters of `text`, each made visible and kept whole, within `room`."""
    kept: list[str] = []
    for shown in map(_visible, text):
        room -= len(shown)
        if room < 0:
            break
        kept.append(shown)
    return kept
