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
import os
import socket
import struct
import sys
from pathlib import Path
from typing import Final

from autograder.sandbox import kernel, worker

NUMBER: Final = struct.Struct("<q")
MAX_REQUEST: Final = 4096


def main() -> None:
    """Serve fork requests until the grader closes its end."""
    control = socket.socket(fileno=int(sys.argv[1]))
    worker.preload(sys.argv[2].split(","))
    threads = len(list(Path("/proc/self/task").iterdir()))
    if threads != 1:
        # A forked child has only the forking thread: others' locks would stay locked for ever.
        raise SystemExit(f"the zygote has {threads} threads; it must have one to be forked")
    kernel.set_dumpable(False)
    ours = os.getpid()
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
                os.setsid()
                worker.become_worker(descriptors[0], request[1:], ours)
            os.close(descriptors[0])
            control.send(NUMBER.pack(pid))
        else:
            _, status = os.waitpid(NUMBER.unpack(request[1:])[0], 0)
            control.send(NUMBER.pack(os.waitstatus_to_exitcode(status)))


if __name__ == "__main__":
    main()
