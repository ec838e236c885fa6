import numpy as np


def _floats(a, ndim):
    a = np.array(a, dtype=np.float64, copy=True)
    if a.ndim != ndim:
        raise ValueError(f"want {ndim} axes, got {a.ndim}")
    return a


def threshold_unit(x, w, b):
    x, w, b = _floats(x, 2), _floats(w, 1), float(b)
    if x.shape[1] != w.shape[0]:
        raise ValueError("x and w do not fit")
    out = np.zeros(x.shape[0], dtype=np.float64)
    out[np.dot(x, w) > -b] = 1.0
    return out


def and_weights():
    return np.array([1.0, 1.0], dtype=np.float64), float(-1.5)


def or_weights():
    return np.array([1.0, 1.0], dtype=np.float64), float(-0.5)


def xor_weights():
    w1 = np.array([[1.0, 1.0], [1.0, 1.0]], dtype=np.float64)
    b1 = np.array([-0.5, -1.5], dtype=np.float64)
    w2 = np.array([1.0, -2.0], dtype=np.float64)
    assert w1.shape == (2, 2) and b1.shape == (2,) and w2.shape == (2,)
    return w1, b1, w2, float(-0.5)


def relu_bump(x, left, right, height):
    x = np.array(x, dtype=np.float64, copy=True)
    left, right, height = float(left), float(right), float(height)
    if not left < right:
        raise ValueError("left must be below right")
    middle = left + (right - left) / 2.0
    rising = (x > left) & (x <= middle)
    falling = (x > middle) & (x < right)
    y = np.zeros_like(x)
    y[rising] = height * (x[rising] - left) / (middle - left)
    y[falling] = height * (right - x[falling]) / (right - middle)
    return y


def dead_units(h):
    h = _floats(h, 2)
    fires = np.greater(h, 0.0)
    return np.logical_not(np.logical_or.reduce(fires, axis=0))
