"""Sends arrays with negative, boolean, huge and false extents, unknown dtypes, layouts and offsets.
Each field is checked by its exact type and against what is really there.
"""
# row: 26
# layer: W
# outcome: crashed

import struct

msgpack = borrow("msgpack")

protocol = sys.modules["autograder.sandbox.protocol"]
session = next(o for o in gc.get_objects() if type(o).__name__ == "Session")


def answer(code, data, body=b""):
    value = (7, session._request_id, msgpack.ExtType(code, data), {}, "", msgpack.ExtType(0, b"\x90"))
    head = msgpack.packb(value)
    os.write(3, struct.pack("<IQ", len(head), len(body)) + head + body)
    time.sleep(5)


def scale_forward(x, w):
    answer(1, struct.pack("<BBBQ2Q", 11, 0, 2, 0, 2**63, 2**63), bytes(64))


def drop(x, rng):
    answer(1, struct.pack("<BBBQ1Q", 200, 0, 1, 0, 8), bytes(64))


def total(x):
    answer(1, struct.pack("<BBBQ1q", 11, 9, 1, 2**62, -1), bytes(64))


def slope(f, x):
    answer(6, msgpack.packb({"bit_generator": "__class__", "state": {}}))


class Pair:
    def __init__(self, data):
        answer(1, struct.pack("<BBBQ", 11, 2, 32, 0) + struct.pack("<32Q", 0, *[2**62] * 31))
