"""A student's notebook in JupyterLab, in a real browser."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from students import assignment, book, cell_of, write

pytestmark = pytest.mark.slow
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
EXERCISES = ("linear", "relu")
OFFLINE = "jupyterlab.handlers.announcements.NeverCheckForUpdate"
WRONG = ("np.sum(dout, axis=0)", "dout.sum(axis=0)")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The assignment's folder with a notebook of two exercises: ReLU is right."""
    of = assignment("04_layers")
    modules = [f"{module}.py" for module in of.modules]
    ignored = shutil.ignore_patterns(*modules, "__pycache__", "*.ipynb")
    shutil.copytree(of.folder, tmp_path / "work", ignore=ignored)
    made = book(of, solved=True)
    right = cell_of(made, "linear")["source"]
    wrong = right
    for good in WRONG:
        wrong = wrong.replace(good, "dout.mean(axis=0)")
    assert wrong != right
    cell_of(made, "linear")["source"] = wrong
    wanted = ["about", "imports", "activations-given"]
    wanted += [f"{name}{part}" for name in EXERCISES for part in ("-title", "", "-checks")]
    made["cells"] = [cell for cell in made["cells"] if cell["id"] in wanted]
    write(made, tmp_path / "work" / "layers.ipynb")
    return tmp_path / "work"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def lab(folder: Path, tmp_path: Path) -> Iterator[str]:
    """JupyterLab's address; everything that it writes goes below the test's own folder."""
    port = free_port()
    own = {f"JUPYTER_{name}_DIR": str(tmp_path / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    arguments = [
        f"--ServerApp.port={port}", "--ServerApp.ip=127.0.0.1", "--no-browser", "--allow-root",
        "--IdentityProvider.token=", "--ServerApp.port_retries=0",
        "--LabApp.news_url=None", f"--LabApp.check_for_updates_class={OFFLINE}",
    ]  # fmt: skip
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", *arguments],
        cwd=folder, env={**os.environ, **own, "IPYTHONDIR": str(tmp_path / "ipython")},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            if server.poll() is not None or is_up(address):
                break
            time.sleep(0.5)
        assert is_up(address)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)


def is_up(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/api/status", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")
@pytest.mark.filterwarnings("ignore::DeprecationWarning:playwright")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_wrong_exercise_is_told_what_it_looks_like_and_a_right_one_its_points(
    lab: str, folder: Path, tmp_path: Path, theme: str
) -> None:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    settings = tmp_path / "CONFIG" / "lab" / "user-settings" / "@jupyterlab" / "apputils-extension"
    settings.mkdir(parents=True)
    chosen = {"theme": f"JupyterLab {theme.title()}"}
    (settings / "themes.jupyterlab-settings").write_text(json.dumps(chosen))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1300, "height": 2600})
        page.goto(f"{lab}/lab/tree/layers.ipynb?reset", timeout=120_000)
        page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=120_000)
        page.get_by_text("(ipykernel) | Idle").wait_for(timeout=120_000)
        page.locator(".lm-MenuBar-itemLabel", has_text="Run").first.click()
        page.locator(".lm-Menu-itemLabel").get_by_text("Run All Cells", exact=True).click()
        page.get_by_text("public checks 5/5").wait_for(timeout=240_000)
        shown = page.locator(".jp-Notebook").inner_text()
        picture = tmp_path / f"{theme}.png"
        page.screenshot(path=picture)
        browser.close()

    assert "looks like: The bias gradient is the mean over the samples." in shown
    assert "hint: Every sample adds to what b does to the loss" in shown
    assert "not attempted" not in shown
    assert "Traceback" not in shown
    assert picture.stat().st_size > 20_000
    if kept := os.environ.get("BACKMARK_SCREENSHOTS"):
        shutil.copy(picture, kept)
