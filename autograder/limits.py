"""How much a submission may use: plain numbers, units in their names, a reason beside each default.

A limit is enforced by us, on our clock and with the kernel's help, never by asking the student's
process how it is doing.
"""

from __future__ import annotations

from dataclasses import dataclass

OUT_OF_MEMORY = 86
"""A worker's exit status when memory does not even last for an answer; unlike any of Python's."""

KIB = 1024
MIB = 1024 * KIB


@dataclass(frozen=True)
class Limits:
    """What one submission's worker may use; `assignment.toml` may override the first four."""

    call_s: float = 5.0
    """Wall time for one call. Exercise-sized calls take well under a millisecond; 5 s leaves room
    for half a core, a cold cache and a neighbour's load, and is still short for a person."""
    import_s: float = 10.0
    """Wall time to run a module's top level."""
    total_s: float = 60.0
    """Wall time that all of a submission's code may use, over all checks: honest hand-ins use less
    than 1 s, and 60 s leave room for code that is sixty times slower, or for twelve calls without
    an end (`call_s`). It bounds how long one submission can hold up a class."""
    memory_mib: int = 256
    """Address space, on Linux. A worker that has imported all it may maps 125 MiB, half of which is
    never touched, and BLAS maps 32 MiB at the first product: 96 MiB are left for arrays, 1,500
    times what an exercise's largest takes. More would not fit beside the grader in the 768 MB of
    Gradescope's smallest container with room to spare for the platform's own."""
    start_s: float = 30.0
    """Wall time for a worker to report for duty; it is mostly `import numpy` from a cold disk."""
    cpu_s: int = 120
    """CPU time of one worker's life: a backstop should our own clock ever fail."""
    frame_bytes: int = 64 * MIB
    """One message, arrays included: 32 MiB each way is far beyond any exercise."""
    header_bytes: int = 2 * MIB
    """A message without its arrays; it bounds what decoding can allocate."""
    printed_chars: int = 64 * KIB
    """What a submission may print during one check before the rest is dropped."""
    open_files: int = 16
    """Descriptors: three standard streams, one socket, and some room for NumPy."""
    file_bytes: int = MIB
    """The largest file a worker may write where it can write at all."""


@dataclass(frozen=True)
class IntakeLimits:
    """What may be handed in; generous for people, small for a machine."""

    file_bytes: int = MIB
    """One source file: the longest hand-written module is below 100 KiB."""
    notebook_bytes: int = 32 * MIB
    """One notebook, whose saved plots weigh far more than its code."""
    archive_bytes: int = 64 * MIB
    """A zip as it lies on disk."""
    total_bytes: int = 64 * MIB
    """Everything that is unpacked, counted while unpacking, whatever the zip claims."""
    entries: int = 2000
    """Files in a zip or a folder, counted before any is opened."""
