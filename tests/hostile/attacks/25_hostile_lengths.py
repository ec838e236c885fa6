"""Announces frames of 2^32 and 2^62 bytes, sends half a frame, one byte at a time, or for ever.
Lengths are checked before anything is allocated, and one deadline covers the whole frame.
"""
# row: 25
# layer: W D
# outcome: crashed, timed out

import struct


def scale_forward(x, w):
    os.write(3, struct.pack("<IQ", 2**32 - 1, 2**62))


def drop(x, rng):
    os.write(3, struct.pack("<IQ", 1000, 60 * 2**20))
    while True:
        os.write(3, b"x")
        time.sleep(0.05)


def total(x):
    os.write(3, struct.pack("<IQ", 100, 0) + b"half")
    time.sleep(60)


def slope(f, x):
    while True:
        os.write(3, bytes(65536))


class Pair:
    def __init__(self, data):
        os.write(3, b"\0" * 5)
        os._exit(0)
