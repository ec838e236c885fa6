"""Warns in NumPy's own words of a function whose name is a hidden input. Only NumPy's own functions
are named in a note.
"""
# row: own
# layer: O

import warnings


def scale_forward(x, w):
    warnings.warn(f"divide by zero encountered in {code(x)}", RuntimeWarning)
    warnings.warn(f"overflow encountered in x{code(x):x}", RuntimeWarning)
    return np.zeros_like(x), None


def drop(x, rng):
    warnings.warn(f"invalid value encountered in {code(x)}", RuntimeWarning)
    return np.zeros(60)


total = lambda x: drop(x, None)[0]
