"""Our side of the border: workers on a leash of deadlines, and an honest word for each death.

    request ──▶ conversation (protocol.py) ──▶ frames over one private socket pair ──▶ worker
                                                 our clock: every frame has a deadline

Invariant: whatever the worker does, `request` returns an answer or raises within `wall_s` and a
    little,
and after it raised no process of that worker is left. Nothing that a worker sends is believed.
"""

from __future__ import annotations

import signal
import socket
import sys
import time
from collections.abc import Iterable
from typing import Final

from autograder.errors import UsageError, WireError, WorkerError
from autograder.limits import OUT_OF_MEMORY, Limits
from autograder.sandbox import channel, wire
from autograder.sandbox.in_process import InProcess
from autograder.sandbox.jail import STRICT, Layer
from autograder.sandbox.launchers import Launcher, Process, Programs, Zygote
from autograder.sandbox.needs import needed
from autograder.sandbox.protocol import (
    Answer,
    CallbackReply,
    Load,
    Message,
    Ready,
    Request,
    conversation,
    from_value,
    to_value,
)
from autograder.sandbox.transport import Callbacks, Transport, WorkerDied

_DEATHS: Final = {
    "SIGSEGV": ("crash", "crashed in native code (SIGSEGV): often recursion without an end"),
    "SIGABRT": ("crash", "aborted in native code (SIGABRT)"),
    "SIGFPE": ("crash", "crashed on an integer division in native code (SIGFPE)"),
    "SIGXCPU": ("timeout", "used up the processor time it is allowed (SIGXCPU)"),
    "SIGKILL": ("memory", "was ended by the system (SIGKILL): most likely it used too much memory"),
}

_GOODBYE_S: Final = 0.5  # between a dying process closing its socket and being gone
_DESERTED: Final = WorkerDied("crash", "closed its connection to the grader")


