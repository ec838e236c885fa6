"""Make the pictures in docs/img/ from the programs that they show.

    python tools/screenshots.py [report|class|notebook ...]

report.svg is what a student's terminal shows; class.png and notebook.png are photographed in a
headless Chromium. Whoever changes what is on them runs this again; a test compares report.svg, and
makes the others anew.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from guides import fill
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

if TYPE_CHECKING:
    from playwright.sync_api import FloatRect, Page

ROOT: Final = Path(__file__).resolve().parents[1]
IMAGES: Final = ROOT / "docs" / "img"
NAME: Final = "04_layers"
COLUMNS: Final = 100
WRONG: Final = {
    "linear_forward": "flat = x.reshape(len(x), -1)\nreturn flat @ w + b, (x, w)",
    "linear_backward": """x, w = cache
n, flat = len(x), x.reshape(len(x), -1)
return (dout @ w.T).reshape(x.shape), flat.T @ dout / n, dout.sum(axis=0) / n""",
}
"""What a student has written: the loss's mean once more."""
DARK: Final = TerminalTheme(
    (24, 26, 33), (214, 218, 228),
    [(24, 26, 33), (239, 110, 110), (126, 200, 126), (229, 192, 110), (120, 165, 240),
     (198, 140, 230), (100, 195, 205), (214, 218, 228)],
)  # fmt: skip


def main() -> None:
    """Make the pictures that were asked for."""
    makers: dict[str, Callable[[Path], Path]] = {
        "report": report, "class": class_page, "notebook": notebook,
    }  # fmt: skip
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("pictures", nargs="*", metavar="PICTURE", help=", ".join(makers))
    parser.add_argument("-o", "--output", type=Path, default=IMAGES)
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)
    for name in arguments.pictures or makers:
        path = makers[name](arguments.output)
        print(f"wrote {path}: {path.stat().st_size // 1024} KiB")  # noqa: T201


def report(folder: Path) -> Path:
    """A check that failed, in a student's terminal."""
    with tempfile.TemporaryDirectory() as scratch:
        work = _handed_out(Path(scratch))
        _solve(work / "linear.py")
        printed = _run([_command("backmark"), "check", "linear"], work, FORCE_COLOR="1")
    lines = [Text.from_ansi(line) for line in printed.splitlines()]
    first = next(i for i, line in enumerate(lines) if line.plain.startswith("  try it"))
    last = next(i for i, line in enumerate(lines) if line.plain.startswith("✗"))
    typed, left_out = Text("$ backmark check linear", style="bold"), Text("  ...", style="dim")
    shown = [typed, Text(), *lines[2 : first + 1], Text(), left_out, Text(), *lines[last:]]
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True)
    for line in shown:
        line.rstrip()
        console.print(line, soft_wrap=True)
    svg = console.export_svg(title="04_layers", theme=DARK, unique_id="report")
    path = folder / "report.svg"
    # Every reader has some monospaced font; none is fetched.
    path.write_text(re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL), encoding="utf-8")
    return path


def class_page(folder: Path) -> Path:
    """The sample class as its instructor sees it."""
    path = folder / "class.png"
    with tempfile.TemporaryDirectory() as scratch:
        made = Path(scratch) / "graded"
        sample = f"tests/submissions/{NAME}"
        _run([_command("backmark"), "class", NAME, sample, "-o", str(made), "--jobs", "2"], ROOT)
        with _browser(1100, 1400) as page:
            page.goto((made / "class.html").as_uri())
            row = page.locator("tbody tr").nth(5).bounding_box()
            if row is None:
                raise SystemExit("the class page has no table of checks")
            whole_rows = row["y"] + row["height"]
            clip: FloatRect = {"x": 0, "y": 0, "width": 1100, "height": whole_rows}
            page.screenshot(path=path, clip=clip)
    return _small(path)


