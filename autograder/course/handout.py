"""The handout by its sections, for whoever quotes it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

HANDOUT: Final = "README.md"


def read_sections(folder: Path) -> dict[str, str]:
    """The text of each section by its heading, without figures; nothing without a handout."""
    try:
        text = (folder / HANDOUT).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return {}
    _, sections = split_sections(text)
    return {
        heading: re.sub(r"^!\[.*\]\(.*\)\n\n?", "", body.strip(), flags=re.MULTILINE)
        for heading, body in sections.items()
    }


def split_sections(text: str) -> tuple[str, dict[str, str]]:
    """A handout's beginning, and the text below each heading."""
    # A heading stands after an empty line; in the handouts' code blocks every line is indented.
    beginning, *parts = re.split(r"^## +(.+?) *$", text, flags=re.MULTILINE)
    return beginning, dict(zip(parts[::2], parts[1::2], strict=True))


def slug(heading: str) -> str:
    """The anchor of a heading where the handout is read as a page."""
    return re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-")


def link(section: str) -> str:
    """Where to read a section: README.md#mean-squared-error."""
    return f"{HANDOUT}#{slug(section)}"


def paragraph(section: str, opening: str) -> str:
    """The paragraph of a section's text that begins with **opening**; empty where there is none."""
    start = f"**{opening}**"
    for block in section.split("\n\n"):
        if block.startswith(start):
            return block
    return ""
