"""Frames over a socket, with one deadline for the whole frame."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable
from typing import Final, Protocol

from autograder.limits import Limits
from autograder.sandbox import wire

SMALL: Final = 128 * 1024
"""Bytes up to which copying a frame is cheaper than sending or receiving it in several pieces."""


class Stream(Protocol):
    """What a socket has and this module needs."""

    def settimeout(self, value: float | None, /) -> None:
        """Bound the next operation, or not."""

    def sendall(self, data: bytes | memoryview, /) -> None:
        """Send everything."""

    def recv_into(self, buffer: memoryview, /) -> int:
        """Receive something; 0 at the end."""
        ...


def send(
    sock: Stream, chunks: Iterable[bytes | memoryview], *, deadline: float | None = None
) -> None:
    """Send one frame; `deadline` is a `time.monotonic()` value, None for never.

    Raises:
        TimeoutError: the other side did not take the frame in time.
        OSError: the other side is gone.
    """
    frame = list(chunks)
    if sum(map(len, frame)) <= SMALL:
        frame = [b"".join(frame)]  # one wake-up of the other side, not one a chunk
    for chunk in frame:
        _set_timeout(sock, deadline)
        sock.sendall(chunk)


def receive(
    sock: Stream, limits: Limits, *, deadline: float | None = None
) -> tuple[bytes, bytearray]:
    """Receive one frame's header and body.

    Raises:
        TimeoutError: the frame was not complete in time, however slowly it kept coming.
        EOFError: the other side closed.
        WireError: the frame announces more than the limits allow; nothing was allocated for it.
    """
    clock = _Clock(sock, deadline)
    prefix = _exactly(sock, wire.PREFIX.size, clock)
    header, body = wire.lengths(
        bytes(prefix), header_limit=limits.header_bytes, frame_limit=limits.frame_bytes
    )
    if header + body > SMALL:
        return bytes(_exactly(sock, header, clock)), _exactly(sock, body, clock)
    both = _exactly(sock, header + body, clock)  # at once, as it was sent
    return bytes(both[:header]), both[header:]


def _exactly(sock: Stream, size: int, clock: _Clock) -> bytearray:
    data = bytearray(size)
    view = memoryview(data)
    while view:
        clock.check()
        count = sock.recv_into(view)
        if not count:
            raise EOFError("the other side closed the connection")
        view = view[count:]
    return data


class _Clock:
    """Keeps a socket's timeout near what is left until the deadline.

    Setting a timeout is a system call, so it is not set again within a twentieth of a second: that
    much, at most, a frame that comes in pieces can overrun.
    """

    def __init__(self, sock: Stream, deadline: float | None) -> None:
        self._sock = sock
        self._deadline = deadline
        self._due = 0.0

    def check(self) -> None:
        """Bound the next operation.

        Raises:
            TimeoutError: the deadline has passed.
        """
        if time.monotonic() >= self._due:
            _set_timeout(self._sock, self._deadline)
            self._due = time.monotonic() + 0.05 if self._deadline is not None else math.inf


def _set_timeout(sock: Stream, deadline: float | None) -> None:
    if deadline is None:
        sock.settimeout(None)
        return
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("the deadline has passed")
    sock.settimeout(left)
