"""Returns lists nested a thousand deep, so that our own functions run out of stack: a check that
breaks would cost no points.
"""
# row: own
# layer: W
# outcome: crashed, failed, raised

import struct

msgpack = borrow("msgpack")
session = next(o for o in gc.get_objects() if type(o).__name__ == "Session")


def deep(n):
    value = 0.0
    for _ in range(n):
        value = [value]
    return value


def answer(nested):
    head = b"\x96\x07" + msgpack.packb(session._request_id) + nested + b"\x80\xa0\xd4\x00\x90"
    os.write(3, struct.pack("<IQ", len(head), 0) + head)
    time.sleep(5)


def scale_forward(x, w):
    answer(msgpack.packb(msgpack.ExtType(0, b"\x92" + b"\x91" * 900 + b"\x01" + b"\x01")))


def drop(x, rng):
    answer(b"\x91" * 1000 + b"\x01")


def total(x):
    return deep(300)


def slope(f, x):
    answer(b"\x81\xa1a" * 500 + b"\x01")


class Pair:
    def __init__(self, data):
        self.total = deep(1000)

    def __add__(self, other):
        return self
