"""Changes its arguments in place, keeps them, and changes them again when the next call is judged.
Every call has copies, and what changed is told.
"""
# row: 56
# layer: W T
# outcome: failed

kept = []


def scale_forward(x, w):
    for array in kept:
        array[...] = 0
    kept.extend([x, w])
    x *= 2
    return x, (x, w)


def total(x):
    x[...] = 0
    return 0.0
