from __future__ import annotations

import math
import re
import struct
import tracemalloc
from contextlib import suppress
from typing import Any

import msgpack
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.errors import WireError
from autograder.sandbox import wire
from autograder.sandbox.wire import Callback, Handle
from autograder.sandbox.wire.encoder import Encoder

ARRAY, SCALAR, INT, COMPLEX, GENERATOR = 1, 2, 3, 4, 6  # extension codes, as they are on disk
MAX_DIMS = 64 if int(np.__version__.partition(".")[0]) >= 2 else 32
FLOAT64, BOOL = wire.DTYPES.index(np.dtype("float64")), wire.DTYPES.index(np.dtype("bool"))


# --- strategies -----------------------------------------------------------------------------


@st.composite
def arrays(draw: st.DrawFn) -> np.ndarray[Any, Any]:
    """Arrays of each dtype and layout, 0-d and empty ones among them."""
    dtype = draw(st.sampled_from(wire.DTYPES))
    shape = draw(hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4))
    array = draw(hnp.arrays(dtype, shape))
    layout = draw(st.sampled_from(["C", "transposed", "strided", "reversed", "foreign endian"]))
    if layout == "transposed":
        return array.T
    if layout == "strided" and array.ndim:
        return np.repeat(array, 2, axis=-1)[..., ::2]
    if layout == "reversed" and array.ndim:
        return array[::-1]
    if layout == "foreign endian":
        return array.astype(array.dtype.newbyteorder())
    return array


scalars = st.sampled_from(wire.DTYPES).flatmap(hnp.from_dtype)
leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**500), 2**500),
    st.floats(),
    st.complex_numbers(),
    st.text(),
    st.binary(),
    scalars,
    arrays(),
    st.builds(slice, st.none() | st.integers(), st.none() | st.integers(), st.none()),
    st.builds(Handle, st.integers(0, 2**60), st.text(max_size=200)),
    st.builds(Callback, st.integers(0, 2**60)),
)
values = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(st.text() | st.integers(-(2**60), 2**60), inner, max_size=4),
    ),
    max_leaves=12,
)


def same(got: Any, want: Any) -> bool:
    """Equal to the bit and of the same exact types; NaN is NaN and -0.0 is not 0.0."""
    if type(got) is not type(want):
        return False
    if isinstance(want, np.ndarray):
        native = want.astype(want.dtype.newbyteorder("="))
        return (
            got.dtype == native.dtype
            and got.shape == want.shape
            and got.tobytes() == native.tobytes()
            and got.flags.c_contiguous == want.flags.c_contiguous
            and got.flags.f_contiguous == want.flags.f_contiguous
        )
    if isinstance(want, np.generic):
        return got.dtype == want.dtype and got.tobytes() == want.tobytes()
    if isinstance(want, (float, complex)):
        return repr(got) == repr(want)
    if isinstance(want, (list, tuple)):
        return len(got) == len(want) and all(map(same, got, want))
    if isinstance(want, dict):
        return list(got) == list(want) and all(same(got[k], want[k]) for k in want)
    return bool(got == want)


# --- round trips ----------------------------------------------------------------------------


@given(values)
@settings(max_examples=150)
def test_every_value_that_may_cross_comes_back_as_it_was(value: Any) -> None:
    """decode(encode(v)) is v: types, bits, shapes and memory layout."""
    assert same(wire.from_bytes(wire.to_bytes(value)), value)


def _without_addresses(value: Any) -> str:
    return re.sub(r" at 0x\w+", "", repr(value))


@pytest.mark.parametrize(
    "value",
    [
        [np.zeros(2), [np.ones(2)]],
        (np.zeros(2), [np.ones(2)], np.zeros(3)),
        {"a": np.zeros(2), "b": [{"c": np.ones(2)}], "d": np.zeros(3)},
        [np.random.Generator(np.random.SFC64(1)), [np.ones(2)], np.zeros(3)],
    ],
    ids=["list", "tuple", "dict", "generator"],
)
def test_arrays_beside_lists_of_arrays_come_back_as_they_were(value: Any) -> None:
    """Bytes in another order than that of their mention would be taken for a forgery."""
    assert _without_addresses(wire.from_bytes(wire.to_bytes(value))) == _without_addresses(value)


