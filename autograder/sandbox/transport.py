"""The seam: one way to ask a submission something, whatever process it lives in.

`Transport` has three implementations under one conformance suite: `InProcess` (for debugging), and
`Workers` with a launcher that starts each worker as a program (`Programs`) or forks it from a warm
zygote (`Zygote`). `open_transport` chooses.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from autograder.sandbox.jail import Layer
from autograder.sandbox.protocol import Answer, CallbackCall, CallbackReply, Request

Callbacks = Callable[[CallbackCall], CallbackReply]


class WorkerDied(Exception):  # noqa: N818 - an outcome, not an error
    """The student's process is gone; `kind` is "timeout", "memory" or "crash".

    `detail` is what of the reason the submission could choose, such as its exit status.
    """

    def __init__(self, kind: str, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason} ({detail})" if detail else reason)
        self.kind = kind
        self.reason = reason
        self.detail = detail


class Transport(Protocol):
    """Carries requests to a submission and answers back."""

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The jail around the submission, layer by layer; empty before the first `Load`."""
        ...

    @property
    def waited_s(self) -> float:
        """Wall time for which submissions have kept us waiting for answers; 0 where not measured.

        Counts their calls of our functions, and does not count what it takes to start a worker.
        """
        ...

    def request(self, request: Request, callbacks: Callbacks, *, wall_s: float) -> Answer:
        """Ask, serve the callbacks it makes meanwhile, and return its answer.

        A `Load` starts a worker where none is alive; any other request needs the one that was
        loaded.

        Raises:
            WorkerDied: the process ended, or was ended for not answering within `wall_s`.
            WorkerError: no process could be started at all.
        """
        ...

    def close(self) -> None:
        """End every process. Harmless when called twice."""
        ...
