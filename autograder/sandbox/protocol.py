"""What the two sides say to each other: plain values, no I/O.

    we                                    the student's process
    ── Load(files, modules) ───────────▶  forgets everything, keeps the sources
    ◀──────────────────────── Returned ──
    ── Import(module) ─────────────────▶  runs its top level
    ◀─────────────── Returned | Raised ──
    ── Call(target, args) ─────────────▶  runs one function
    ◀────────────────── CallbackCall ──   ... which may call a function of ours
    ── CallbackReply ──────────────────▶
    ◀─────────────── Returned | Raised ──

Every request carries a fresh random id and every answer repeats it; an answer to anything else ends
the conversation. What a message claims (a type's name, a line number) is only ever shown, never
acted upon. (Messages are named tuples because every process that starts pays for their classes: as
dataclasses they would take four times as long, 10 ms.)
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from typing import Any, Final, NamedTuple

from autograder.errors import WireError

__all__ = [
    "WHOLE", "Answer", "Batch", "Call", "CallbackCall", "CallbackReply", "Construct", "Define",
    "Frame", "GetAttr", "Import", "Load", "Message", "Raised", "Ready", "Release", "Request",
    "Returned", "Target", "conversation", "fresh_id", "from_value", "to_value",
]  # fmt: skip


WHOLE: Final = (-1,)
"""`Call.opaque` where the result, tuple or not, stays as one handle."""


class Target(NamedTuple):
    """What a call calls; exactly one of three things.

    A function of the submission (`module` and `name`), a method of an object that stays there
    (`handle` and `name`; an empty name calls the object itself), or a Python operator (`module`
    "operator").
    """

    module: str
    name: str
    handle: int = 0


class Load(NamedTuple):
    """Start afresh: forget every object, and keep these sources ready to run when first called.

    `modules` maps a module's name to the file that holds it (one file may serve several). The top
    level of the module `enter`, if any is named, runs at once, as with `Import`: a round trip less.
    """

    id: int
    files: dict[str, str]
    modules: dict[str, str]
    allowed_imports: list[str]
    enter: str = ""


class Import(NamedTuple):
    """Run a module's top level, if it has not run since the `Load`: with a deadline of its own."""

    id: int
    module: str


class Call(NamedTuple):
    """Call `target`; results at the positions `opaque` of a tuple, or `WHOLE`, stay as handles."""

    id: int
    target: Target
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    opaque: tuple[int, ...] = ()


class Batch(NamedTuple):
    """Call `target` once for every row of `rows`, put in the place of argument `vary`.

    The answer is the list of first results, or one array where they are all alike. It is what
    finite differences need: hundreds of calls that differ in one argument, in one round trip.
    With `by_element` they differ in one element of it, and a row says which, and what it becomes.
    """

    id: int
    target: Target
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    vary: int
    rows: Any
    by_element: bool = False


class Construct(NamedTuple):
    """Make an object of a class of the submission; it stays there."""

    id: int
    target: Target
    args: tuple[Any, ...]
    kwargs: dict[str, Any]


class Define(NamedTuple):
    """Define a function of ours, the `name` of `source`, beside the submission; it stays there.

    For what would take thousands of round trips from here: a loop over an object's operators.
    """

    id: int
    source: str
    name: str


class GetAttr(NamedTuple):
    """Read an attribute of an object that stays there."""

    id: int
    handle: int
    name: str


class Release(NamedTuple):
    """Forget these objects."""

    id: int
    handles: list[int]


class CallbackReply(NamedTuple):
    """What a function of ours returned; `error` is the message of what it raised, or empty.

    It had copies of its arguments, and the caller must not notice: `changed` holds those that it
    modified, by position, and `same` is the position of the one that it returned itself, or -1.
    """

    id: int
    value: Any
    error: str = ""
    changed: dict[Any, Any] = {}  # noqa: RUF012 - nobody writes into a message
    same: int = -1


class Returned(NamedTuple):
    """The call returned. `changed` holds the arguments whose bytes are no longer what was sent."""

    id: int
    value: Any
    changed: dict[Any, Any]
    printed: str
    warnings: tuple[str, ...]


class Frame(NamedTuple):
    """One line of a student's traceback: file, line number, function, and the line itself."""

    file: str
    line: int
    function: str
    source: str


