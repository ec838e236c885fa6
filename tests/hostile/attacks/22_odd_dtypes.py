"""Returns masked arrays, float16, booleans of byte 2, long doubles, big-endian and scattered arrays.
The codec normalises, the comparison asks for the dtype.
"""
# row: 22
# layer: W C


def scale_forward(x, w):
    return np.ma.masked_all((4, 3)), None


def scale_backward(dout, cache):
    return np.zeros((4, 3), ">f8"), np.zeros(3, np.longdouble)


def drop(x, rng):
    return np.full(60, 2, np.uint8).view(np.bool_)


def total(x):
    return np.float16(0)


def slope(f, x):
    return np.longdouble("1e4000")


Pair.total = np.zeros(8)[::-8]