@pytest.mark.parametrize("side", [22, 23, 200])
def test_small_and_large_arrays_cross_in_every_layout(side: int) -> None:
    """What is small is copied, what is large is viewed: 22 x 22 is below 4 KiB, 23 x 23 above."""
    whole = np.random.default_rng(side).normal(size=(side, 2 * side))
    for array in (whole[:, :side].copy(), whole[:, :side].T.copy(order="F"), whole[:, ::2]):
        back = wire.from_bytes(wire.to_bytes(array))

        assert np.array_equal(back, array)
        assert back.flags.f_contiguous == array.flags.f_contiguous
        assert back.flags.c_contiguous == array.flags.c_contiguous


@given(arrays())
@settings(max_examples=100)
def test_an_array_comes_back_writable_aligned_and_sharing_nothing(array: Any) -> None:
    back = wire.from_bytes(wire.to_bytes(array))

    assert back.flags.writeable
    assert back.flags.aligned
    assert not np.shares_memory(back, array)


@given(values)
@settings(max_examples=30)
def test_the_same_value_always_has_the_same_bytes(value: Any) -> None:
    """What digests are taken of must not depend on the day."""
    assert wire.to_bytes(value) == wire.to_bytes(value)


@pytest.mark.parametrize("name", ["PCG64", "PCG64DXSM", "SFC64"])
def test_what_a_generator_spawns_follows_from_its_state(name: str) -> None:
    def spawned(seed: int) -> float:
        generator = np.random.Generator(getattr(np.random, name)(seed))
        back = wire.from_bytes(wire.to_bytes(generator))
        return float(back.spawn(1)[0].normal())

    assert spawned(7) == spawned(7) != spawned(8)


@pytest.mark.parametrize("name", ["PCG64", "PCG64DXSM", "SFC64"])
def test_a_generator_continues_where_it_was(name: str) -> None:
    generator = np.random.Generator(getattr(np.random, name)(7))
    generator.normal(size=5)

    back = wire.from_bytes(wire.to_bytes(generator))

    assert np.array_equal(back.normal(size=9), generator.normal(size=9))


def test_extended_precision_crosses_as_float64() -> None:
    back = wire.from_bytes(wire.to_bytes(np.array([1.5, 2.5], dtype=np.longdouble)))

    assert back.dtype == np.float64
    assert back.tolist() == [1.5, 2.5]


def test_a_lone_surrogate_becomes_replacement_characters() -> None:
    """A student's text may hold one; nothing may fail over it later, when it is printed."""
    assert wire.from_bytes(wire.to_bytes("a\ud800b")) == "a\ufffd\ufffd\ufffdb"


class Subclass(np.ndarray):
    pass