class Raised(NamedTuple):
    """The call did not return.

    `kind` says how: "exception" (the code raised), "missing" (there is no such function), "import"
    (the module's top level raised). `builtin` tells whether the exception's type is Python's own.
    """

    id: int
    kind: str
    type_name: str
    builtin: bool
    message: str
    frames: list[Any]
    printed: str

    def trace(self) -> tuple[Frame, ...]:
        """The frames, as far as they have the form of frames."""
        return tuple(
            Frame(*row)
            for row in self.frames
            if type(row) is list and [type(v) for v in row] == [str, int, str, str]
        )


class Ready(NamedTuple):
    """A new worker's first word, before it reads a byte of a submission: its jail's layers."""

    layers: list[Any]
    id: int = 0


class CallbackCall(NamedTuple):
    """The student's code calls a function of ours and waits for its reply."""

    id: int
    callback: int
    args: tuple[Any, ...]
    kwargs: dict[str, Any]


Request = Load | Import | Call | Batch | Construct | Define | GetAttr | Release
Answer = Returned | Raised
Message = Request | CallbackReply | Answer | CallbackCall | Ready

_KINDS: Final[tuple[type[Any], ...]] = (
    Load, Call, Batch, Construct, GetAttr, Release, CallbackReply, Returned, Raised, CallbackCall,
    Ready, Import, Define,
)  # fmt: skip
_CODES: Final = {kind: code for code, kind in enumerate(_KINDS)}
_TARGETED: Final = frozenset({Call, Batch, Construct})  # their field after the id is a `Target`
_TYPES: Final[dict[str, type | None]] = {
    "Any": None, "int": int, "str": str, "bool": bool, "Target": tuple,
    "dict[str, Any]": dict, "dict[str, str]": dict, "dict[Any, Any]": dict,
    "list[str]": list, "list[int]": list, "list[Any]": list,
    "tuple[Any, ...]": tuple, "tuple[int, ...]": tuple, "tuple[str, ...]": tuple,
}  # fmt: skip
"""The exact type in which a field crosses, if only one will do, by its annotation as text."""
_FIELDS: Final = {
    kind: [
        _TYPES[str(getattr(annotation, "__forward_arg__", annotation))]
        for annotation in kind.__annotations__.values()
    ]
    for kind in _KINDS
}
"""The same by position."""


def fresh_id() -> int:
    """A request's id: random, so that an answer cannot be written before it is asked for."""
    return int.from_bytes(os.urandom(8), "little") >> 2


def to_value(message: Message) -> tuple[Any, ...]:
    """A message as a tuple that the wire can carry."""
    kind, values = type(message), tuple(message)
    if kind in _TARGETED:
        values = (values[0], tuple(values[1]), *values[2:])
    return (_CODES[kind], *values)


def from_value(value: object) -> Message:
    """The message that `to_value` made a tuple of.

    Raises:
        WireError: the value is not a message; every field must have exactly its type.
    """
    if type(value) is not tuple or not value or type(value[0]) is not int:
        raise WireError("not a message")
    code, *given = value
    if not 0 <= code < len(_KINDS):
        raise WireError(f"no message has the code {code}")
    kind = _KINDS[code]
    wanted = _FIELDS[kind]
    if len(given) != len(wanted):
        raise WireError(f"a {kind.__name__} of {len(given)} fields")
    for type_, field in zip(wanted, given):  # noqa: B905 - their lengths have been compared
        if type_ is not None and type(field) is not type_:
            raise WireError(f"a {kind.__name__} with a field of type {type(field).__name__}")
    if kind in _TARGETED:
        if [type(part) for part in given[1]] != [str, str, int]:
            raise WireError(f"a {kind.__name__} with a malformed target")
        given[1] = Target(*given[1])
    message: Message = kind(*given)
    return message


def conversation(
    request: Request, callbacks: Callable[[CallbackCall], CallbackReply]
) -> Generator[Message, Message, Answer]:
    """Our side of one request: yields what to send, is sent what came back, returns the answer.

    Raises:
        WireError: what came back is not an answer to this request.
    """
    incoming = yield request
    while isinstance(incoming, CallbackCall) and incoming.id == request.id:
        incoming = yield callbacks(incoming)
    if isinstance(incoming, (Returned, Raised)) and incoming.id == request.id:
        return incoming
    raise WireError(f"a {type(incoming).__name__} that answers nothing we asked")
