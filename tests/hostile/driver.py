"""Run the attacks in one mode and print what came of them, as a table.

python -m tests.hostile.driver --mode all [--only NAME]
"""

# ruff: noqa: T201 - what it prints is its result

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.hostile.arena import MODES
from tests.hostile.harness import Result, run_class

ROOT = Path(__file__).parents[2]
USER = 54_321
"""Whom the unprivileged modes run as, where we are root: nobody's number, and not a worker's."""


class CannotRunError(Exception):
    """This mode cannot be run here; the message says why."""


def rows(mode: str, only: str = "") -> Iterator[Result]:
    """The results of one mode, in a process of its own that has the mode's privileges."""
    with contextlib.ExitStack() as stack:
        done = subprocess.run(
            [*_as_whom(mode, stack), "-m", "tests.hostile.here", mode, only],
            cwd=ROOT,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},  # a copy has no thread but its own
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise RuntimeError(f"the driver of mode {mode} failed:\n{done.stderr[-4000:]}")
    for line in done.stdout.splitlines():
        yield Result(**json.loads(line))


def _as_whom(mode: str, stack: contextlib.ExitStack) -> list[str]:
    """The command that starts Python with the mode's privileges."""
    who, is_root = MODES[mode][0], os.geteuid() == 0
    if who == "root" and not is_root:
        raise CannotRunError("needs root")
    if who != "user" or not is_root:
        return [sys.executable]
    if not shutil.which("setpriv"):
        raise CannotRunError("needs setpriv to become another user")
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="backmark-user-")))
    python = _readable_python(folder)
    return ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups", str(python)]


def _readable_python(folder: Path) -> Path:
    """An interpreter that other users may run: ours often lies in root's home."""
    system = shutil.which("python3", path="/usr/bin:/usr/local/bin")
    if not system:
        raise CannotRunError("there is no system Python")
    version = subprocess.check_output([system, "-c", "import sys; print(sys.version_info[:2])"])
    if version.decode().strip() != str(sys.version_info[:2]):
        raise CannotRunError(f"the system's Python is {version.decode().strip()}, not ours")
    venv = folder / "venv"
    subprocess.run([system, "-m", "venv", "--without-pip", str(venv)], check=True)
    folder.chmod(0o755)
    packages = next((venv / "lib").glob("python*/site-packages"))
    import numpy  # noqa: PLC0415 - for where it lies

    lines = [str(Path(numpy.__file__).parents[1]), str(ROOT)]
    (packages / "backmark.pth").write_text("\n".join(lines) + "\n")
    return venv / "bin" / "python"


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mode", choices=MODES, action="append")
    parser.add_argument("--only", default="", help="part of an attack's name")
    parser.add_argument("--table", action="store_true", help="the default: one line an attack")
    parser.add_argument("--show", action="store_true", help="and what each printed and raised")
    parser.add_argument("--class", type=int, dest="size", help="grade a class of this many instead")
    options = parser.parse_args()
    if options.size:
        print(json.dumps(run_class(options.size)))
        return
    sys.exit(_table(options.mode or list(MODES), options.only, options.show))


def _told_if_not(mode: str, only: str) -> Iterator[Result]:
    try:
        yield from rows(mode, only)
    except CannotRunError as reason:
        print(f"mode {mode} left out: {reason}")


def _table(modes: list[str], only: str, show: bool) -> int:
    found: dict[str, dict[str, Result]] = {}
    for mode in modes:
        for result in _told_if_not(mode, only):
            found.setdefault(result.attack, {})[mode] = result
    failures = 0
    print(f"{'attack':36} {'row':4} {'must be stopped by':20} {'stopped in':12} outcome")
    for attack, by_mode in found.items():
        first = next(iter(by_mode.values()))
        held = [m for m, r in by_mode.items() if bool(r.breaches) == (m == "control")]
        outcomes = " / ".join(dict.fromkeys(r.outcome for r in by_mode.values()))
        held_in = f"{len(held)} of {len(by_mode)}"
        print(f"{attack:36} {first.row:4} {first.layer:20} {held_in:12} {outcomes}")
        for mode, result in by_mode.items():
            if show:
                print(f"  --- {mode}\n{result.said}")
            if mode == "control" and not result.breaches:
                failures += 1
                print("    does no harm without a jail: it proves nothing")
            if mode == "control" or (result.open and not result.breaches):
                continue
            for breach in result.breaches:
                failures += not result.open
                known = f" (known: {result.open})" if result.open else ""
                print(f"    BREACH in {mode}{known}: {breach[:300]}")
    for mode in modes:
        times = [r[mode].seconds for r in found.values() if mode in r]
        print(f"{mode}: {len(times)} attacks, {sum(times):.0f} s")
    return 1 if failures else 0


if __name__ == "__main__":
    main()
