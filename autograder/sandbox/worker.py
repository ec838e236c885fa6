"""The student's process: reads messages from its socket, lets a `Session` answer them.

Run as `python -I -B -m autograder.sandbox.worker FD LIMITS`, or forked from the zygote, which calls
`serve`. Standard library, NumPy and the wire only: what is imported here is within a student's
reach.
"""

from __future__ import annotations

import json
import os
import socket
import sys

from autograder.errors import WireError
from autograder.limits import Limits
from autograder.sandbox import channel, jail
from autograder.sandbox.protocol import CallbackCall, CallbackReply, Message
from autograder.sandbox.session import Session

CPU_LIMIT_SIGNAL = "SIGXCPU"


def serve(sock: socket.socket, limits: Limits) -> None:
    """Answer messages until the other side closes."""

    def exchange(call: CallbackCall) -> CallbackReply:
        channel.send(sock, session.encode(call))
        reply = read()
        if not isinstance(reply, CallbackReply):
            raise WireError("a callback was answered by something else")
        return reply

    def read() -> Message:
        return session.decode(*channel.receive(sock, limits))

    session = Session(
        exchange, printed_chars=limits.printed_chars, frame_bytes=limits.frame_bytes - 4096
    )
    while True:
        try:
            request = read()
        except (EOFError, OSError):
            return
        if isinstance(request, CallbackReply) or not hasattr(request, "id"):
            return
        channel.send(sock, session.encode(session.handle(request)))  # type: ignore[arg-type]


def main() -> None:
    """Entry point of a worker that was started as a program of its own."""
    descriptor, text = sys.argv[1:]
    sock = socket.socket(fileno=int(descriptor))
    limits = Limits(**json.loads(text))
    jail.enter(limits)
    try:
        serve(sock, limits)
    finally:
        os._exit(0)  # without atexit handlers: a submission may have registered some


if __name__ == "__main__":
    main()
