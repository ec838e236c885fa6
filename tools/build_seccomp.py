"""Compile the worker's system-call filter with libseccomp: one file of BPF an architecture.

    python tools/build_seccomp.py        (needs libseccomp.so.2, from the package libseccomp2)

The files are committed, so a host that grades needs no libseccomp; a test compiles them again and
compares. The policy is an allow-list in which the file system does not exist: what takes a path
answers EACCES (so that Python treats every file as unreadable, not the system as broken), what is
not listed answers EPERM.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
import tempfile
from pathlib import Path
from typing import Final

FILTERS: Final = Path(__file__).parents[1] / "autograder" / "sandbox" / "filters"
ARCHITECTURES: Final = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}  # AUDIT_ARCH_*

# Memory, time, its own descriptors and its own end: what computing and answering take.
ALLOWED: Final = """
    read readv write writev close lseek fstat dup poll ppoll select pselect6
    brk mmap mprotect munmap mremap madvise
    futex set_robust_list rseq sched_yield sched_getaffinity getcpu membarrier restart_syscall
    rt_sigaction rt_sigprocmask rt_sigreturn sigaltstack
    clock_gettime clock_getres clock_nanosleep nanosleep gettimeofday time times
    getrandom getrusage sysinfo uname
    getpid getppid gettid getpgrp getuid geteuid getgid getegid
    exit exit_group
""".split()  # noqa: SIM905 - a hundred quoted names are harder to read

# Everything that names a file. `newfstatat` too, though glibc's fstat goes through it: with an
# empty path and with a full one it is the same call to a filter.
NO_FILES: Final = """
    open openat openat2 creat access faccessat faccessat2 stat lstat newfstatat statx statfs
    readlink readlinkat getcwd chdir chroot mkdir mkdirat rmdir unlink unlinkat rename renameat
    renameat2 link linkat symlink symlinkat mknod mknodat truncate chmod fchmodat chown lchown
    fchownat
    utime utimes utimensat futimesat getxattr lgetxattr setxattr listxattr
    inotify_add_watch
""".split()  # noqa: SIM905 - a hundred quoted names are harder to read

F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_DUPFD_CLOEXEC = 0, 1, 2, 3, 1030

ALLOW, KILL_PROCESS = 0x7FFF0000, 0x80000000
BAD_ARCHITECTURE, OPTIMIZE = 2, 8  # enum scmp_filter_attr
EQUAL = 4  # enum scmp_compare


def fail_with(number: int) -> int:
    """The action that makes a call fail with this errno."""
    return 0x00050000 | number


class Comparison(ctypes.Structure):
    """`struct scmp_arg_cmp`: argument `arg` compared with `value`."""

    _fields_ = (
        ("arg", ctypes.c_uint),
        ("op", ctypes.c_int),
        ("value", ctypes.c_uint64),
        ("unused", ctypes.c_uint64),
    )


class Filter:
    """A libseccomp filter for one architecture, whatever this machine's is."""

    def __init__(self, architecture: int) -> None:
        self._lib = ctypes.CDLL("libseccomp.so.2")
        self._lib.seccomp_init.restype = ctypes.c_void_p
        self._context = ctypes.c_void_p(self._lib.seccomp_init(fail_with(errno.EPERM)))
        self._must(self._lib.seccomp_arch_remove(self._context, 0))  # 0: this machine's own
        self._must(self._lib.seccomp_arch_add(self._context, architecture))
        self._must(self._lib.seccomp_attr_set(self._context, BAD_ARCHITECTURE, KILL_PROCESS))
        self._must(self._lib.seccomp_attr_set(self._context, OPTIMIZE, 2))  # a binary tree

    def rule(self, name: str, action: int, **arguments: int) -> None:
        """For the call `name` with these argument values (`a0=...`, `a1=...`): this action."""
        number = self._lib.seccomp_syscall_resolve_name(name.encode())
        if number == -1:
            raise SystemExit(f"libseccomp does not know {name}")
        compared = (Comparison * len(arguments))(
            *(Comparison(int(key[1:]), EQUAL, value, 0) for key, value in arguments.items())
        )
        self._must(
            self._lib.seccomp_rule_add_array(
                self._context, action, number, len(arguments), compared
            )
        )

    def compiled(self) -> bytes:
        """The filter as an array of `struct sock_filter`."""
        with tempfile.TemporaryFile() as file:
            self._must(self._lib.seccomp_export_bpf(self._context, file.fileno()))
            file.seek(0)
            return file.read()

    @staticmethod
    def _must(result: int) -> None:
        if result:
            raise OSError(-result, os.strerror(-result))


def compile_filter(architecture: str) -> bytes:
    """The worker's filter for one architecture."""
    policy = Filter(ARCHITECTURES[architecture])
    for name in ALLOWED:
        policy.rule(name, ALLOW)
    for name in NO_FILES:
        policy.rule(name, fail_with(errno.EACCES))
    for command in (F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_DUPFD_CLOEXEC):
        policy.rule("fcntl", ALLOW, a1=command)
    policy.rule("prlimit64", ALLOW, a0=0, a2=0)  # reading its own limits
    policy.rule("ioctl", fail_with(errno.ENOTTY))  # "not a terminal", which is true
    policy.rule("clone3", fail_with(errno.ENOSYS))  # so that glibc falls back to clone: EPERM
    return policy.compiled()


def main() -> None:
    """Write the filters."""
    FILTERS.mkdir(exist_ok=True)
    for architecture in ARCHITECTURES:
        path = FILTERS / f"{architecture}.bpf"
        path.write_bytes(compile_filter(architecture))
        sys.stdout.write(f"wrote {path}: {path.stat().st_size // 8} instructions\n")


if __name__ == "__main__":
    main()
