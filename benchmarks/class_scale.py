"""What `backmark class` costs as the class grows: `python benchmarks/class_scale.py`.

Ten hand-ins of the sample class, drawn by a seed, are copied into classes of 10, 100 and 1,000: the
same mixture at every size, no two of one text (each copy has a comment and a function of its own).
Each class is graded by the command in a process of its own, on `--jobs` processes. CPU time is that
of every process below it, students' code included: this process adopts and reaps what the others
leave behind. The start is what a class of two costs without its two hand-ins: it is paid once.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from autograder.course.load import load_assignment
from autograder.course.submission import open_submission
from autograder.errors import SubmissionError

ROOT: Final = Path(__file__).parents[1]
NAME: Final = "04_layers"
SEED: Final = 10
MIXTURE: Final = 10
SUBREAPER: Final = 36  # prctl's PR_SET_CHILD_SUBREAPER: orphans below us become our children
MAIN: Final = """\
import atexit, sys
from pathlib import Path
def peak():
    line = next(l for l in Path("/proc/self/status").open() if l.startswith("VmHWM"))
    print("peak", line.split()[1], file=sys.stderr)
atexit.register(peak)
sys.argv[0] = "backmark"
from autograder.cli import main
main()
"""


@dataclass(frozen=True)
class Cost:
    """What grading one class took."""

    count: int
    wall_s: float
    cpu_s: float
    parent_mb: float
    """The command's own peak, without its processes."""
    ledger_mb: float
    failed: int


def sample(everybody: bool) -> list[Path]:
    """The hand-ins that are copied."""
    folder = ROOT / "tests/submissions" / NAME
    found = sorted(p for p in folder.iterdir() if p.name != "expected.json")
    return found if everybody else sorted(random.Random(SEED).sample(found, MIXTURE))  # noqa: S311


def copies(originals: Sequence[Path]) -> Iterator[tuple[str, dict[str, str]]]:
    """Names and files without an end, no two of the same text."""
    assignment = load_assignment(ROOT / "assignments" / NAME)
    number = 0
    while True:
        for path in originals:
            try:
                opened = open_submission(path, assignment.modules, assignment.functions)
            except SubmissionError:
                yield f"{number:05}_{path.stem}", {"broken.zip": "no zip"}
                number += 1
                continue
            mine = f"\n\ndef copy_{number}():\n    return {number}  # the copy's own\n"
            files = {f"{m}.py": opened.files[file] + mine for m, file in opened.modules.items()}
            sheet = path / "answers.toml"
            if path.is_dir() and sheet.is_file():
                files[sheet.name] = sheet.read_text("utf-8")
            yield f"{number:05}_{path.stem}", files
            number += 1


def make_class(folder: Path, count: int, originals: Sequence[Path]) -> Path:
    """A class of so many hand-ins."""
    for name, files in islice(copies(originals), count):
        (folder / name).mkdir(parents=True)
        for file, text in files.items():
            (folder / name / file).write_text(text, encoding="utf-8")
    return folder


def grade(source: Path, output: Path, jobs: int) -> Cost:
    """Grade a class from the beginning."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    command = [sys.executable, "-c", MAIN, "class", NAME, str(source), "-o", str(output), "--json"]
    command += ["--jobs", str(jobs)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    wall = time.monotonic() - start
    if done.returncode:
        sys.exit(done.stderr)
    _reap()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    counts = json.loads(done.stdout)
    return Cost(
        count=counts["submissions"],
        wall_s=wall,
        cpu_s=after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        parent_mb=int(done.stderr.rpartition("peak ")[2]) / 1024,
        ledger_mb=(output / "ledger.sqlite").stat().st_size / 1e6,
        failed=counts["failed_to_grade"],
    )


def measure(size: int, originals: Sequence[Path], jobs: int) -> Cost:
    """Make a class, grade it, and leave nothing."""
    folder = Path(tempfile.mkdtemp(prefix="backmark-scale-"))
    try:
        return grade(make_class(folder / "in", size, originals), folder / "out", jobs)
    finally:
        shutil.rmtree(folder)


def _reap() -> None:
    """Wait for whatever was left behind, so that its time counts."""
    with suppress(ChildProcessError):
        while True:
            os.wait()


def say(line: str) -> None:
    """Print it now: the next may take minutes."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 100, 1000])
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--everybody", action="store_true", help="copy all of the sample class")
    options = parser.parse_args()
    ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    originals = sample(options.everybody)
    names = ", ".join(path.name for path in originals)
    say(f"{NAME}, {options.jobs} processes; copies of {names}")
    say(
        "| hand-ins | wall s | a second | CPU s | CPU ms each | without the start | parent MB | "
        "ledger MB | not graded |"
    )
    say("|---" * 9 + "|")
    once = len(originals)
    few, twice = (measure(size, originals, options.jobs) for size in (once, 2 * once))
    start_s = 2 * few.cpu_s - twice.cpu_s
    known = {once: few, 2 * once: twice}
    for size in sorted({*known, *options.sizes}):
        cost = known.get(size) or measure(size, originals, options.jobs)
        each, warm = cost.cpu_s / size, (cost.cpu_s - start_s) / size
        say(
            f"| {size:,} | {cost.wall_s:.1f} | {size / cost.wall_s:.1f} | {cost.cpu_s:.1f} | "
            f"{1000 * each:.0f} | {1000 * warm:.0f} | {cost.parent_mb:.0f} | "
            f"{cost.ledger_mb:.1f} | {cost.failed} |"
        )


if __name__ == "__main__":
    main()
