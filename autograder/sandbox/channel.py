"""Frames over a socket, with one deadline for the whole frame."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Protocol

from autograder.limits import Limits
from autograder.sandbox import wire


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
    for chunk in chunks:
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
    prefix = _exactly(sock, wire.PREFIX.size, deadline)
    header, body = wire.lengths(
        bytes(prefix), header_limit=limits.header_bytes, frame_limit=limits.frame_bytes
    )
    return bytes(_exactly(sock, header, deadline)), _exactly(sock, body, deadline)


def _exactly(sock: Stream, size: int, deadline: float | None) -> bytearray:
    data = bytearray(size)
    view = memoryview(data)
    while view:
        _set_timeout(sock, deadline)
        count = sock.recv_into(view)
        if not count:
            raise EOFError("the other side closed the connection")
        view = view[count:]
    return data


def _set_timeout(sock: Stream, deadline: float | None) -> None:
    if deadline is None:
        sock.settimeout(None)
        return
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("the deadline has passed")
    sock.settimeout(left)
