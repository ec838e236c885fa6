import numpy as np


def count_parameters(sizes):
    widths = [int(s) for s in sizes]
    if not widths or min(widths) < 1:
        raise ValueError("no widths")
    total = 0
    previous = widths[0]
    for width in widths[1:]:
        total += previous * width + width
        previous = width
    return int(total)


def collapse_linear(w1, b1, w2, b2):
    w1, b1, w2, b2 = (np.array(a, dtype=np.float64) for a in (w1, b1, w2, b2))
    if w1.shape[1] != w2.shape[0]:
        raise ValueError("the layers do not fit")
    zero = np.zeros((1, w1.shape[0]))
    unit = np.eye(w1.shape[0])
    two = lambda x: np.matmul(np.matmul(x, w1) + b1, w2) + b2
    b = two(zero)[0]
    return two(unit) - b, b
