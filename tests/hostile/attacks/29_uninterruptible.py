"""Holds the GIL in C, backtracks in a regular expression, sleeps, stops itself. The deadline is in
another process.
"""
# row: 29
# layer: D
# outcome: timed out, failed, out of memory

import re


def scale_forward(x, w):
    return (10**7) ** (10**7)


def drop(x, rng):
    return re.match(r"(a|aa)+$", "a" * 60 + "b")


def total(x):
    attempt(os.kill, os.getpid(), 19)  # SIGSTOP
    time.sleep(60)


def slope(f, x):
    return sum(iter(int, 1))


class Pair:
    def __init__(self, data):
        sorted(range(10**7), key=lambda i: -i) and time.sleep(60)
