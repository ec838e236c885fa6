"""Points on one side of x only, and still O(h^2): three of them, weighted -3, 4, -1."""
import numpy as np


def _forward(f, x, step, h):
    return (-3 * f(1 * x) + 4 * f(x + step) - f(x + 2 * step)) / (2 * h)


def numerical_derivative(f, x, h=1e-5):
    x = float(x)
    return _forward(f, x, h, h)


def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, float)
    out = np.zeros(x.shape)
    for i in range(x.size):
        step = np.zeros(x.size)
        step[i] = h
        out[np.unravel_index(i, x.shape)] = _forward(f, x, step.reshape(x.shape), h)
    return out


def numerical_jacobian(f, x, h=1e-5):
    x = np.array(x, float)
    J = None
    for j in range(len(x)):
        step = np.zeros(len(x))
        step[j] = h
        # separate copies: f may return or change what it gets
        column = -3 * np.array(f(1 * x)) + 4 * np.array(f(x + step)) - np.array(f(x + 2 * step))
        if J is None:
            J = np.empty((len(column), len(x)))
        J[:, j] = column / (2 * h)
    return J


def gradient_check(f, df, x, *, rtol, atol):
    exact = np.array(df(1 * x))
    numeric = numerical_gradient(f, x)
    if exact.ndim != numeric.ndim or exact.shape != numeric.shape:
        return False
    with np.errstate(invalid="ignore", divide="ignore"):
        return not (~(np.abs(exact - numeric) <= atol + rtol * np.abs(exact))).any()
