"""Returns arrays of objects that equal everything, structured and void arrays, dtype metadata. Only
listed dtypes cross, and they are known by number.
"""
# row: 19
# layer: W


class Equal:
    def __eq__(self, other):
        return True

    def __sub__(self, other):
        return 0.0


def scale_forward(x, w):
    return np.full((4, 3), Equal(), dtype=object), None


def scale_backward(dout, cache):
    metadata = np.dtype(np.float64, metadata={"canary": Equal()})
    return np.zeros((4, 3), dtype=metadata), np.zeros(3, dtype=[("a", "f8")])


def drop(x, rng):
    return np.zeros(60, dtype="V8")


def total(x):
    return np.array(Equal(), dtype=object)


def slope(f, x):
    return np.datetime64("2026-01-01")


Pair.total = np.str_("0")
