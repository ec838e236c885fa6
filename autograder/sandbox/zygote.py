"""A process that has imported what workers need, and forks one whenever it is asked. Linux only.

    grader ──"F" + orders, with one end of a socket pair──▶ zygote ── fork ──▶ worker
           ◀───────────────── the worker's pid ───────────
           ──"W" + pid ───────────────────────────────────▶ waits for it
           ◀──────────────── its exit status ─────────────
           ──"Z", with one end of a socket pair───────────▶ ── fork ──▶ another zygote

It is exec'ed, never forked from a grader at work: a process that has used torch, or holds an
answer key, has no business being copied. (A grader that knows nothing yet may be copied:
`Zygote.fork_now`.) The processes of a class's pool share one that is exec'ed and have a copy of it
each: as long as it serves "Z" alone, it has NumPy and has read nothing, so a copy is as good as
another program. It starts with what every worker has. What a submission needs besides it imports
before it forks, and keeps for the workers to come. A worker is the zygote's child, so its pid stays
its own until "W" reaps it.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import socket
import struct
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NoReturn

from autograder.sandbox import kernel, worker
from autograder.sandbox.practice import practise

NUMBER: Final = struct.Struct("<q")
CONTROL_FD: Final = 3
"""The one descriptor, besides the standard streams, of a zygote that was forked."""
COPY: Final = b"Z"
"""The request for a copy; it is not answered, as the copy is there to be asked."""
MAX_REQUEST: Final = 65536
"""Bytes of a request: all modules there are to import take 5,000."""


def main() -> None:
    """Entry point of a zygote that was started as a program of its own."""
    serve(socket.socket(fileno=int(sys.argv[1])))


def become_zygote(control: socket.socket, environment: Mapping[str, str]) -> NoReturn:
    """Turn this process, a copy of a grader that knows nothing yet, into what `main` starts as."""
    try:
        os.setsid()
        null = os.open(os.devnull, os.O_RDWR)
        for standard in range(3):
            os.dup2(null, standard)
        os.dup2(control.detach(), CONTROL_FD)
        os.closerange(CONTROL_FD + 1, 4096)
        os.chdir("/")
        os.environ.clear()
        os.environ.update(environment)
        sys.argv[1:] = []
        sys.dont_write_bytecode = True
        serve(socket.socket(fileno=CONTROL_FD))
    finally:
        os._exit(1)


def serve(control: socket.socket, *, practised: bool = False) -> NoReturn:
    """Serve requests until no grader has the other end open."""
    kernel.set_dumpable(False)
    ours = os.getpid()
    known: set[str] = set()
    forks = 0
    while True:
        request, descriptors, _, _ = socket.recv_fds(control, MAX_REQUEST, 1)
        if not request:
            os._exit(0)
        if request == COPY:
            if forks:
                raise SystemExit("what was imported for one submission is not for everybody's")
            if not practised:  # only a class has use for copies
                practise()
            practised = True
            _copy(control, descriptors[0])
        elif request[:1] == b"F":
            orders = json.loads(request[1:])
            if forks == 1 and not practised:  # a second one: there is a class to grade
                practise()
            _import(set(orders["modules"]) - known)
            known.update(orders["modules"])
            jail = worker.ordered_jail(orders, ours)
            forks += 1
            pid = os.fork()
            if pid == 0:
                control.close()
                os.setsid()
                worker.become_worker(descriptors[0], jail)
            os.close(descriptors[0])
            control.send(NUMBER.pack(pid))
        else:
            _, status = os.waitpid(NUMBER.unpack(request[1:])[0], 0)
            control.send(NUMBER.pack(os.waitstatus_to_exitcode(status)))


def _copy(control: socket.socket, descriptor: int) -> None:
    """Have a copy of this process serve on `descriptor`, as a zygote that was started for it."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass  # an earlier copy, which has ended
    if os.fork() == 0:
        control.close()
        os.setsid()
        serve(socket.socket(fileno=descriptor), practised=True)
    os.close(descriptor)


def _import(modules: set[str]) -> None:
    """Import modules for all workers to come."""
    gc.disable()  # importing makes much and drops nothing
    worker.preload(sorted(modules))
    threads = len(list(Path("/proc/self/task").iterdir()))
    if threads != 1:
        # A forked child has only the forking thread: others' locks would stay locked for ever.
        raise SystemExit(f"the zygote has {threads} threads; it must have one to be forked")
    sys.path_importer_cache.clear()  # here, once: a worker would copy the pages of all it holds
    gc.freeze()  # keeps the children from touching, and so copying, the pages they share
    gc.enable()


if __name__ == "__main__":
    main()
