"""Raises exceptions whose str, repr and traceback raise, hang, recurse or are a megabyte. They are
asked for in the worker, within the call.
"""
# row: own
# layer: D O
# outcome: raised, timed out, failed, crashed


class Evil(Exception):
    def __str__(self):
        return str(self)

    __repr__ = __str__


class Slow(Exception):
    def __str__(self):
        time.sleep(60)


class Long(Exception):
    def __str__(self):
        return "x" * 10**8


def scale_forward(x, w):
    raise Evil


def drop(x, rng):
    raise Slow


def total(x):
    raise Long


def slope(f, x):
    error = ValueError()
    error.__cause__ = error
    error.__context__ = error
    error.__traceback__ = None
    raise error


class Pair:
    def __init__(self, data):
        def deeper(n):
            return deeper(n + 1)

        deeper(0)
