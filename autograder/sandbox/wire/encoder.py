"""Values to bytes: one frame's header, and the chunks of array bytes that follow it."""

from __future__ import annotations

import struct
from typing import Any, Final

import msgpack
import numpy as np
import numpy.random  # which NumPy leaves to whoever asks first: in a jail, too late

from autograder.errors import WireError
from autograder.sandbox.wire.forms import (
    ALIGNMENT,
    ARRAY,
    BIT_GENERATORS,
    CALLBACK,
    COMPLEX,
    CONTIGUOUS,
    DTYPE_CODES,
    FORTRAN,
    GENERATOR,
    HANDLE,
    INT,
    LIST,
    LONG,
    MAX_DEPTH,
    MAX_INT_BYTES,
    MAX_ITEMS,
    MAX_KEYS,
    MAX_NDIM,
    SCALAR,
    SLICE,
    STRIDED,
    Callback,
    Foreign,
    Handle,
    plain_keys,
)

SMALL: Final = 4_096
"""Bytes of an array up to which a copy is cheaper than a view."""
_ATOMS: Final = frozenset({bool, bytes, float, int, str, type(None)})
"""What msgpack takes as it is; a message is mostly that, and a call for each would cost a third."""


class Encoder:
    """One value's encoding: a header, and the chunks of array bytes that follow it."""

    def __init__(self, foreign: Foreign) -> None:
        self._foreign = foreign
        self._depth = 0
        self.size = 0
        self.chunks: list[bytes | memoryview] = []

    def pack(self, value: object) -> bytes:
        """A value as msgpack; its arrays are added to `chunks`."""
        # strict_types sends every subclass through `_default`.
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
                joined = msgpack.ExtType(LONG, self._nested(parts))
                return joined if kind is tuple else msgpack.ExtType(LIST, self._nested(joined))
            if kind is list:
                return msgpack.ExtType(LIST, self._nested(tuple(value)))
            return [
                item if type(item) in _ATOMS else self._within_bounds(item, depth + 1)
                for item in value
            ]
        if kind is dict:
            if not value:
                return value
            if depth >= MAX_DEPTH or len(value) > MAX_KEYS:
                raise WireError("a dict that is nested too deeply, or has too many keys")
            plain_keys(list(value.items()))
            return {
                key: item if type(item) in _ATOMS else self._within_bounds(item, depth + 1)
                for key, item in value.items()
            }
        # At once, as lists are: the other side wants arrays' bytes in the order of their mention.
        is_array = kind is np.ndarray or kind is np.random.Generator
        return self._default(value) if is_array else value

    def _default(self, value: Any) -> msgpack.ExtType:
        kind = type(value)
        if kind is np.ndarray:
            native = value if value.dtype in DTYPE_CODES else _as_native(value)
            if native.dtype in DTYPE_CODES:
                return msgpack.ExtType(ARRAY, self._array(native))
        if isinstance(value, np.generic) and _native(value.dtype) in DTYPE_CODES:
            scalar = np.asarray(value, _native(value.dtype))
            code = bytes([DTYPE_CODES[scalar.dtype]])
            return msgpack.ExtType(SCALAR, code + scalar.tobytes())
        if kind is int:  # beyond 64 bits
            return msgpack.ExtType(INT, _int_bytes(value))
        if kind is complex:
            return msgpack.ExtType(COMPLEX, struct.pack("<dd", value.real, value.imag))
        if kind is slice:
            bounds = (value.start, value.stop, value.step)
            return msgpack.ExtType(SLICE, self._nested(bounds))
        if kind is np.random.Generator:
            state = value.bit_generator.state
            if state.get("bit_generator") in BIT_GENERATORS:
                return msgpack.ExtType(GENERATOR, self._nested(state))
        return self._reference(value)

    def _reference(self, value: object) -> msgpack.ExtType:
        reference = value if isinstance(value, (Handle, Callback)) else self._foreign(value)
        if isinstance(reference, Callback):
            return msgpack.ExtType(CALLBACK, self._nested(reference.id))
        return msgpack.ExtType(HANDLE, self._nested((reference.id, reference.type_name)))

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
        flags = array.flags
        layout = CONTIGUOUS if flags.c_contiguous else FORTRAN if flags.f_contiguous else STRIDED
        offset = -self.size % ALIGNMENT
        if offset:
            self.chunks.append(bytes(offset))
        start = self.size + offset
        if array.nbytes:
            self.chunks.append(_bytes_of(array, layout))
        self.size = start + array.nbytes
        code, ndim = DTYPE_CODES[array.dtype], array.ndim
        return struct.pack(f"<BBBQ{ndim}Q", code, layout, ndim, start, *array.shape)


def _bytes_of(array: np.ndarray[Any, Any], layout: int) -> bytes | memoryview:
    if layout == STRIDED or array.nbytes <= SMALL:
        return array.tobytes("A")
    return (array.T if layout == FORTRAN else array).reshape(-1).view(np.uint8).data


def _as_native(array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    return array.astype(_native(array.dtype), copy=False)


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
