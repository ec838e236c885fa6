"""The site: built without a warning, whole, and from nobody else's server."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.course.settings import read_toml

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("mkdocs")  # its plugins need Python 3.11.5
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=ROOT, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    return folder


def test_every_page_is_in_the_site(site: Path) -> None:
    pages = {path.stem for path in (ROOT / "docs").glob("*.md")}

    assert pages <= {path.stem for path in site.glob("*.html")}


def test_nothing_is_fetched_from_elsewhere(site: Path) -> None:
    fetched = re.compile(
        r"""<(?:script|img|iframe|link)\b[^>]*\b(?:src|href)=["']?https?://[^"' >]+"""
    )
    allowed = re.compile(r'rel="?(?:canonical|icon)')
    found = [
        f"{page.name}: {tag}"
        for page in site.glob("*.html")
        for tag in fetched.findall(page.read_text())
        if not allowed.search(tag)
    ]

    assert not found
    assert not any("url(http" in path.read_text() for path in site.rglob("*.css"))
    assert not any("url(http" in path.read_text() for path in site.rglob("*.svg"))


def test_the_interfaces_show_all_that_checks_import(site: Path) -> None:
    text = (site / "interfaces.html").read_text()
    _, project = read_toml(ROOT / "pyproject.toml")

    assert project["project"]["name"] == "backmark"
    for name in (
        "assert_gradient",
        "follow_through",
        "away_from",
        "total_s",
        "PARITY",
        "is_object",
    ):
        assert name in text


def test_the_commands_are_those_of_the_program(site: Path) -> None:
    text = (site / "commands.html").read_text()

    for option in ("--keep-higher", "--seed-file", "--require-jail", "--watch"):
        assert option in text
