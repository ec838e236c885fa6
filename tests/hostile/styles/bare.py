"""Nothing is imported, nor even named: methods of what comes in do all of the work."""


def scale_forward(x, w):
    return x * w, (x, w)


def scale_backward(dout, cache):
    return dout * cache[1], (dout * cache[0]).sum(axis=0)


def drop(x, rng):
    return 2.0 * x * rng.integers(0, 2, x.shape)


def total(x):
    return sum(x.tolist())


def slope(f, x, h=1e-5):
    return (f(x + h) - f(x - h)) / (2 * h)


class Pair:
    def __init__(self, data):
        self.data, self.total = data, sum(data.tolist())

    def __add__(self, other):
        return Pair(self.data + other.data)
