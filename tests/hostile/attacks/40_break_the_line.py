"""Closes the line, puts something else in its place, exhausts descriptors. It ends its own call."""
# row: 40
# layer: W D
# outcome: crashed, timed out, failed, raised


def scale_forward(x, w):
    os.close(3)


def drop(x, rng):
    os.dup2(0, 3)


def total(x):
    while True:
        os.dup(0)


def slope(f, x):
    os.closerange(0, 100)


class Pair:
    def __init__(self, data):
        os.dup2(1, 3)
        time.sleep(9)
