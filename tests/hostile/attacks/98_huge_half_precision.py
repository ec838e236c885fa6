"""Returns, for a gradient check, thirty million half-precision numbers: a quarter of a gigabyte for
each of our float64 copies of them.
"""
# row: own
# layer: C
# outcome: failed, raised, out of memory


def scale_forward(x, w):
    return np.zeros((2, 15_000_000), np.float16), None
