"""Stays just below the limit of every call, in every call, and of every module: a class of such
hand-ins would keep the grader for hours. All of a submission's code shares one budget of time.
"""
# row: own
# layer: D
# outcome: failed, timed out

time.sleep(0.8)


def _slowly(value):
    time.sleep(0.45)
    return value


def scale_forward(x, w):
    return _slowly(x**2 * w), (x, w)


def scale_backward(dout, cache):
    return _slowly(dout), np.zeros(3)


drop = lambda x, rng: _slowly(np.zeros(60))
slope = lambda f, x: [_slowly(f(x)) for _ in range(100)]


def total(x):
    time.sleep(0.2)
    os._exit(0)  # and a new process for the next, which is also ours to wait for


class Pair:
    def __init__(self, data):
        _slowly(data)

    def __add__(self, other):
        return _slowly(self)

    total = property(lambda self: _slowly(0.0))
