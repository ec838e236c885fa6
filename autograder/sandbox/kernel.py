"""The kernel's own fences, by the calls that the standard library does not wrap. Linux only.

Each function either does what its name says or raises OSError; nothing here decides whether that
matters.
Sources: prctl(2), seccomp(2), landlock(7); numbers from the kernel's headers, the same on both
    architectures.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
from pathlib import Path
from typing import Final

_FILTERS: Final = Path(__file__).with_name("filters")

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 4, 22, 38
_SECCOMP_MODE_FILTER = 2
_LANDLOCK_CREATE_RULESET, _LANDLOCK_RESTRICT_SELF = 444, 446
_LANDLOCK_CREATE_RULESET_VERSION = 1

_FILE_RIGHTS: Final = {1: 13, 2: 14, 3: 15, 5: 16}
"""Landlock ABI -> how many file-system rights it knows: bits 0 to n - 1 (execute ... ioctl_dev)."""
_TCP: Final = 0b11  # bind, connect: since ABI 4
_SCOPES: Final = 0b11  # abstract sockets, signals to outside: since ABI 6

_libc = ctypes.CDLL(None, use_errno=True)


class _Program(ctypes.Structure):
    """`struct sock_fprog`: a BPF program and its length in instructions."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def _prctl(option: int, *values: object) -> None:
    padded = [*values, 0, 0, 0, 0][:4]
    arguments = [ctypes.c_ulong(v) if isinstance(v, int) else v for v in padded]
    if _libc.prctl(option, *arguments):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def set_dumpable(dumpable: bool) -> None:
    """Whether others of this user may read this process's memory, environment and descriptors."""
    _prctl(_PR_SET_DUMPABLE, int(dumpable))


def die_with_parent(signal_number: int) -> None:
    """Get this signal when the parent ends; a change of uid clears it, so set it afterwards."""
    _prctl(_PR_SET_PDEATHSIG, signal_number)


def forgo_new_privileges() -> None:
    """No setuid program can raise this process's privileges any more; filters need it."""
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)


def load_filter() -> bytes:
    """This architecture's system-call filter, compiled by tools/build_seccomp.py.

    Raises:
        OSError: there is none for this architecture.
    """
    return (_FILTERS / f"{platform.machine()}.bpf").read_bytes()


def install_filter(program: bytes) -> None:
    """Allow only the system calls that this BPF program allows, for good."""
    fprog = _Program(len(program) // 8, program)
    _prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(fprog))


def _syscall(number: int, *arguments: object) -> int:
    result: int = _libc.syscall(ctypes.c_long(number), *arguments)
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def landlock_abi() -> int:
    """The version of Landlock that this kernel has.

    Raises:
        OSError: none.
    """
    version = ctypes.c_uint32(_LANDLOCK_CREATE_RULESET_VERSION)
    return _syscall(_LANDLOCK_CREATE_RULESET, None, ctypes.c_size_t(0), version)


def deny_files_and_network(abi: int) -> None:
    """Restrict this process, by Landlock, to the descriptors that it has: an empty set of rules."""
    rights = max(count for since, count in _FILE_RIGHTS.items() if abi >= since)
    fields = [(1 << rights) - 1]
    fields += [_TCP] if abi >= 4 else []
    fields += [_SCOPES] if abi >= 6 else []
    attributes = struct.pack(f"<{len(fields)}Q", *fields)
    none = ctypes.c_uint32(0)
    ruleset = _syscall(_LANDLOCK_CREATE_RULESET, attributes, ctypes.c_size_t(len(attributes)), none)
    try:
        _syscall(_LANDLOCK_RESTRICT_SELF, ctypes.c_int(ruleset), none)
    finally:
        os.close(ruleset)
