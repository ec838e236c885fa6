"""Returns objects whose __reduce__ runs a program, wherever somebody unpickles. Nobody does."""
# row: 23
# layer: W

import pickle


class Bomb:
    def __reduce__(self):
        return os.system, (f"touch /tmp/{CHILD_MARK}",)


def scale_forward(x, w):
    return Bomb(), Bomb()


def drop(x, rng):
    return pickle.dumps(Bomb())


def total(x):
    return np.array([Bomb()], dtype=object)


def slope(f, x):
    return bytearray(pickle.dumps(Bomb()))


Pair.total = np.frombuffer(pickle.dumps(Bomb()), np.uint8)
