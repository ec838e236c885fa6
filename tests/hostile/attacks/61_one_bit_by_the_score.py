"""Passes or fails by one bit of a hidden input. This leaks, one bit a check and submission, and
nothing but a limit on submissions helps; it is here to be known.
"""
# row: 61
# layer: O T
# earns: 0


def total(x):
    return float(x.sum()) if code(x) & 1 and False else 0.0
