"""Returns objects whose __reduce__ runs a program, wherever somebody unpickles. Nobody does."""
# row: 23
# layer: W
# outcome: failed, raised

PICKLED = f"cposix\nsystem\n(S'touch /tmp/{CHILD_MARK}'\ntR.".encode()


class Bomb:
    def __reduce__(self):
        return os.system, (f"touch /tmp/{CHILD_MARK}",)


def scale_forward(x, w):
    return Bomb(), Bomb()


def drop(x, rng):
    return PICKLED


def total(x):
    return np.array([Bomb()], dtype=object)


def slope(f, x):
    return bytearray(PICKLED)


Pair.total = np.frombuffer(PICKLED, np.uint8)
