"""What a worker takes from itself before it reads the first byte of a submission.

Layers, in the order in which they must be taken: clean descriptors and environment, rlimits, an own
uid, no new privileges, Landlock, seccomp. Each is tried by itself and reported, so that the caller
can say what this host enforces, or refuse to grade with less. seccomp is the one that decides: with
it, paths, processes, threads and sockets do not exist. The others stand behind it where it is
missing.

Nothing here may be undone by the code that runs afterwards, and nothing here needs that code's
cooperation.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from autograder.limits import MIB, Limits

if sys.platform != "win32":
    import pwd
    import resource
if sys.platform == "linux":
    from autograder.sandbox import kernel

T = TypeVar("T")
STRICT: Final = ("rlimits", "no new privileges", "memory limit", "seccomp")
"""The layers without which a host does not enforce the jail; they need no privilege on Linux."""

_UIDS: Final = range(20_000, 60_000)
"""Where own uids are drawn from: above people and services, below 65,536, which containers map."""


@dataclass(frozen=True)
class Layer:
    """One layer of the jail, and whether this host enforces it."""

    name: str
    enforced: bool
    why: str = ""


class Jail:
    """What needs files is read when it is made: before a fork once, and warm; then it is entered.

    Args:
        limits: sizes and times for the rlimits.
        parent: the pid whose end is this process's end.
        skip: layers to leave out, to see what the others hold back by themselves.
    """

    def __init__(self, limits: Limits, parent: int, *, skip: Collection[str] = ()) -> None:
        self.limits = limits
        self._parent = parent
        self._skip = skip
        self._layers: list[Layer] = []
        if sys.platform == "linux":
            self._filter = _or_error(kernel.load_filter)
            self._uid = _or_error(free_uid)

    def enter(self) -> tuple[Layer, ...]:
        """Take every layer that this host has; returns what was enforced and what was not."""
        if sys.platform == "linux":
            with contextlib.suppress(OSError):
                # When memory runs out the kernel should end this process, not the grader. Only
                # while dumpable.
                kernel.set_dumpable(True)
                Path("/proc/self/oom_score_adj").write_text("1000")
        self._try("rlimits", self._lower_limits)
        if sys.platform == "linux":
            self._try("own user", self._change_user)
            self._try("no new privileges", self._give_up_privileges)
            self._try("memory limit", self._limit_memory)
            self._try("landlock", self._restrict_files)
            self._try("seccomp", self._filter_calls)
        else:
            self._try("memory limit", self._limit_memory)
            for name in ("own user", "no new privileges", "landlock", "seccomp"):
                self._layers.append(Layer(name, False, f"not on {sys.platform}"))
        return tuple(self._layers)

    def _try(self, name: str, take: Callable[[], None]) -> None:
        if name in self._skip:
            self._layers.append(Layer(name, False, "left out on request"))
            return
        try:
            take()
        except (OSError, ValueError, NameError) as error:
            self._layers.append(Layer(name, False, str(error)))
        else:
            self._layers.append(Layer(name, True))

    def _lower_limits(self) -> None:
        limits = self.limits
        _lower("CORE", 0)
        _lower("FSIZE", limits.file_bytes)
        _lower("NOFILE", limits.open_files)
        # 16 MiB lets the interpreter raise RecursionError before the stack ends.
        _lower("STACK", 16 * MIB)
        # The soft limit's SIGXCPU names the reason; a program that catches it meets SIGKILL.
        _lower("CPU", limits.cpu_s, limits.cpu_s + 1)
        if sys.platform == "linux":
            _lower("MEMLOCK", 0)
            _lower("MSGQUEUE", 0)

    def _change_user(self) -> None:
        if isinstance(self._uid, OSError):
            raise self._uid
        # Counted per uid, so it is only safe on one that nobody else has. 0: no process, no thread.
        _lower("NPROC", 0)
        os.setgroups([])
        os.setresgid(self._uid, self._uid, self._uid)
        os.setresuid(self._uid, self._uid, self._uid)

    def _give_up_privileges(self) -> None:
        kernel.forgo_new_privileges()
        kernel.set_dumpable(False)
        kernel.die_with_parent(signal.SIGKILL)
        if os.getppid() != self._parent:  # it ended before we asked to end with it
            os._exit(0)

    def _limit_memory(self) -> None:
        # After NumPy's import: OpenBLAS hangs or exits when it cannot map its buffers.
        _lower("AS", self.limits.memory_mib * MIB)

    def _restrict_files(self) -> None:
        kernel.deny_files_and_network(kernel.landlock_abi())

    def _filter_calls(self) -> None:
        if isinstance(self._filter, OSError):
            raise self._filter
        kernel.install_filter(self._filter)


def _or_error(read: Callable[[], T]) -> T | OSError:
    """What a layer will need, or why this host does not have it."""
    try:
        return read()
    except OSError as error:
        return error


def _lower(name: str, soft: int, hard: int | None = None) -> None:
    """Set a limit, never above the hard one there is already."""
    kind = getattr(resource, f"RLIMIT_{name}")
    hard = soft if hard is None else hard
    ceiling = resource.getrlimit(kind)[1]
    if ceiling != resource.RLIM_INFINITY:
        soft, hard = min(soft, ceiling), min(hard, ceiling)
    resource.setrlimit(kind, (soft, hard))


def free_uid() -> int:
    """A uid that no account and no process has, for one worker.

    Raises:
        PermissionError: only root can become another user.
        OSError: none is to be had here.
    """
    if os.getuid() != 0:
        raise PermissionError("only root can become another user")
    mapped = _mapped_uids()
    used = _used_uids()
    for _ in range(100):
        # Not by `random`: forked workers would share its state.
        uid = _UIDS[int.from_bytes(os.urandom(8), "little") % len(_UIDS)]
        if uid in mapped and uid not in used and not _has_account(uid):
            return uid
    raise OSError("no unused uid between 20000 and 60000 is mapped here")


def _mapped_uids() -> range:
    """The uids that exist in this user namespace: a rootless container has a few only."""
    first, _, count = map(int, Path("/proc/self/uid_map").read_text().split()[:3])
    return range(first, first + count)


def _used_uids() -> set[int]:
    used = set()
    with os.scandir("/proc") as entries:  # by path objects it would be a third of a worker's start
        for entry in entries:
            if entry.name.isdecimal():
                with contextlib.suppress(OSError):
                    used.add(entry.stat().st_uid)
    return used


def _has_account(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True
