"""Takes all the memory it can: arrays, lists, strings, a bytes that unpacks to a gigabyte. RLIMIT_AS
makes it a MemoryError, or the end of the process.
"""
# row: 30
# layer: R
# outcome: out of memory, raised, crashed, timed out

import gzip


def scale_forward(x, w):
    return np.ones((2**20, 2**20)), None


def drop(x, rng):
    kept = []
    while True:
        kept.append(np.ones(2**20))


def total(x):
    return len("x" * 2**33)


def slope(f, x):
    # A bomb in memory: 1 MiB of zeros unpacks a thousandfold, a few times over.
    packed = gzip.compress(bytes(2**26))
    return gzip.decompress(packed * 40)


class Pair:
    def __init__(self, data):
        self.all = []
        while True:
            self.all.append([self.all] * 10**6)
