"""The pictures are of what the programs show today."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
IMAGES = ROOT / "docs" / "img"
pytestmark = pytest.mark.slow
needs_chromium = pytest.mark.skipif(
    not (shutil.which("chromium") or shutil.which("chromium-browser")),
    reason="there is no Chromium on this machine",
)


def test_the_terminal_is_what_a_student_sees(tmp_path: Path) -> None:
    import screenshots  # noqa: PLC0415 - needs tools/ on the path

    made = screenshots.report(tmp_path)

    assert made.read_text() == (IMAGES / "report.svg").read_text(), "run `make pictures`"
    assert len(re.findall(r"@font-face|https?://(?!www\.(?:w3|textualize))", made.read_text())) == 0


@needs_chromium
@pytest.mark.filterwarnings("ignore::DeprecationWarning:playwright")
@pytest.mark.parametrize("name", ["class_page", "notebook"])
def test_a_photograph_has_the_size_of_the_one_that_is_shown(name: str, tmp_path: Path) -> None:
    """Fonts differ from machine to machine, so nothing finer is compared."""
    import screenshots  # noqa: PLC0415
    from PIL import Image  # noqa: PLC0415

    made = getattr(screenshots, name)(tmp_path)

    with Image.open(made) as new, Image.open(IMAGES / made.name) as shown:
        assert new.width == shown.width
        assert abs(new.height - shown.height) < 0.1 * shown.height
        assert len(new.convert("L").getcolors() or range(256)) > 20
    assert made.stat().st_size < 150_000
