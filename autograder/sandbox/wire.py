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

import math
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import msgpack
import numpy as np

from autograder.errors import WireError

PREFIX: Final = struct.Struct("<IQ")
"""A frame's first bytes: the lengths of header and body."""

DTYPES: Final = tuple(
    np.dtype(name)
    for name in (
        "bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64",
        "float16", "float32", "float64", "complex64", "complex128",
    )
)  # fmt: skip
"""The dtypes that cross, known by position: a dtype is never parsed from text."""

MAX_DEPTH: Final = 32
MAX_NDIM: Final = 32  # NumPy 1's own limit
MAX_ITEMS: Final = 4_096  # in one msgpack array: a claim allocates 8 bytes an item, 1,024 deep
MAX_EXTENT: Final = 2**40  # along one axis: an empty array could claim any
MAX_KEYS: Final = 4_096  # in one dict: bounds what colliding hashes can cost, also quadratically
MAX_INT_BYTES: Final = 64  # a 512-bit integer: more than any Generator's state holds
ALIGNMENT: Final = 16  # of each array in the body: the largest dtype that crosses is complex128

_LIST, _ARRAY, _SCALAR, _INT, _COMPLEX, _SLICE, _GENERATOR, _HANDLE, _CALLBACK, _LONG = range(10)
_CONTIGUOUS, _FORTRAN, _STRIDED = range(3)
_BIT_GENERATORS: Final = ("PCG64", "PCG64DXSM", "SFC64")
# Not MT19937 and Philox: their state holds a position in a buffer, which NumPy does not check.
_DTYPE_CODES: Final = {dtype: code for code, dtype in enumerate(DTYPES)}


@dataclass(frozen=True)
class Handle:
    """The name of an object that stays in the student's process, and its type's name for people."""

    id: int
    type_name: str


@dataclass(frozen=True)
class Callback:
    """The name of a function of ours that the student's code may call."""

    id: int


Foreign = Callable[[object], "Handle | Callback"]
Resolve = Callable[["Handle | Callback"], object]


def refuse(value: object) -> Handle | Callback:
    """The default `foreign` hook: nothing but data may cross."""
    raise WireError(f"an object of type {type(value).__name__} cannot cross")


def as_is(reference: Handle | Callback) -> object:
    """The default `resolve` hook: a reference stays a reference."""
    return reference


# --- encoding -------------------------------------------------------------------------------


