from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.report.markup import FORMATS, MAX_GROWTH, escaped_md, marked_up
from autograder.text import clean

LINES = [
    "dx: 2 of 6 elements differ",
    "  first at [0, 1]: got -1.5, want 3",
    "looks like: Averaged `dx` over the batch.",
    "hint: divide once, at the loss.",
    "it printed:",
    "  <script>alert(1)</script> | ``` # **bold** http://example.org &amp; 1. x",
]
SHOWN = st.text(max_size=60).map(lambda text: clean(text).replace("\n", " "))


def test_feedback_in_every_format(golden: Callable[[str, str], None]) -> None:
    parts = []
    for form in FORMATS:
        shown = marked_up(LINES, form, heading="failed", mood="bad").replace("\x1b", "<ESC>")
        parts.append(f"--- {form}\n{shown}\n")

    golden("markup.txt", "\n".join(parts))


@given(SHOWN)
def test_a_line_of_markdown_reads_as_the_line_and_has_no_markup_of_its_own(line: str) -> None:
    """Without escapes nothing is left that Markdown or HTML could obey."""
    escaped = escaped_md(line)

    bare = re.sub(r"\\[!-/:-@\[-`{-~]|&(?:amp|lt|gt|nbsp);", "", escaped)
    assert not re.search(r"[!-/:-@\[-`{-~]", bare)
    read = html.unescape(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", escaped)).replace("\xa0", " ")
    assert read == line.replace("\t", "    ") or "&" in line or "\xa0" in line
    assert len(escaped) <= MAX_GROWTH * len(line.replace("\t", "    "))


@given(st.lists(SHOWN, max_size=4))
def test_in_ansi_the_only_codes_are_ours(lines: list[str]) -> None:
    shown = marked_up(lines, "ansi", heading="failed", mood="bad")

    assert "\x1b" not in re.sub(r"\x1b\[(0|1|31)m", "", shown)


@pytest.mark.parametrize("mood", ["good", "bad", "ours", "plain"])
def test_every_mood_has_a_colour(mood: str) -> None:
    assert marked_up([], "ansi", heading="x", mood=mood).endswith("mx\x1b[0m")


def test_text_is_the_lines() -> None:
    assert marked_up(LINES, "text") == "\n".join(LINES)
