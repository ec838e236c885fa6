"""Values to bytes and back, trusting nothing that comes in.

A frame is a msgpack header followed by the raw bytes of its arrays, each aligned for its dtype:

    | header length: u32 | body length: u64 | header ... | body: array bytes ... |

Only data crosses: None, bool, int, float, complex, str, bytes, list, tuple, dict with str or int
keys, slices, NumPy arrays and scalars of the dtypes below, numpy Generators (by state), and
references: a `Handle` names an object that stays with the student's process, a `Callback` a
function that stays with us. Everything else is offered to the `foreign` hook, which may turn it
into a reference.

Invariants: nothing is ever unpickled or evaluated; every length is checked against what is really
there before anything is allocated; what is decoded is built from exact base types (a subclass of
`ndarray` or `float` on one side never becomes more than a foreign object on the other).

The worker imports this module: standard library, NumPy and msgpack only.
"""

from __future__ import annotations

from typing import Any

from autograder.errors import WireError
from autograder.sandbox.wire.decoder import Decoder, require_shallow
from autograder.sandbox.wire.encoder import Encoder
from autograder.sandbox.wire.forms import (
    ALIGNMENT,
    DTYPES,
    MAX_DEPTH,
    MAX_ITEMS,
    MAX_KEYS,
    PLAIN,
    PREFIX,
    Callback,
    Foreign,
    Handle,
    Resolve,
    as_is,
    refuse,
)

__all__ = [
    "ALIGNMENT", "DTYPES", "MAX_DEPTH", "MAX_ITEMS", "MAX_KEYS", "PLAIN", "PREFIX", "Callback",
    "Handle", "as_is", "decode", "encode", "from_bytes", "lengths", "refuse", "to_bytes",
]  # fmt: skip


def encode(value: object, *, foreign: Foreign = refuse) -> list[bytes | memoryview]:
    """Encode a value as the chunks of one frame; join them, or send them one after the other.

    Raises:
        WireError: the value, or something in it, cannot cross and `foreign` did not replace it.
    """
    encoder = Encoder(foreign)
    try:
        header = encoder.pack(value)
    except (ValueError, OverflowError, TypeError, RecursionError) as error:
        raise WireError(f"cannot encode: {error}") from error
    return [PREFIX.pack(len(header), encoder.size), header, *encoder.chunks]


def decode(header: bytes, body: bytearray, *, resolve: Resolve = as_is) -> Any:
    """Rebuild the value of one frame; arrays are writable views of `body`.

    Raises:
        WireError: for anything that `encode` would not have written. No other exception escapes,
            whatever the bytes.
    """
    try:
        value = Decoder(body, resolve).unpack(header)
        require_shallow(value, 0)
        return value
    except WireError:
        raise
    except Exception as error:  # hostile bytes can trip NumPy and msgpack anywhere
        raise WireError(f"not a valid frame: {type(error).__name__}") from error


def lengths(prefix: bytes, *, header_limit: int, frame_limit: int) -> tuple[int, int]:
    """Header and body length of the frame that starts with `prefix`, checked against limits."""
    header, body = PREFIX.unpack(prefix)
    if header > header_limit or header + body > frame_limit:
        raise WireError(f"a frame of {header} + {body} bytes is over the limit")
    return header, body


def to_bytes(value: object, *, foreign: Foreign = refuse) -> bytes:
    """A value as one string of bytes: what files hold and digests are taken of."""
    return b"".join(encode(value, foreign=foreign))


def from_bytes(data: bytes, *, resolve: Resolve = as_is) -> Any:
    """The value that `to_bytes` wrote.

    Raises:
        WireError: the bytes are cut short, padded or malformed.
    """
    if len(data) < PREFIX.size:
        raise WireError("cut short")
    header, body = PREFIX.unpack_from(data)
    if PREFIX.size + header + body != len(data):
        raise WireError("the length does not fit the contents")
    start = PREFIX.size + header
    return decode(data[PREFIX.size : start], bytearray(data[start:]), resolve=resolve)
