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
        "CPU": limits.cpu_s,
        # After NumPy's import: OpenBLAS hangs or exits when it can't map its buffers.
        "AS": memory,
        # 16 MiB lets the interpreter raise RecursionError before the stack ends.
        "STACK": 16 * MIB,
    }
    return tuple(name for name, value in wanted.items() if not _lower(name, value))


def _lower(name: str, value: int) -> bool:
    """Set a soft and hard limit, never above the hard limit there is; whether the host did it."""
    kind = getattr(resource, f"RLIMIT_{name}", None)
    if kind is None:
        return False
    try:
        hard = resource.getrlimit(kind)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (value, value))
    except (ValueError, OSError):
        return False
    return True
