"""Sends answers that are malformed in ways that our error would quote: a message's code, a frame's
length, a dict key, an integer's bits. The words for a malformed answer are always the same.
"""
# row: own
# layer: O
# outcome: crashed

import struct

wire = sys.modules["autograder.sandbox.wire"]


def scale_forward(x, w):
    os.write(3, b"".join(wire.encode((code(x),))))
    time.sleep(5)


def drop(x, rng):
    os.write(3, struct.pack("<IQ", code(x) % 2**32, code(x)))
    time.sleep(5)


def total(x):
    os.write(3, b"".join(wire.encode((7, *[0] * (code(x) % 4000)))))
    time.sleep(5)


def slope(f, x):
    os._exit(code(x) % 256)


class Pair:
    def __init__(self, data):
        msgpack = borrow("msgpack")
        head = msgpack.packb(msgpack.ExtType(code(data) % 100 + 9, b"\0"))
        os.write(3, struct.pack("<IQ", len(head), 0) + head)
        time.sleep(5)
