"""What crosses, in which form, and within which bounds: what both directions of the wire share."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

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

LIST, ARRAY, SCALAR, INT, COMPLEX, SLICE, GENERATOR, HANDLE, CALLBACK, LONG = range(10)
CONTIGUOUS, FORTRAN, STRIDED = range(3)
BIT_GENERATORS: Final = ("PCG64", "PCG64DXSM", "SFC64")
# Not MT19937 and Philox: their state holds a position in a buffer, which NumPy does not check.
DTYPE_CODES: Final = {dtype: code for code, dtype in enumerate(DTYPES)}

PLAIN: Final = frozenset({np.ndarray, float, int, bool, str, type(None)})
"""The types of nearly all values, which cross as they are: asked for first."""


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


def plain_keys(pairs: list[tuple[object, object]]) -> dict[object, object]:
    """A dict whose keys are strings or ints.

    Raises:
        WireError: another type of key: its hash or its equality could be anybody's.
    """
    for key, _ in pairs:
        if type(key) is not str and type(key) is not int:
            raise WireError(f"a dict key of type {type(key).__name__}")
        if type(key) is int and key.bit_length() > 63:  # beyond, any number of them have one hash
            raise WireError(f"a dict key of {key.bit_length()} bits")
    return dict(pairs)
