"""`backmark check --watch` on real files that are really saved."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from desk import Run, edit

from autograder.cli.practice import _show_again
from autograder.errors import BackmarkError, UsageError
from autograder.study.checking import Checked, open_checker
from autograder.study.watching import watch as watch_folder

Golden = Callable[[str, str], None]


class Watch:
    """The command in a process of its own, and its pictures one after another."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "autograder.cli", "check", "--watch", "--json", *arguments],
            cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def next(self) -> dict[str, object]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, self._process.communicate()[1]
        return dict(json.loads(line))

    def error(self) -> str:
        assert self._process.stderr is not None
        return self._process.stderr.readline()

    def wait(self) -> int:
        return self._process.wait(timeout=20)

    def interrupt(self) -> tuple[int, str]:
        self._process.send_signal(signal.SIGINT)
        _, err = self._process.communicate(timeout=20)
        return self._process.returncode, err


@pytest.fixture
def watch(layers: Path) -> Iterator[Watch]:
    started = Watch(layers)
    yield started
    started.interrupt()


def outcomes(found: dict[str, object], exercise: str) -> set[str]:
    checks = found["checks"]
    assert isinstance(checks, list)
    return {check["outcome"] for check in checks if check["exercise"] == exercise}


@pytest.mark.slow
def test_a_save_runs_what_uses_the_change_and_keeps_the_rest(watch: Watch, layers: Path) -> None:
    first = watch.next()
    edit(layers / "linear.py", "dout.sum(axis=0)", "dout.mean(axis=0)")
    second = watch.next()
    edit(layers / "activations.py", "np.maximum(x, 0.0), x", "np.maximum(x, 0.5), x")
    third = watch.next()

    assert isinstance(first["ran"], list)
    assert len(first["ran"]) == 15
    assert outcomes(first, "linear") == {"passed"}
    assert second["ran"] == ["linear"]
    assert "failed" in outcomes(second, "linear")
    assert third["ran"] == ["relu"]
    assert outcomes(third, "linear") == outcomes(second, "linear")
    assert "failed" in outcomes(third, "relu")


@pytest.mark.slow
def test_a_comment_is_no_change_and_a_broken_file_is_told(watch: Watch, layers: Path) -> None:
    watch.next()
    edit(layers / "linear.py", "def linear_forward", "# a remark\n\ndef linear_forward")
    edit(layers / "linear.py", "def linear_backward", "def linear_backward(")
    broken = watch.next()
    edit(layers / "linear.py", "def linear_backward(", "def linear_backward")
    mended = watch.next()

    assert outcomes(broken, "linear") == {"raised", "blocked"}
    assert outcomes(mended, "linear") == {"passed"}


@pytest.mark.slow
def test_nothing_to_check_is_told_and_watched_on(watch: Watch, layers: Path) -> None:
    watch.next()
    texts = {path: path.read_text() for path in layers.glob("[al]*.py")}
    for path in texts:
        path.unlink()
    told = watch.error()
    for path, text in texts.items():
        path.write_text(text)

    assert "there is nothing to check in 04_layers" in told
    assert outcomes(watch.next(), "linear") == {"passed"}


@pytest.mark.slow
def test_the_interrupt_key_ends_it(watch: Watch) -> None:
    watch.next()

    code, err = watch.interrupt()

    assert (code, err.strip()) == (130, "backmark: interrupted")


def watched(folder: Path, names: list[str], *saves: Callable[[], None]) -> None:
    """Watch as the command does, without JSON: a save after each picture, and then the end."""
    stop, waiting = Event(), iter(saves)

    def seen(found: Checked | BackmarkError) -> None:
        _show_again(found, True, False)
        next(waiting, stop.set)()

    with open_checker(folder, ()) as checker:
        watch_folder(checker, names, seen, stop)


def test_under_each_picture_stands_what_was_checked_and_how_to_go_on(
    layers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ["linear", "relu", "elu", "tanh"]

    def worsen() -> None:
        edit(layers / "linear.py", "dout.sum(axis=0)", "dout.mean(axis=0)")

    def link() -> None:  # in one step, as no file must be seen to be missing
        (layers / "a link").symlink_to("losses.py")
        (layers / "a link").replace(layers / "linear.py")

    watched(layers, names, worsen, link)

    out, err = capsys.readouterr()
    assert re.findall(r"^\d\d:\d\d:\d\d(.*)$", out, re.MULTILINE) == [
        f"{told}; save a file to check again, Ctrl-C to end"
        for told in (" checked 4 exercises", " checked linear", "")
    ]
    assert err == (
        "backmark: cannot open 04_layers: linear.py is not safe to open\n"
        "  got: a link\n"
        "  want: linear.py, activations.py, losses.py (alone, in a folder or in a .zip), "
        "or one .ipynb\n"
        "  next: hand in these files and nothing else; pack archives with your system's own zip\n"
    )


def test_changed_checks_end_it_with_the_next_step(layers: Path) -> None:
    def retitle() -> None:
        edit(layers / "assignment.toml", 'title = "Layers"', 'title = "Layer"')

    with pytest.raises(UsageError) as told:
        watched(layers, ["relu"], retitle)

    assert str(told.value) == ("the checks themselves have changed: start `backmark check` again")


def test_without_the_library_it_says_what_to_install(
    layers: Path, run: Run, monkeypatch: pytest.MonkeyPatch, golden: Golden
) -> None:
    monkeypatch.setattr("autograder.study.watching.find_spec", lambda name: None)

    ran = run(layers, "check", "--watch")

    assert (ran.code, ran.out) == (2, "")
    golden("study-watch-without-watchfiles.txt", ran.err)
