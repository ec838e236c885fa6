"""What happens on the student's side of the border: messages in, answers out, no sockets.

A `Session` compiles the submission's text into fresh modules, calls their functions, and keeps the
objects that do not cross. Inside a worker process the socket loop drives it (`worker.py`); in the
in-process twin we drive it ourselves. Either way every value goes through the wire, so a submission
cannot tell which of the two it is in.

Nothing here is trusted by the other side: a submission may rewrite this very module, and gains only
the power to return values. Standard library, NumPy and the wire only.
"""

from __future__ import annotations

import operator
import sys
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import numpy as np

from autograder.errors import WireError
from autograder.sandbox import wire
from autograder.sandbox.batches import contents, first_results
from autograder.sandbox.capture import MAX_MESSAGE, Printed, message_of, recorded_warnings
from autograder.sandbox.modules import ImportFailedError, MissingError, Modules
from autograder.sandbox.protocol import (
    WHOLE,
    Answer,
    Call,
    CallbackCall,
    CallbackReply,
    Construct,
    Define,
    GetAttr,
    Import,
    Load,
    Message,
    Raised,
    Release,
    Request,
    Returned,
    Target,
    from_value,
    to_value,
)

MAX_FRAMES: Final = 8

Exchange = Callable[[CallbackCall], CallbackReply]