class _Encoder:
    """One value's encoding: a header, and the chunks of array bytes that follow it."""

    def __init__(self, foreign: Foreign) -> None:
        self._foreign = foreign
        self._depth = 0
        self.size = 0
        self.chunks: list[bytes | memoryview] = []

    def pack(self, value: object) -> bytes:
        # strict_types sends every subclass, and every tuple, through `_default`.
        packer = msgpack.Packer(
            default=self._default,
            strict_types=True,
            unicode_errors="surrogatepass",
            buf_size=2048,  # it grows; the default of 256 KiB costs more than a message
        )
        packed: bytes = packer.pack(self._within_bounds(value, 0))
        return packed

    def _within_bounds(self, value: Any, depth: int) -> Any:
        """The value as msgpack shall see it, if the other side will read it.

        A tuple is msgpack's own array, as messages are full of them; a list is an extension; either
        goes in parts when it is longer than the other side takes at once.
        """
        kind = type(value)
        if kind is tuple or kind is list:
            if depth >= MAX_DEPTH:
                raise WireError(f"nested more than {MAX_DEPTH} deep")
            if len(value) > MAX_ITEMS:
                parts = tuple(
                    tuple(value[i : i + MAX_ITEMS]) for i in range(0, len(value), MAX_ITEMS)
                )
                joined = msgpack.ExtType(_LONG, self._nested(parts))
                return joined if kind is tuple else msgpack.ExtType(_LIST, self._nested(joined))
            if kind is list:
                return msgpack.ExtType(_LIST, self._nested(tuple(value)))
            return [self._within_bounds(item, depth + 1) for item in value]
        if kind is dict:
            if depth >= MAX_DEPTH or len(value) > MAX_KEYS:
                raise WireError("a dict that is nested too deeply, or has too many keys")
            _plain_keys(list(value.items()))
            return {key: self._within_bounds(item, depth + 1) for key, item in value.items()}
        return value

    def _default(self, value: Any) -> msgpack.ExtType:
        kind = type(value)
        if kind is np.ndarray and _native(value.dtype) in _DTYPE_CODES:
            return msgpack.ExtType(_ARRAY, self._array(value))
        if isinstance(value, np.generic) and _native(value.dtype) in _DTYPE_CODES:
            scalar = np.asarray(value, _native(value.dtype))
            code = bytes([_DTYPE_CODES[scalar.dtype]])
            return msgpack.ExtType(_SCALAR, code + scalar.tobytes())
        if kind is int:  # beyond 64 bits
            return msgpack.ExtType(_INT, _int_bytes(value))
        if kind is complex:
            return msgpack.ExtType(_COMPLEX, struct.pack("<dd", value.real, value.imag))
        if kind is slice:
            bounds = (value.start, value.stop, value.step)
            return msgpack.ExtType(_SLICE, self._nested(bounds))
        if kind is np.random.Generator:
            state = value.bit_generator.state
            if state.get("bit_generator") in _BIT_GENERATORS:
                return msgpack.ExtType(_GENERATOR, self._nested(state))
        return self._reference(value)

    def _reference(self, value: object) -> msgpack.ExtType:
        reference = value if isinstance(value, (Handle, Callback)) else self._foreign(value)
        if isinstance(reference, Callback):
            return msgpack.ExtType(_CALLBACK, self._nested(reference.id))
        return msgpack.ExtType(_HANDLE, self._nested((reference.id, reference.type_name)))

    def _nested(self, value: object) -> bytes:
        if self._depth >= MAX_DEPTH:
            raise WireError(f"nested more than {MAX_DEPTH} deep")
        self._depth += 1
        try:
            return self.pack(value)
        finally:
            self._depth -= 1

    def _array(self, array: np.ndarray[Any, Any]) -> bytes:
        if array.ndim > MAX_NDIM:
            raise WireError(f"an array of {array.ndim} axes cannot cross")
        native = array.astype(_native(array.dtype), copy=False)
        if native.flags.c_contiguous:
            layout, data = _CONTIGUOUS, native
        elif native.flags.f_contiguous:
            layout, data = _FORTRAN, native.T
        else:
            layout, data = _STRIDED, np.ascontiguousarray(native)
        offset = -self.size % ALIGNMENT
        if offset:
            self.chunks.append(bytes(offset))
        start = self.size + offset
        if data.nbytes:
            self.chunks.append(data.reshape(-1).view(np.uint8).data)
        self.size = start + data.nbytes
        head = struct.pack("<BBBQ", _DTYPE_CODES[data.dtype], layout, array.ndim, start)
        return head + struct.pack(f"<{array.ndim}Q", *array.shape)


def _native(dtype: np.dtype[Any]) -> np.dtype[Any]:
    """Byte order as here; extended precision as float64, which is what other platforms call it."""
    if dtype.kind == "f" and dtype.itemsize > 8:
        return np.dtype(np.float64)
    return dtype if dtype.isnative else dtype.newbyteorder("=")


def _int_bytes(value: int) -> bytes:
    size = value.bit_length() // 8 + 1
    if size > MAX_INT_BYTES:
        raise WireError(f"an integer of {value.bit_length()} bits cannot cross")
    return value.to_bytes(size, "little", signed=True)


def encode(value: object, *, foreign: Foreign = refuse) -> list[bytes | memoryview]:
    """Encode a value as the chunks of one frame; join them, or send them one after the other.

    Raises:
        WireError: the value, or something in it, cannot cross and `foreign` did not replace it.
    """
    encoder = _Encoder(foreign)
    try:
        header = encoder.pack(value)
    except (ValueError, OverflowError, TypeError, RecursionError) as error:
        raise WireError(f"cannot encode: {error}") from error
    return [PREFIX.pack(len(header), encoder.size), header, *encoder.chunks]


# --- decoding -------------------------------------------------------------------------------


