"""Returns objects with __getitem__, __len__ and __iter__, for a check that unpacks or iterates over a
result. They stay in the worker; each question about them has a deadline.
"""
# row: own
# layer: W D
# outcome: failed, raised, crashed


class Endless:
    def __getitem__(self, index):
        return 1.0

    def __len__(self):
        return 2**60

    def __iter__(self):
        while True:
            yield 1.0

    shape = (2**40,)
    ndim = 1
    dtype = "float64"
    total = 0.0

    def __add__(self, other):
        return self


def scale_forward(x, w):
    return Endless(), Endless()


def scale_backward(dout, cache):
    return Endless(), Endless()


def drop(x, rng):
    return Endless()


total = slope = lambda *args: Endless()


class Pair(Endless):
    def __init__(self, data):
        self.total = Endless()