def notebook(folder: Path) -> Path:
    """An exercise in JupyterLab: the cell, and what its checks say."""
    path = folder / "notebook.png"
    with tempfile.TemporaryDirectory() as scratch:
        work = _handed_out(Path(scratch))
        _shorten(work / "layers.ipynb")
        with _lab(work, Path(scratch)) as address, _browser(1100, 2400) as page:
            page.goto(f"{address}/doc/tree/layers.ipynb?reset", timeout=120_000)
            page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=120_000)
            page.get_by_text("| Idle").wait_for(timeout=120_000)
            page.locator(".lm-MenuBar-itemLabel", has_text="Run").first.click()
            page.locator(".lm-Menu-itemLabel").get_by_text("Run All Cells", exact=True).click()
            page.get_by_text("looks like:").first.wait_for(timeout=240_000)
            page.get_by_role("button", name="No", exact=True).click()  # Jupyter's news
            page.wait_for_timeout(500)
            page.screenshot(path=path, clip=_end_of(page))
    return _small(path)


def _end_of(page: Page) -> FloatRect:
    """The notebook from the second function on: all docstrings would fill the picture."""
    panel = page.locator(".jp-NotebookPanel").bounding_box()
    begin = page.get_by_text("def linear_backward").first.bounding_box()
    end = page.locator(".jp-OutputArea-output").last.bounding_box()
    if panel is None or begin is None or end is None:
        raise SystemExit("the notebook does not show its last cell")
    top, bottom = begin["y"] - 12, end["y"] + end["height"] + 16
    return {"x": panel["x"], "y": top, "width": panel["width"], "height": bottom - top}


def _handed_out(scratch: Path) -> Path:
    """A student's folder."""
    ignored = shutil.ignore_patterns("__pycache__", "conftest.py")
    return Path(shutil.copytree(ROOT / "assignments" / NAME, scratch / NAME, ignore=ignored))


def _solve(path: Path) -> None:
    for function, body in WRONG.items():
        fill(path, function, body)


def _shorten(path: Path) -> None:
    """Leave the first exercise, with a solution that is wrong."""
    book = json.loads(path.read_text(encoding="utf-8"))
    wanted = ("imports", "linear", "linear-checks")
    book["cells"] = [cell for cell in book["cells"] if cell["id"] in wanted]
    cell = next(cell for cell in book["cells"] if cell["id"] == "linear")
    scratch = path.with_suffix(".py")
    scratch.write_text("".join(cell["source"]), encoding="utf-8")
    _solve(scratch)
    cell["source"] = scratch.read_text(encoding="utf-8").rstrip()
    scratch.unlink()
    path.write_text(json.dumps(book), encoding="utf-8")


def _command(name: str) -> str:
    return str(Path(sys.executable).parent / name)


def _run(command: list[str], folder: Path, **more: str) -> str:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    mine = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST")}
    env = {**mine, "PATH": path, "COLUMNS": str(COLUMNS), **more}
    done = subprocess.run(  # noqa: S603 - our own programs
        command, cwd=folder, env=env, capture_output=True, text=True, check=False
    )
    if done.returncode > 1:
        raise SystemExit(f"{command} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


@contextmanager
def _browser(width: int, height: int) -> Iterator[Page]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - the SVG needs no browser

    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser.new_page(viewport={"width": width, "height": height}, color_scheme="light")
        browser.close()


@contextmanager
def _lab(folder: Path, scratch: Path) -> Iterator[str]:
    """JupyterLab's address; what it writes goes below `scratch`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = {f"JUPYTER_{name}_DIR": str(scratch / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    arguments = [
        f"--ServerApp.port={port}", "--ServerApp.ip=127.0.0.1", "--no-browser", "--allow-root",
        "--IdentityProvider.token=", "--ServerApp.port_retries=0", "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate",
    ]  # fmt: skip
    server = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "jupyterlab", *arguments], cwd=folder,
        env={**os.environ, **own, "IPYTHONDIR": str(scratch / "ipython")},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            if server.poll() is not None or _is_up(address):
                break
            time.sleep(0.5)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)


def _is_up(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/api/status", timeout=5) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except OSError:
        return False


def _small(path: Path) -> Path:
    """The picture with a palette."""
    from PIL import Image  # noqa: PLC0415 - comes with matplotlib

    picture: Any = Image.open(path).convert("RGB")
    picture.quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)
    return path


if __name__ == "__main__":
    main()
