"""Prints without end, by print, by the descriptor and by a stream of its own. What is kept is
bounded; descriptors 1 and 2 lead nowhere.
"""
# row: 41
# layer: R W
# outcome: timed out, failed


def scale_forward(x, w):
    while True:
        print("x" * 100_000)


def drop(x, rng):
    while True:
        os.write(1, b"x" * 100_000)


def total(x):
    print("y" * 10**7)
    sys.__stdout__.write("z" * 10**7)
    return 0.0
