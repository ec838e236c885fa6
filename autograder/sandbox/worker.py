"""The student's process: enters the jail, then reads messages and lets a `Session` answer them.

Run as a program with FD and ORDERS (`launchers.py`), or forked from the zygote, which calls
`preload` and `become_worker`. Standard library, NumPy and the wire only: what is imported here is
within a student's reach, and what is not imported before the jail closes does not exist in it.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import signal
import sys
import warnings
from collections.abc import Iterable, Mapping
from typing import Any, Final, NoReturn

from autograder.errors import WireError
from autograder.limits import OUT_OF_MEMORY, Limits
from autograder.sandbox import channel
from autograder.sandbox.jail import Jail
from autograder.sandbox.protocol import CallbackCall, CallbackReply, Message, Ready
from autograder.sandbox.session import Session

LINE_FD: Final = 3
"""The one descriptor, besides the standard streams, that a worker has."""
_STRANGERS: Final = ("charset_normalizer",)
"""What NumPy's f2py imports where somebody has installed it: code of strangers within a student's
reach, and 3 MiB that arrays could have."""


class Line:
    """Our end of the socket, by read and write alone: the jail denies what sockets have besides."""

    def settimeout(self, seconds: float | None) -> None:
        """The other side keeps the time."""

    def sendall(self, data: bytes | memoryview) -> None:
        """Write all of `data`."""
        view = memoryview(data)
        while view:
            view = view[os.write(LINE_FD, view) :]

    def recv_into(self, view: memoryview) -> int:
        """Read at most as much as `view` holds; 0 at the end."""
        return os.readv(LINE_FD, [view])


def preload(modules: Iterable[str]) -> None:
    """Import modules as far as they are there: some are not on every platform or in every NumPy."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # some are deprecated, some say so
        for name in _STRANGERS:
            sys.modules.setdefault(name, None)  # type: ignore[arg-type] # so that importing it fails
        for name in modules:
            with contextlib.suppress(Exception):
                importlib.import_module(name)


def ordered_jail(orders: Mapping[str, Any], parent: int) -> Jail:
    """The jail of a worker that is to be.

    Args:
        orders: the limits, and the layers to leave out.
        parent: the pid whose end is the worker's end.
    """
    return Jail(Limits(**orders["limits"]), parent, skip=orders["skip"])


def become_worker(descriptor: int, jail: Jail) -> NoReturn:
    """Turn this process into a worker that talks on `descriptor`, its end of the socket."""
    try:
        limits = jail.limits
        _forget_the_past(descriptor)
        layers = jail.enter()
        line = Line()
        ready = Ready([[layer.name, layer.enforced, layer.why] for layer in layers])
        session = _session(line, limits)
        channel.send(line, session.encode(ready))
        _serve(line, session, limits)
    except MemoryError:  # not even its own answer fits
        os._exit(OUT_OF_MEMORY)
    finally:
        os._exit(0)  # without atexit handlers: a submission may have registered some


def _forget_the_past(descriptor: int) -> None:
    """Keep one descriptor and nothing else of what this process inherited."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    if descriptor != LINE_FD:
        os.dup2(descriptor, LINE_FD)
    os.closerange(LINE_FD + 1, 4096)
    os.chdir("/")
    os.environ.clear()
    sys.argv[:] = [""]
    sys.path.clear()
    sys.path_importer_cache.clear()


def _session(line: Line, limits: Limits) -> Session:
    def exchange(call: CallbackCall) -> CallbackReply:
        channel.send(line, session.encode(call))
        reply = session.decode(*channel.receive(line, limits))
        if not isinstance(reply, CallbackReply):
            raise WireError("a callback was answered by something else")
        return reply

    room = limits.frame_bytes - 4096  # for what stands around a result
    session = Session(exchange, printed_chars=limits.printed_chars, frame_bytes=room)
    return session


def _serve(line: Line, session: Session, limits: Limits) -> None:
    """Answer messages until the other side closes."""
    while True:
        try:
            request: Message = session.decode(*channel.receive(line, limits))
        except (EOFError, OSError):
            return
        channel.send(line, session.encode(session.handle(request)))  # type: ignore[arg-type]


def main() -> None:
    """Entry point of a worker that was started as a program of its own."""
    descriptor, orders = int(sys.argv[1]), json.loads(sys.argv[2])
    parent = os.getppid()
    preload(orders["modules"])
    gc.enable()
    become_worker(descriptor, ordered_jail(orders, parent))


if __name__ == "__main__":
    main()
