"""What a worker takes from itself before it reads the first byte of a submission.

Basic limits, by setrlimit, wherever the host has it. Each is tried by itself; what could not be set
is returned by name, so that the caller can say what this host enforces. The kernel-facing layers
(seccomp, Landlock, a uid of its own) belong in this module too.
"""

from __future__ import annotations

import sys

from autograder.limits import MIB, Limits

if sys.platform != "win32":
    import resource


def enter(limits: Limits) -> tuple[str, ...]:
    """Lower this process's limits for good; returns the names of those the host refused."""
    if sys.platform == "win32":
        return ("rlimits",)
    memory = limits.memory_mib * MIB
    wanted = {
        "CORE": 0,
        "FSIZE": limits.file_bytes,
        "NOFILE": limits.open_files,
        # After NumPy's import: OpenBLAS hangs or exits when it can't map its buffers.
        "AS": memory,
        # 16 MiB lets the interpreter raise RecursionError before the stack ends.
        "STACK": 16 * MIB,
    }
    refused = [name for name, value in wanted.items() if not _lower(name, value, value)]
    # The soft limit's SIGXCPU names the reason; a program that catches it meets SIGKILL a second on.
    if not _lower("CPU", limits.cpu_s, limits.cpu_s + 1):
        refused.append("CPU")
    return tuple(refused)


def _lower(name: str, soft: int, hard: int) -> bool:
    """Set a limit, never above the hard one there is already; whether the host did it."""
    kind = getattr(resource, f"RLIMIT_{name}", None)
    if kind is None:
        return False
    try:
        ceiling = resource.getrlimit(kind)[1]
        if ceiling != resource.RLIM_INFINITY:
            soft, hard = min(soft, ceiling), min(hard, ceiling)
        resource.setrlimit(kind, (soft, hard))
    except (ValueError, OSError):
        return False
    return True