class _Decoder:
    """One frame's decoding; `body` must be writable, as arrays are views of it."""

    def __init__(self, body: bytearray, resolve: Resolve) -> None:
        self._body = body
        self._resolve = resolve
        self._depth = 0
        self._claimed = 0

    def unpack(self, data: bytes) -> Any:
        return msgpack.unpackb(
            data,
            ext_hook=self._ext,
            use_list=False,
            strict_map_key=False,  # ints are keys too; `_plain_keys` refuses the others
            object_pairs_hook=_plain_keys,
            unicode_errors="replace",
            timestamp=1,  # msgpack's own extension type: a plain float, not an object of its own
            max_array_len=MAX_ITEMS,
            max_map_len=MAX_KEYS,
        )

    def _ext(self, code: int, data: bytes) -> object:
        if code == _ARRAY:
            return self._array(data)
        if code == _SCALAR:
            return _scalar(data)
        if code == _INT:
            if len(data) > MAX_INT_BYTES:
                raise WireError("an integer is too long")
            return int.from_bytes(data, "little", signed=True)
        if code == _COMPLEX:
            return complex(*struct.unpack("<dd", data))
        value = self._nested(data)
        if code == _LIST and type(value) is tuple:
            return list(value)
        if code == _LONG and type(value) is tuple and all(type(part) is tuple for part in value):
            return tuple(item for part in value for item in part)
        if code == _SLICE and type(value) is tuple and len(value) == 3:
            return slice(*value)
        if code == _GENERATOR:
            return _generator(value)
        return self._reference(code, value)

    def _reference(self, code: int, value: object) -> object:
        if code == _CALLBACK and type(value) is int:
            return self._resolve(Callback(value))
        if code == _HANDLE and type(value) is tuple and [type(v) for v in value] == [int, str]:
            return self._resolve(Handle(value[0], value[1][:200]))
        raise WireError(f"a malformed value of kind {code}")

    def _nested(self, data: bytes) -> Any:
        if self._depth >= MAX_DEPTH:
            raise WireError(f"nested more than {MAX_DEPTH} deep")
        self._depth += 1
        try:
            return self.unpack(data)
        finally:
            self._depth -= 1

    def _array(self, data: bytes) -> np.ndarray[Any, Any]:
        code, layout, ndim, start = struct.unpack_from("<BBBQ", data)
        if code >= len(DTYPES) or layout > _STRIDED or ndim > MAX_NDIM or start % ALIGNMENT:
            raise WireError("a malformed array")
        shape = struct.unpack(f"<{ndim}Q", data[11:])
        dtype = DTYPES[code]
        count = math.prod(shape)  # Python integers: cannot overflow
        size = count * dtype.itemsize
        if start > len(self._body) or size > len(self._body) - start:
            raise WireError("an array reaches beyond its frame")
        if size and start < self._claimed:
            raise WireError("two arrays claim the same bytes")  # so copies cannot multiply a frame
        self._claimed = max(self._claimed, start + size)
        if max(shape, default=0) > MAX_EXTENT:
            raise WireError("an array's extent is out of range")
        flat = np.frombuffer(self._body, np.uint8 if dtype.kind == "b" else dtype, count, start)
        if dtype.kind == "b":
            flat = flat != 0  # a byte of 2 is not a truth value NumPy can be trusted with
        if layout == _FORTRAN:
            return flat.reshape(shape[::-1]).T  # type: ignore[no-any-return]
        array = flat.reshape(shape)
        return _spread(array) if layout == _STRIDED else array


def _spread(array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """The same values as a view with gaps: what `a[:, ::2]` is, and `a` is not."""
    if array.ndim == 0:
        return array
    wide = np.zeros((*array.shape[:-1], 2 * array.shape[-1]), array.dtype)
    wide[..., ::2] = array
    return wide[..., ::2]


def _scalar(data: bytes) -> object:
    dtype = DTYPES[data[0]] if data and data[0] < len(DTYPES) else None
    if dtype is None or len(data) != 1 + dtype.itemsize:
        raise WireError("a malformed scalar")
    if dtype.kind == "b":
        return np.bool_(data[1] != 0)
    return np.frombuffer(data, dtype, 1, 1)[0]


def _generator(state: object) -> np.random.Generator:
    name = state.get("bit_generator") if type(state) is dict else None
    if name not in _BIT_GENERATORS:
        raise WireError("a malformed random generator")
    bits = getattr(np.random, name)(0)
    bits.state = state
    return np.random.Generator(bits)


def _require_shallow(value: Any, depth: int) -> None:
    """Refuse what msgpack read but walking it by recursion would not survive."""
    if type(value) is list or type(value) is tuple or type(value) is dict:
        if depth > 2 * MAX_DEPTH:  # lists and what is nested in our own types count separately
            raise WireError("nested too deeply")
        for item in value.values() if type(value) is dict else value:
            _require_shallow(item, depth + 1)


def _plain_keys(pairs: list[tuple[object, object]]) -> dict[object, object]:
    for key, _ in pairs:
        if type(key) is not str and type(key) is not int:
            raise WireError(f"a dict key of type {type(key).__name__}")
        if type(key) is int and key.bit_length() > 63:  # beyond, any number of them have one hash
            raise WireError(f"a dict key of {key.bit_length()} bits")
    return dict(pairs)


def decode(header: bytes, body: bytearray, *, resolve: Resolve = as_is) -> Any:
    """Rebuild the value of one frame; arrays are writable views of `body`.

    Raises:
        WireError: for anything that `encode` would not have written. No other exception escapes,
            whatever the bytes.
    """
    try:
        value = _Decoder(body, resolve).unpack(header)
        _require_shallow(value, 0)
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
