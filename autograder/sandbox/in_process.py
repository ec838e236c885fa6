"""The in-process twin: a submission in the student's own pytest process, where pdb and print work.

No isolation whatever: for self-checks and for running our own reference and misconceptions. Values
still go through the wire both ways, so what passes here passes in a worker.
"""

from __future__ import annotations

from autograder.errors import WireError
from autograder.limits import Limits
from autograder.sandbox import wire
from autograder.sandbox.jail import Layer
from autograder.sandbox.modules import MissingError
from autograder.sandbox.protocol import (
    Answer,
    CallbackCall,
    CallbackReply,
    Message,
    Raised,
    Request,
    conversation,
    from_value,
    to_value,
)
from autograder.sandbox.session import Session
from autograder.sandbox.transport import Callbacks

_REFUSED: Callbacks = lambda call: CallbackReply(call.id, None, "no call is under way")  # noqa: E731


class InProcess:
    """A transport without a process; deadlines do not apply, as nothing here can be killed.

    Args:
        limits: sizes; its times are ignored.
        debug: let a student's exception through as it is, for pdb and a full traceback.
        capture: collect what is printed, as a worker does.
    """

    def __init__(self, limits: Limits, *, debug: bool = False, capture: bool = False) -> None:
        self._callbacks: Callbacks = _REFUSED
        self._debug = debug
        self._session = Session(
            self._exchange,
            printed_chars=limits.printed_chars,
            frame_bytes=limits.frame_bytes,
            capture=capture,
            keep_raised=debug,
        )

    @property
    def layers(self) -> tuple[Layer, ...]:
        """None: nothing stands around what runs here."""
        return ()

    @property
    def waited_s(self) -> float:
        """Not measured: what could not be ended anyway need not be counted."""
        return 0.0

    def request(self, request: Request, callbacks: Callbacks, *, wall_s: float) -> Answer:
        """Ask the session directly; see `Transport.request`."""
        self._callbacks = callbacks
        talk = conversation(request, callbacks)
        outgoing = self._session.decode(*_frame(wire.encode(to_value(next(talk)))))
        answer = self._session.handle(outgoing)  # type: ignore[arg-type]
        raised = self._session.raised if isinstance(answer, Raised) else None
        if self._debug and raised and not isinstance(raised, (NotImplementedError, MissingError)):
            raise raised
        try:
            talk.send(from_value(wire.decode(*_frame(self._session.encode(answer)))))
        except StopIteration as done:
            result: Answer = done.value
            return result
        raise WireError("the session answered with another question")

    def _exchange(self, call: CallbackCall) -> CallbackReply:
        received = from_value(wire.decode(*_frame(self._session.encode(call))))
        reply: Message = self._callbacks(received)  # type: ignore[arg-type]
        return self._session.decode(*_frame(wire.encode(to_value(reply))))  # type: ignore[return-value]

    def close(self) -> None:
        """Nothing to end."""


def _frame(chunks: list[bytes | memoryview]) -> tuple[bytes, bytearray]:
    """Header and body of a frame that never leaves this process."""
    return bytes(chunks[1]), bytearray(b"".join(chunks[2:]))
