"""Bytes to values, trusting nothing: every length is held against what is really there."""

from __future__ import annotations

import math
import struct
from typing import Any, Final, Literal

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
    DTYPES,
    FORTRAN,
    GENERATOR,
    HANDLE,
    INT,
    LIST,
    LONG,
    MAX_DEPTH,
    MAX_EXTENT,
    MAX_INT_BYTES,
    MAX_ITEMS,
    MAX_KEYS,
    MAX_NDIM,
    SCALAR,
    SLICE,
    STRIDED,
    Callback,
    Handle,
    Resolve,
    plain_keys,
)

_CONTAINERS: Final = frozenset({dict, list, tuple})


class Decoder:
    """One frame's decoding; `body` must be writable, as arrays are views of it."""

    def __init__(self, body: bytearray, resolve: Resolve) -> None:
        self._body = body
        self._resolve = resolve
        self._depth = 0
        self._claimed = 0

    def unpack(self, data: bytes) -> Any:
        """The value in a header, or in what is nested in one."""
        return msgpack.unpackb(
            data,
            ext_hook=self._ext,
            use_list=False,
            strict_map_key=False,  # ints are keys too; `plain_keys` refuses the others
            object_pairs_hook=plain_keys,
            unicode_errors="replace",
            timestamp=1,  # msgpack's own extension type: a plain float, not an object of its own
            max_array_len=MAX_ITEMS,
            max_map_len=MAX_KEYS,
        )

    def _ext(self, code: int, data: bytes) -> object:
        if code == ARRAY:
            return self._array(data)
        if code == SCALAR:
            return _scalar(data)
        if code == INT:
            if len(data) > MAX_INT_BYTES:
                raise WireError("an integer is too long")
            return int.from_bytes(data, "little", signed=True)
        if code == COMPLEX:
            return complex(*struct.unpack("<dd", data))
        value = self._nested(data)
        if code == LIST and type(value) is tuple:
            return list(value)
        if code == LONG and type(value) is tuple and all(type(part) is tuple for part in value):
            return tuple(item for part in value for item in part)
        if code == SLICE and type(value) is tuple and len(value) == 3:
            return slice(*value)
        if code == GENERATOR:
            return _generator(value)
        return self._reference(code, value)

    def _reference(self, code: int, value: object) -> object:
        if code == CALLBACK and type(value) is int:
            return self._resolve(Callback(value))
        if code == HANDLE and type(value) is tuple and [type(v) for v in value] == [int, str]:
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
        if code >= len(DTYPES) or layout > STRIDED or ndim > MAX_NDIM or start % ALIGNMENT:
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
        order: Literal["C", "F"] = "F" if layout == FORTRAN else "C"
        stored = np.uint8 if dtype.kind == "b" else dtype
        array: np.ndarray[Any, Any]
        array = np.ndarray(shape, stored, self._body, start if size else 0, order=order)
        if dtype.kind == "b":
            array = array.astype(bool)  # a byte of 2 is not a truth value NumPy can be trusted with
        return _spread(array) if layout == STRIDED else array


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
    if name not in BIT_GENERATORS:
        raise WireError("a malformed random generator")
    make = getattr(np.random, name)
    bits = make(0)
    bits.state = state
    # `spawn` goes by the seed, which is no part of a state: let it be another for another state.
    spawning = make(bits.random_raw(2).tolist())
    spawning.state = state
    return np.random.Generator(spawning)


def require_shallow(value: Any, depth: int) -> None:
    """Refuse what msgpack read but walking it by recursion would not survive."""
    if type(value) not in _CONTAINERS:
        return
    if depth > 2 * MAX_DEPTH:  # lists and what is nested in our own types count separately
        raise WireError("nested too deeply")
    for item in value.values() if type(value) is dict else value:
        if type(item) in _CONTAINERS:
            require_shallow(item, depth + 1)