@pytest.mark.parametrize(
    "value",
    [
        object(),
        {1, 2},
        len,
        np.ma.masked_array([1.0]),
        np.zeros(3).view(Subclass),
        np.array(["text"]),
        np.array([None]),
        np.array([(1, 2.0)], dtype=[("a", int), ("b", float)]),
        np.datetime64("2020-01-01"),
        type("MyFloat", (float,), {})(1.0),
        type("MyList", (list,), {})(),
        type("MyStr", (str,), {})("x"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_not_plain_data_crosses_only_as_the_hook_says(value: Any) -> None:
    asked = []

    def foreign(found: object) -> Handle:
        asked.append(found)
        return Handle(7, "a type")

    back = wire.from_bytes(wire.to_bytes([value], foreign=foreign))

    assert back == [Handle(7, "a type")]
    assert asked == [value] or asked[0] is value
    with pytest.raises(WireError):
        wire.to_bytes([value])


def test_references_are_resolved_where_they_stand() -> None:
    data = wire.to_bytes({"a": (Handle(1, "t"), [Callback(2)])})

    back = wire.from_bytes(data, resolve=lambda reference: reference.id)

    assert back == {"a": (1, [2])}


@pytest.mark.parametrize("wrap", [lambda v: (v,), lambda v: [v], lambda v: {"a": v}])
def test_nesting_without_end_is_refused_and_not_followed(wrap: Any) -> None:
    value: Any = 1
    for _ in range(2_000):
        value = wrap(value)

    with pytest.raises(WireError):
        wire.to_bytes(value)


def test_tuples_may_nest_exactly_as_deep_as_decoding_follows() -> None:
    value: Any = 1
    for _ in range(wire.MAX_DEPTH):
        value = (value,)

    assert wire.from_bytes(wire.to_bytes(value)) == value
    with pytest.raises(WireError, match="nested more than 32 deep"):
        wire.to_bytes((value,))


def test_an_integer_of_more_than_512_bits_is_refused() -> None:
    with pytest.raises(WireError, match="bits cannot cross"):
        wire.to_bytes(2**512)


@pytest.mark.parametrize(
    "value",
    [
        dict.fromkeys(range(wire.MAX_KEYS + 1)),
        pytest.param(
            np.zeros((1,) * min(33, MAX_DIMS)),
            marks=pytest.mark.skipif(MAX_DIMS < 33, reason="NumPy 1 has 32 dimensions at most"),
        ),
    ],
    ids=["dict", "ndim"],
)
def test_what_decode_would_refuse_is_refused_by_encode(value: Any) -> None:
    """Otherwise an honest long list looks like an attack, and a large key cannot be read back."""
    with pytest.raises(WireError):
        wire.to_bytes(value)


def test_a_list_of_any_length_crosses_in_parts() -> None:
    long = [float(n) for n in range(3 * wire.MAX_ITEMS + 5)]

    assert wire.from_bytes(wire.to_bytes((long, "end"))) == (long, "end")


def test_a_forged_nesting_is_refused_before_anyone_walks_it() -> None:
    header = b"\x91" * 1_020 + b"\x01"  # lists in lists; msgpack itself reads up to 1,024

    with pytest.raises(WireError, match="nested too deeply"):
        wire.decode(header, bytearray())


# --- bytes from a stranger ------------------------------------------------------------------


def only_wire_error(header: bytes, body: bytes | bytearray) -> None:
    with suppress(WireError):
        wire.decode(header, bytearray(body))


@given(st.binary(max_size=200), st.binary(max_size=64))
@settings(max_examples=300)
def test_decoding_any_bytes_raises_nothing_but_wire_error(header: bytes, body: bytes) -> None:
    only_wire_error(header, body)


@given(st.binary(max_size=300))
@example(wire.to_bytes(1)[:-1])
@example(wire.to_bytes(1) + b"\0")
@example(b"")
def test_reading_any_file_raises_nothing_but_wire_error(data: bytes) -> None:
    with suppress(WireError):
        wire.from_bytes(data)


@given(values, st.data())
@settings(max_examples=150)
def test_a_damaged_frame_raises_nothing_but_wire_error(value: Any, data: st.DataObject) -> None:
    frame = bytearray(wire.to_bytes(value))
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(frame) - 1))
        frame[place] = data.draw(st.integers(0, 255))
    with suppress(WireError):
        wire.from_bytes(bytes(frame))


@given(st.integers(0, 127), st.binary(max_size=60), st.binary(max_size=64))
@settings(max_examples=300)
def test_a_malformed_extension_raises_nothing_but_wire_error(
    code: int, payload: bytes, body: bytes
) -> None:
    only_wire_error(msgpack.packb(msgpack.ExtType(code, payload)), body)


def array_header(dtype: int, layout: int, start: int, *shape: int) -> bytes:
    head = struct.pack("<BBBQ", dtype, layout, len(shape), start)
    return msgpack.packb(msgpack.ExtType(ARRAY, head + struct.pack(f"<{len(shape)}Q", *shape)))


@pytest.mark.parametrize(
    ("header", "what"),
    [
        (array_header(FLOAT64, 0, 0, 5), "beyond"),
        (array_header(FLOAT64, 0, 48, 1), "beyond"),
        (array_header(FLOAT64, 0, 2**63, 0), "beyond"),
        (array_header(FLOAT64, 0, 8, 1), "malformed array"),
        (array_header(FLOAT64, 3, 0, 1), "malformed array"),
        (array_header(14, 0, 0, 1), "malformed array"),
        (array_header(FLOAT64, 0, 0, *[1] * 33), "malformed array"),
        (array_header(FLOAT64, 0, 0, 2**62, 4), "beyond"),
        (array_header(FLOAT64, 0, 0, 2**32, 2**32), "beyond"),
        (array_header(FLOAT64, 0, 0, 0, 2**41), "out of range"),
        (array_header(FLOAT64, 2, 0, 0, 2**40, 2**40), "not a valid frame"),
        (msgpack.packb(msgpack.ExtType(SCALAR, b"")), "malformed scalar"),
        (msgpack.packb(msgpack.ExtType(SCALAR, bytes([FLOAT64]) + b"1234567")), "malformed scalar"),
        (msgpack.packb(msgpack.ExtType(SCALAR, b"\xff12345678")), "malformed scalar"),
        (msgpack.packb(msgpack.ExtType(INT, bytes(65))), "too long"),
        (msgpack.packb(msgpack.ExtType(COMPLEX, bytes(15))), "not a valid frame"),
        (msgpack.packb(msgpack.ExtType(GENERATOR, msgpack.packb({}))), "malformed random"),
        (msgpack.packb(msgpack.ExtType(9, msgpack.packb(1))), "kind 9"),
        (msgpack.packb({1.5: 0}), "key of type float"),
        (msgpack.packb({None: 0}), "key of type NoneType"),
        (msgpack.packb(1) + msgpack.packb(2), "not a valid frame"),
        (b"", "not a valid frame"),
    ],
)
def test_each_malformed_value_is_refused_for_its_reason(header: bytes, what: str) -> None:
    with pytest.raises(WireError, match=what):
        wire.decode(header, bytearray(32))


def test_extensions_nested_without_end_are_refused() -> None:
    header = msgpack.packb(1)
    for _ in range(100):
        header = msgpack.packb(msgpack.ExtType(0, b"\x91" + header))

    with pytest.raises(WireError, match="deep"):
        wire.decode(header, bytearray())


def test_a_truth_value_is_never_a_byte_of_two() -> None:
    """NumPy indexes and counts with the byte as it is."""
    back = wire.decode(array_header(BOOL, 0, 0, 3), bytearray([0, 2, 255]))

    assert back.view(np.uint8).tolist() == [0, 1, 1]


def test_decoded_values_never_gain_the_type_of_a_timestamp() -> None:
    assert type(wire.decode(msgpack.packb(msgpack.Timestamp(1, 0)), bytearray())) is float


def peak_bytes(header: bytes, body: bytearray) -> int:
    tracemalloc.start()
    try:
        only_wire_error(header, body)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "header",
    [
        b"\xdd\xff\xff\xff\xff",  # a list of 2^32 - 1
        b"\xdf\xff\xff\xff\xff",  # a dict of as many
        b"\xc6\xff\xff\xff\xff",  # bytes of that length
        b"\xdb\xff\xff\xff\xff",  # text of that length
        b"\xc9\xff\xff\xff\xff\x01",  # an extension of that length
        b"\x91" * 5_000,  # lists in lists
        array_header(FLOAT64, 0, 0, 2**40),
        array_header(FLOAT64, 2, 0, 2**40, 0),
        array_header(BOOL, 1, 0, 2**61),
    ],
)
def test_what_is_only_claimed_is_never_allocated(header: bytes) -> None:
    assert peak_bytes(header, bytearray(1024)) < 2**20


