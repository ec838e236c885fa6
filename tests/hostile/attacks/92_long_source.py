"""Is a file of a hundred thousand lines, each of which may raise: a line number then tells seventeen
bits of a hidden input. Known, and narrow; the file is read all the same.
"""
# row: own
# layer: O
# outcome: raised, failed
# base: wrong


def total(x):
    raise ValueError
