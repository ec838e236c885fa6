"""What a command costs, with everything that it starts: seconds, processor seconds, memory.

Processor seconds are those of every process that has ended and been waited for; as we adopt what a
command leaves behind (a subreaper, on Linux), that is all of them. Memory is the sum of PSS, so a
page that several processes share counts once; it is looked at every few milliseconds, which takes
time, so it is measured in a run of its own.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import subprocess
import threading
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_SUBREAPER: Final = 36  # PR_SET_CHILD_SUBREAPER in <sys/prctl.h>
LOOK_S: Final = 0.01


@dataclass(frozen=True)
class Cost:
    """Seconds by the clock, and of the processor."""

    wall_s: float
    cpu_s: float

    def each(self, count: int) -> Cost:
        """The same for one of so many."""
        return Cost(self.wall_s / count, self.cpu_s / count)


def run(
    command: Sequence[str],
    *,
    cwd: Path,
    environment: Mapping[str, str],
    statuses: Collection[int] = (0,),
) -> str:
    """Run a command to its end; what it said. Another status ends the benchmark."""
    done = subprocess.run(  # noqa: S603 - our own commands
        command,
        cwd=cwd,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    said = done.stdout.decode(errors="replace")
    if done.returncode not in statuses:
        raise SystemExit(f"{said}\n{' '.join(command)} ended with status {done.returncode}")
    return said


def cost_of(work: Callable[[], object]) -> Cost:
    """What `work` costs by the processes that it starts."""
    before, start = _cpu_s(), time.perf_counter()
    work()
    wall_s = time.perf_counter() - start
    _reap()
    return Cost(wall_s, _cpu_s() - before)


def peak_of(work: Callable[[], object]) -> float:
    """The most memory that the processes which `work` starts hold at once, in MiB."""
    found, over = [0], threading.Event()

    def look() -> None:
        while not over.wait(LOOK_S):
            found[0] = max(found[0], sum(map(_pss_kib, _descendants(os.getpid()))))

    looking = threading.Thread(target=look)
    looking.start()
    try:
        work()
    finally:
        over.set()
        looking.join()
    return found[0] / 1024


def adopt() -> None:
    """Become the parent of whatever a command leaves behind."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_SUBREAPER, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "PR_SET_CHILD_SUBREAPER")


def _reap() -> None:
    with contextlib.suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)


def _cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _descendants(root: int) -> list[int]:
    """Every process below `root`, itself left out."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError):
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
                children.setdefault(int(fields[1]), []).append(int(folder.name))
    found, new = [], [root]
    while new:
        new = [child for parent in new for child in children.get(parent, ())]
        found += new
    return found


def _pss_kib(pid: int) -> int:
    """A process' share of the memory that it holds; all of it where only root may be told more."""
    folder = Path(f"/proc/{pid}")
    with contextlib.suppress(OSError):
        for line in (folder / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    with contextlib.suppress(OSError, IndexError):
        return int((folder / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024
    return 0