def test_a_frame_never_decodes_to_many_times_its_size() -> None:
    """At 64 MiB a frame, 65,536 claims of one body would ask us for 8 TiB."""
    body = bytearray(2**16)
    one = array_header(FLOAT64, 2, 0, len(body) // 8)
    header = b"\xdc" + struct.pack(">H", 100) + one * 100

    assert peak_bytes(header, body) < 10 * len(body)


def test_a_small_frame_never_decodes_to_hundreds_of_megabytes() -> None:
    claims = b"\xdd\x00\x01\x00\x00" * 140  # each a list of 65,536
    header = claims
    for _ in range(8):
        header = claims + msgpack.packb(msgpack.ExtType(0, header))

    assert peak_bytes(header, bytearray()) < 1_000 * len(header)


def test_a_generators_state_is_checked_before_it_is_used() -> None:
    state = np.random.MT19937(1).state
    state["state"]["pos"] = 10**6
    encoder = Encoder(wire.refuse)
    header = msgpack.packb(msgpack.ExtType(GENERATOR, encoder.pack(state)))

    with pytest.raises(WireError):
        wire.decode(header, bytearray(b"".join(encoder.chunks)))


# --- limits ---------------------------------------------------------------------------------


def test_lengths_beyond_the_limits_are_refused_before_anything_is_read() -> None:
    prefix = wire.PREFIX.pack(10, 90)

    assert wire.lengths(prefix, header_limit=10, frame_limit=100) == (10, 90)
    with pytest.raises(WireError, match="over the limit"):
        wire.lengths(prefix, header_limit=9, frame_limit=100)
    with pytest.raises(WireError, match="over the limit"):
        wire.lengths(prefix, header_limit=10, frame_limit=99)


@given(values)
@settings(max_examples=30)
def test_the_prefix_states_the_true_lengths(value: Any) -> None:
    prefix, header, *chunks = wire.encode(value)

    lengths = wire.lengths(bytes(prefix), header_limit=2**30, frame_limit=2**31)
    assert lengths == (len(header), sum(len(chunk) for chunk in chunks))


def test_every_array_starts_at_a_multiple_of_the_alignment() -> None:
    back = wire.from_bytes(wire.to_bytes([np.ones(1, np.int8), np.ones(1, np.complex128)]))

    assert back[1].ctypes.data % math.gcd(wire.ALIGNMENT, 8) == 0
    assert back[1].flags.aligned