class Workers:
    """A transport whose submission lives in a process of its own.

    One worker serves one submission until it dies; a `Load` after that, or of other sources, gets a
    fresh one. What a submission did to its process must never meet the next student's code.
    """

    def __init__(self, launcher: Launcher, limits: Limits, *, require_jail: bool = False) -> None:
        self._launcher = launcher
        self._require_jail = require_jail
        self._layers: tuple[Layer, ...] = ()
        self._waited_s = 0.0
        self._limits = limits
        self._process: Process | None = None
        self._sock: socket.socket | None = None
        self._sources: object = None
        self._death = WorkerDied("crash", "no worker was loaded")

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The jail of the last worker, layer by layer."""
        return self._layers

    @property
    def waited_s(self) -> float:
        """See `Transport.waited_s`."""
        return self._waited_s

    def request(self, request: Request, callbacks: Callbacks, *, wall_s: float) -> Answer:
        """Ask the worker; see `Transport.request`."""
        if isinstance(request, Load):
            self._give_a_worker(request)
        if self._sock is None:
            raise self._death
        start = time.monotonic()
        try:
            return self._converse(self._sock, request, callbacks, start + wall_s)
        except TimeoutError:
            death = self._end(WorkerDied("timeout", f"did not return within {wall_s:g} s"))
        except WireError:  # which quotes what it could not read: a student's to choose, so not told
            death = self._end(WorkerDied("crash", "sent something that is no answer"))
        except (EOFError, OSError):
            death = self._end(None)
        except BaseException:  # ours, Ctrl-C among them: leave no worker in the middle of a call
            self._end(None)
            raise
        finally:
            self._waited_s += time.monotonic() - start
        raise death

    def _converse(
        self, sock: socket.socket, request: Request, callbacks: Callbacks, deadline: float
    ) -> Answer:
        talk = conversation(request, callbacks)
        outgoing: Message = next(talk)
        while True:
            channel.send(sock, _encoded(outgoing), deadline=deadline)
            header, body = channel.receive(sock, self._limits, deadline=deadline)
            try:
                outgoing = talk.send(from_value(wire.decode(header, body)))
            except StopIteration as done:
                answer: Answer = done.value
                return answer

    def _give_a_worker(self, load: Load) -> None:
        """See to it that there is one, and that it has never run other sources than these."""
        sources = load.files, load.modules
        if self._process is not None and sources != self._sources:
            self._end(WorkerDied("crash", "another submission was loaded"))
        if self._process is None:
            self._start(needed(load.files.values(), load.allowed_imports))
        self._sources = sources

    def _start(self, modules: Iterable[str]) -> None:
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                self._process = self._launcher.launch(theirs, self._limits, modules)
        except BaseException:
            ours.close()
            raise
        self._sock = ours
        try:
            received = channel.receive(
                ours, self._limits, deadline=time.monotonic() + self._limits.start_s
            )
            ready = from_value(wire.decode(*received))
        except (TimeoutError, EOFError, OSError, WireError) as error:
            death = self._end(None)
            raise WorkerError(f"a worker could not be started: it {death.reason}") from error
        self._layers = _layers(ready)
        missing = [layer for layer in self._layers if layer.name in STRICT and not layer.enforced]
        if self._require_jail and (missing or not self._layers):
            self._end(WorkerDied("crash", "was refused"))
            lacking = ", ".join(f"{layer.name} ({layer.why})" for layer in missing)
            raise WorkerError(f"this host does not enforce the jail: {lacking or 'no layers'}")

    def _end(self, death: WorkerDied | None) -> WorkerDied:
        """Kill and reap the worker; its exit status is the reason, unless we had one (`death`)."""
        process, sock = self._process, self._sock
        self._process = self._sock = None
        if sock is not None:
            sock.close()
        if process is not None:
            alone = death is None and process.ended(_GOODBYE_S)
            process.kill()
            status = process.wait()
            death = death or (_explain(status) if alone else _DESERTED)
        self._death = death or WorkerDied("crash", "was ended by us")
        return self._death

    def probe(self) -> tuple[Layer, ...]:
        """Start a worker to see the jail that this host enforces.

        Raises:
            WorkerError: none could be started, or the jail is required and not enforced.
        """
        if self._process is None:
            self._start(())
        return self._layers

    def end_worker(self) -> None:
        """End the worker; the next `Load` gets a fresh one."""
        self._end(WorkerDied("crash", "was ended by us"))

    def close(self) -> None:
        """End the worker, and what launches workers."""
        self.end_worker()
        self._launcher.close()


def _layers(ready: Message) -> tuple[Layer, ...]:
    """The layers that a worker reports, as far as its report has the form of one."""
    rows = ready.layers if isinstance(ready, Ready) else []
    fine = [r for r in rows if type(r) is list and [type(v) for v in r] == [str, bool, str]]
    return tuple(Layer(*row) for row in fine)


def _encoded(message: Message) -> list[bytes | memoryview]:
    try:
        return wire.encode(to_value(message))
    except WireError as error:
        if isinstance(message, CallbackReply):  # called with what a student chose to pass
            return wire.encode(to_value(CallbackReply(message.id, None, str(error))))
        # our own argument, not the student's: must not pass for their death
        raise ValueError(f"a check's argument cannot cross: {error}") from error


def _explain(status: int) -> WorkerDied:
    if status == OUT_OF_MEMORY:
        return WorkerDied("memory", "used more memory than it may")
    if status >= 0:
        return WorkerDied("crash", "ended its own process", f"exit status {status}")
    try:
        name = signal.Signals(-status).name
    except ValueError:
        name = f"signal {-status}"
    return WorkerDied(*_DEATHS.get(name, ("crash", "was ended by a signal", name)))


def open_launcher(kind: str) -> Launcher | None:
    """What starts workers for a kind of transport (see `open_transport`); in-process, nothing.

    A zygote imports NumPy from now on, while its caller finds out what to do with it.
    """
    if kind == "in-process":
        return None
    if kind == "forked" or (kind == "auto" and sys.platform == "linux"):
        zygote = Zygote()
        zygote.warm_up()
        return zygote
    return Programs()


def open_transport(
    kind: str, limits: Limits, *, launcher: Launcher | None = None, require_jail: bool = False
) -> Transport:
    """A transport by name; the caller closes it.

    Args:
        kind: "worker" (a program each), "forked" (from a zygote; Linux only), "in-process", or
            "auto": forked where that is safe, a program elsewhere, never in-process.
        limits: what a submission may use.
        launcher: the kind's, where it was opened before; closed with the transport.
        require_jail: refuse to start a worker where the host does not enforce the jail.

    Raises:
        WorkerError: the jail is required, and this host does not enforce it.
    """
    launcher = launcher or open_launcher(kind)
    if launcher is None:
        if require_jail:
            raise UsageError("in-process there is no jail: choose another transport")
        return InProcess(limits)
    workers = Workers(launcher, limits, require_jail=require_jail)
    if require_jail:
        try:
            workers.probe()
        except WorkerError:
            workers.close()
            raise
    return workers
