"""Overflows the stack, reads address 0, aborts, frees twice. It dies alone; the next check has a new
worker.
"""
# row: 39
# layer: A D
# outcome: crashed, out of memory, timed out


def scale_forward(x, w):
    borrow("ctypes").string_at(0)


def drop(x, rng):
    os.abort()


def total(x):
    value = None
    for _ in range(10**6):
        value = (value,)
    hash(value)
    libc = borrow("ctypes").CDLL(None)
    libc.free.argtypes = [borrow("ctypes").c_void_p]
    libc.free(0x1234)
    libc.free(0x1234)


def slope(f, x):
    ctypes = borrow("ctypes")
    ctypes.memset(id(int), 0, 200)
    return int(3) + len([int])


class Pair:
    def __init__(self, data):
        borrow("ctypes").memset(id(dict), 255, 300)
        dict()
