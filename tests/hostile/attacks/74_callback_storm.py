"""Calls our function without end, with everything it must not be called with. A call's deadline
includes its callbacks; what our function raises goes back to the caller.
"""
# row: own
# layer: D W
# outcome: failed, timed out, raised


def slope(f, x):
    for value in (None, [], {}, "a", 10**100, np.zeros(2**18), np.array(["a"]), object(), f, b"x", slice(0), 1j):
        attempt(f, value)
        attempt(f)
        attempt(lambda: f(**{"t": value, "u": 1}))
    while True:
        f(1.0)
