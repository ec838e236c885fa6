"""A process that has imported what workers need, and forks one whenever it is asked. Linux only.

    grader ──"F" + limits, with one end of a socket pair──▶ zygote ── fork ──▶ worker
           ◀───────────────── the worker's pid ───────────
           ──"W" + pid ───────────────────────────────────▶ waits for it
           ◀──────────────── its exit status ─────────────

It is exec'ed, never forked from the grader: a process that has used torch, or holds an answer key,
has no business being copied. A worker is the zygote's child, so its pid stays its own until "W"
reaps it.
"""

from __future__ import annotations

import gc
import json
import os
import socket
import struct
import sys
from pathlib import Path
from typing import Final, NoReturn

from autograder.limits import Limits
from autograder.sandbox import jail, worker

NUMBER: Final = struct.Struct("<q")
MAX_REQUEST: Final = 4096


def main() -> None:
    """Serve fork requests until the grader closes its end."""
    control = socket.socket(fileno=int(sys.argv[1]))
    threads = len(list(Path("/proc/self/task").iterdir()))
    if threads != 1:
        # A forked child has only the forking thread: others' locks would stay locked for ever.
        raise SystemExit(f"the zygote has {threads} threads; it must have one to be forked")
    gc.collect()
    gc.freeze()  # keeps the children from touching, and so copying, the pages they share
    while True:
        request, descriptors, _, _ = socket.recv_fds(control, MAX_REQUEST, 1)
        if not request:
            os._exit(0)
        if request[:1] == b"F":
            pid = os.fork()
            if pid == 0:
                control.close()
                _become_worker(descriptors[0], Limits(**json.loads(request[1:])))
            os.close(descriptors[0])
            control.send(NUMBER.pack(pid))
        else:
            _, status = os.waitpid(NUMBER.unpack(request[1:])[0], 0)
            control.send(NUMBER.pack(os.waitstatus_to_exitcode(status)))


def _become_worker(descriptor: int, limits: Limits) -> NoReturn:
    try:
        os.setsid()
        sock = socket.socket(fileno=descriptor)
        jail.enter(limits)
        worker.serve(sock, limits)
    finally:
        os._exit(0)


if __name__ == "__main__":
    main()