class Session:
    """One submission, loaded: its modules, and the objects of its that stay here.

    Args:
        exchange: sends a `CallbackCall` to the other side and returns its reply.
        printed_chars: how much of what the code prints is kept, between two `Load`s.
        frame_bytes: the largest answer; a larger one becomes an error the student can read.
        capture: collect what is printed. Off when debugging: print and pdb reach the terminal.
        keep_raised: keep the exception behind the last `Raised`, with all that its frames hold.
    """

    def __init__(
        self,
        exchange: Exchange,
        *,
        printed_chars: int,
        frame_bytes: int,
        capture: bool = True,
        keep_raised: bool = False,
    ) -> None:
        self._exchange = exchange
        self._printed_chars = printed_chars
        self._frame_bytes = frame_bytes
        self._printed = Printed(printed_chars)
        self._capture = capture
        self._keep_raised = keep_raised
        self._code: dict[tuple[str, str], types.CodeType] = {}
        self._modules = Modules({}, {}, (), self._code)
        self._objects: dict[int, object] = {}
        self._serial = 0
        self._request_id = 0
        self.raised: BaseException | None = None
        """What the in-process twin re-raises for pdb, when asked to keep it."""

    # --- frames in, frames out --------------------------------------------------------------

    def decode(self, header: bytes, body: bytearray) -> Message:
        """The message in a frame, with references to kept objects resolved."""
        return from_value(wire.decode(header, body, resolve=self._resolve))

    def encode(self, message: Message) -> list[bytes | memoryview]:
        """A message as a frame; what cannot cross stays here and goes out as a handle."""
        try:
            chunks = wire.encode(to_value(message), foreign=self._keep)
        except WireError:
            if not isinstance(message, Returned):
                raise
            value = message.value
            kept = tuple(map(self._crossing, value)) if type(value) is tuple else self._keep(value)
            chunks = wire.encode(to_value(message._replace(value=kept, changed={})))
        if sum(map(len, chunks)) > self._frame_bytes and isinstance(message, Returned):
            text = f"the result is larger than {self._frame_bytes >> 20} MiB"
            too_large = Raised(message.id, "exception", "OverflowError", True, text, [], "")
            return wire.encode(to_value(too_large))
        return chunks

    def _crossing(self, value: object) -> object:
        try:
            wire.encode(value, foreign=self._keep)
        except WireError:
            return self._keep(value)
        return value

    def _keep(self, value: object) -> wire.Handle:
        self._serial += 1
        self._objects[self._serial] = value
        kind = type(value)
        return wire.Handle(self._serial, f"{kind.__module__}.{kind.__qualname__}"[:200])

    def _resolve(self, reference: wire.Handle | wire.Callback) -> object:
        if isinstance(reference, wire.Handle):
            if reference.id not in self._objects:
                raise WireError(f"no object has the handle {reference.id}")
            return self._objects[reference.id]
        number = reference.id

        def call_back(*args: Any, **kwargs: Any) -> Any:
            reply = self._exchange(CallbackCall(self._request_id, number, args, kwargs))
            if reply.error:
                raise ValueError(reply.error)
            for position, array in reply.changed.items():
                args[position][...] = array
            return args[reply.same] if reply.same >= 0 else reply.value

        return call_back

    # --- requests ---------------------------------------------------------------------------

    def handle(self, request: Request) -> Answer:
        """Do what is asked; whatever the student's code raises becomes the answer."""
        self._request_id = request.id
        self.raised = None
        caught: list[str] = []
        try:
            with self._captured(), recorded_warnings(caught):
                value, changed = self._perform(request)
            return Returned(request.id, value, changed, self._printed.take(), tuple(caught))
        except BaseException as error:  # noqa: BLE001 - SystemExit and KeyboardInterrupt as well
            self.raised = error if self._keep_raised else None
            return self._raised(request.id, error)

    def _perform(self, request: Request) -> tuple[Any, dict[Any, Any]]:
        if isinstance(request, Call):
            return self._call(request)
        if isinstance(request, Load):
            self._start(request)
            if request.enter:
                self._modules.module(request.enter)
        elif isinstance(request, Release):
            for handle in request.handles:
                self._objects.pop(handle, None)
        elif isinstance(request, Import):
            self._modules.module(request.module)
        elif isinstance(request, GetAttr):
            return getattr(self._objects[request.handle], request.name), {}
        elif isinstance(request, Construct):
            cls = self._target(request.target)
            if not isinstance(cls, type):
                raise MissingError(f"{request.target.name} is not a class")
            return self._keep(cls(*request.args, **request.kwargs)), {}
        elif isinstance(request, Define):
            return self._keep(_defined(request)), {}
        else:
            return first_results(self._target(request.target), request), {}
        return None, {}

    def _call(self, request: Call) -> tuple[Any, dict[Any, Any]]:
        function = self._target(request.target)
        arguments: dict[Any, Any] = {**dict(enumerate(request.args)), **request.kwargs}
        before = {key: contents(value) for key, value in arguments.items()}
        value = function(*request.args, **request.kwargs)
        changed = {k: v for k, v in arguments.items() if before[k] != contents(v)}
        if request.opaque == WHOLE:
            value = self._keep(value)
        elif isinstance(value, tuple):
            value = tuple(self._keep(v) if i in request.opaque else v for i, v in enumerate(value))
        # What methods, operators and functions of ours give may hold objects that are namedtuples.
        if not request.target.handle and request.target.module != "operator":
            value = _plain(value)
        return value, changed

    def _target(self, target: Target) -> Any:
        if target.handle:
            kept = self._objects[target.handle]
            return getattr(kept, target.name) if target.name else kept
        if target.module == "operator":
            return getattr(operator, target.name)
        module = self._modules.module(target.module)
        if not hasattr(module, target.name):
            raise MissingError(f"{self._modules.modules[target.module]} has no {target.name}")
        return getattr(module, target.name)

    def _start(self, load: Load) -> None:
        self._modules.forget()
        # `breakpoint()` imports pdb on the student's behalf.
        allowed = [*load.allowed_imports, *([] if self._capture else ["pdb"])]
        self._modules = Modules(load.files, load.modules, allowed, self._code)
        self._objects = {}
        self._printed.start(self._printed_chars)  # the same: it is standard output by now
        np.seterr(divide="warn", over="warn", under="ignore", invalid="warn")

    # --- what the code says -------------------------------------------------------------------

    @contextmanager
    def _captured(self) -> Iterator[None]:
        if not self._capture:
            yield
            return
        before = sys.stdout, sys.stderr
        sys.stdout = sys.stderr = self._printed
        try:
            yield
        finally:
            sys.stdout, sys.stderr = before

    def _raised(self, request_id: int, error: BaseException) -> Raised:
        kind = "exception"
        if isinstance(error, MissingError):
            kind = "missing"
        elif isinstance(error, ImportFailedError):
            kind, error = "import", error.__cause__ or error
        name = type(error).__name__
        known = type(error).__module__.partition(".")[0] in ("builtins", "numpy")
        frames = self._frames(error)
        printed = self._printed.take()
        return Raised(request_id, kind, name, known, message_of(error), frames, printed)

    def _frames(self, error: BaseException) -> list[Any]:
        """The lines of the student's own files, innermost last; a syntax error is its own line."""
        frames: list[Any] = []
        if isinstance(error, SyntaxError) and error.filename in self._modules.files:
            frames.append([error.filename, error.lineno or 0, "", (error.text or "").strip()])
        trace = error.__traceback__
        while trace is not None:
            file, line = trace.tb_frame.f_code.co_filename, trace.tb_lineno
            if file in self._modules.files:
                lines = self._modules.files[file].splitlines()
                text = lines[line - 1].strip() if 0 < line <= len(lines) else ""
                frames.append([file, line, trace.tb_frame.f_code.co_name, text[:MAX_MESSAGE]])
            trace = trace.tb_next
        return frames[-MAX_FRAMES:]


def _defined(define: Define) -> object:
    """The function of a text that the other side wrote; no line of it is a line of a student's."""
    namespace: dict[str, Any] = {}
    exec(compile(define.source, "<check>", "exec", dont_inherit=True), namespace)  # noqa: S102
    return namespace[define.name]


def _plain(value: Any) -> Any:
    """A namedtuple is as good as a tuple, an OrderedDict as a dict, and np.str_ as a str."""
    if type(value) in wire.PLAIN:
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, tuple):
        return tuple(map(_plain, value))
    if isinstance(value, list):
        return list(map(_plain, value))
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value
