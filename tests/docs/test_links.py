"""Links within the repository lead somewhere: to a file that exists, and to a heading of it."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [
    *ROOT.glob("*.md"),
    *ROOT.glob("docs/*.md"),
    *ROOT.glob("assignments/**/README.md"),
    *ROOT.glob("tests/**/README.md"),
]
LINK = re.compile(r"\]\(([^()\s]+)\)")
CODE = re.compile(r"^( *)(```+)(?s:.*?)^\1\2|(?<=\n\n)(?: {4}.*\n)+|`[^`\n]+`", re.MULTILINE)


def anchors(page: Path) -> set[str]:
    """What a heading of a page is called in links, as GitHub and the site do."""
    text = CODE.sub(
        lambda code: code[0].strip("`") if "\n" not in code[0] else "", page.read_text()
    )
    titles = re.findall(r"^#{1,6} +(.+?) *$", text, re.MULTILINE)
    seen: Counter[str] = Counter()
    found = set()
    for title in titles:
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", title).lower()
        slug = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        found.add(f"{slug}-{seen[slug]}" if seen[slug] else slug)
        seen[slug] += 1
    return found


def dead_links(page: Path) -> list[str]:
    found = []
    for link in LINK.findall(CODE.sub("", page.read_text())):
        target, _, anchor = link.partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        path = (page.parent / target).resolve() if target else page
        if not path.exists():
            found.append(f"{link}: no such file")
        elif anchor and path.suffix == ".md" and anchor not in anchors(path):
            found.append(f"{link}: no such heading")
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    assert dead_links(page) == []


def test_a_dead_link_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# A heading\n\n[a](page.md#a-heading) [b](#b) [c](c.md) [d](https://x.org/none)\n"
        "`[e](e.md)`\n\n    [f](f.md)\n"
    )

    assert dead_links(page) == ["#b: no such heading", "c.md: no such file"]
