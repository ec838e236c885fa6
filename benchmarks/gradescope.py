"""What an autograder's zip costs on Gradescope: the image, its set-up, a run, the peak of memory.

    sudo python benchmarks/gradescope.py 04_layers.zip tests/submissions/04_layers/*

In a clean root (BACKMARK_TEST_ROOT names one; otherwise debootstrap makes it), with the processor
that the platform gives by default, half a core, where control groups can be written. On a busy
machine wall times are too long: processor seconds, doubled, are what half a core would take.

Memory is told twice: with the files that the kernel keeps for its own convenience, which is what a
container is charged for, and without them, which is what processes hold.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "gradescope"))

from container import Container, make_root, missing
from emulator import Platform, shown_score

HALF_A_CORE = 50_000  # of every 100,000 us
GROUPS = Path("/sys/fs/cgroup")
FORM = "{:12} {:5.2f} s, {:5.2f} s of processor; {:4.0f} MiB, {:4.0f} MiB without cached files"
EXISTING = click.Path(exists=True, path_type=Path)
ENTER = 'for group in $1; do echo $$ > "$group/cgroup.procs"; done; shift; exec "$@"'


class Group:
    """A control group for processor and memory, of either version."""

    def __init__(self) -> None:
        second = (GROUPS / "cgroup.controllers").is_file()
        names = ("", "", "") if second else ("cpu", "cpuacct", "memory")
        folders = [GROUPS / name / "backmark-benchmark" for name in names]
        self.cpu, self.used, self.memory = folders
        self.folders = sorted(set(folders))
        for folder in self.folders:
            folder.mkdir(exist_ok=True)
        if second:
            (self.cpu / "cpu.max").write_text(f"{HALF_A_CORE} 100000")
        else:
            (self.cpu / "cpu.cfs_quota_us").write_text(str(HALF_A_CORE))
        self.prefix = ["bash", "-c", ENTER, "-", " ".join(map(str, self.folders))]

    def cpu_s(self) -> float:
        """The processor time that it has used."""
        if (self.used / "cpuacct.usage").is_file():
            return int((self.used / "cpuacct.usage").read_text()) / 1e9
        first = (self.used / "cpu.stat").read_text().splitlines()[0]
        return int(first.removeprefix("usage_usec ")) / 1e6

    def peak_bytes(self) -> int:
        """The most that its processes had at once, cached files included."""
        for name in ("memory.peak", "memory.max_usage_in_bytes"):
            if (self.memory / name).is_file():
                return int((self.memory / name).read_text())
        return 0

    def held_bytes(self) -> int:
        """What its processes hold now, without cached files."""
        rows = dict(row.split() for row in (self.memory / "memory.stat").read_text().splitlines())
        return int(rows.get("anon") or rows["total_rss"])

    @contextmanager
    def most_held(self) -> Iterator[list[int]]:
        """The most that they held while this is open, looked at every few milliseconds."""
        found, over = [0], threading.Event()

        def look() -> None:
            while not over.wait(0.005):
                found[0] = max(found[0], self.held_bytes())

        looking = threading.Thread(target=look)
        looking.start()
        try:
            yield found
        finally:
            over.set()
            looking.join()

    def forget(self) -> None:
        """Start the peak anew."""
        if (self.memory / "memory.max_usage_in_bytes").is_file():
            (self.memory / "memory.max_usage_in_bytes").write_text("0")

    def close(self) -> None:
        """Remove it."""
        for folder in self.folders:
            folder.rmdir()


def size_of(folder: Path) -> int:
    """What a folder's files hold, in bytes."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file())


def say(line: str) -> None:
    """One line of the result."""
    print(line, flush=True)  # noqa: T201 - what a benchmark is for


@click.command(help=__doc__)
@click.argument("archive", type=EXISTING)
@click.argument("submissions", type=EXISTING, nargs=-1, required=True)
def main(archive: Path, submissions: Sequence[Path]) -> None:
    """Install once, run every submission, print a line each."""
    if missing():
        sys.exit(missing())
    rows: list[tuple[float, ...]] = []
    with closing(Group()) as group, tempfile.TemporaryDirectory() as scratch:
        container = Container(
            make_root(Path(scratch) / "root"), Path(scratch) / "box", group.prefix
        )
        platform = Platform(container)
        started = time.monotonic()
        platform.install(archive.absolute())
        say(f"setup.sh: {time.monotonic() - started:.1f} s at half a core")
        say(f"image: {size_of(container.root) / 1e6:.0f} MB more")
        for submission in submissions:
            group.forget()
            before = group.cpu_s()
            with group.most_held() as held:
                posted = platform.run(submission.absolute())
            row = (
                posted.elapsed_s,
                group.cpu_s() - before,
                group.peak_bytes() / 2**20,
                held[0] / 2**20,
            )
            rows.append(row)
            say(FORM.format(submission.name, *row) + f"  {shown_score(posted.results or {})}")
    for name, of in (("median", statistics.median), ("most", max)):
        say(FORM.format(name, *map(of, zip(*rows, strict=True))))


if __name__ == "__main__":
    main()
