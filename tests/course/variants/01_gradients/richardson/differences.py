"""Fourth order throughout: two central differences, their leading errors cancelled."""
import numpy as np


def _central(f, x, step, h):
    return (f(x + step) - f(x - step)) / (2 * h)


def _richardson(f, x, step, h):
    return (4 * _central(f, x, step / 2, h / 2) - _central(f, x, step, h)) / 3


def numerical_derivative(f, x, h=1e-5):
    x = np.float64(x)
    return _richardson(f, x, np.float64(h), h)


def numerical_gradient(f, x, h=1e-5):
    x = x.astype(np.float64)
    basis = np.eye(x.size).reshape((x.size,) + x.shape)
    return np.array([_richardson(f, x, h * e, h) for e in basis]).reshape(x.shape)


def numerical_jacobian(f, x, h=1e-5):
    x = x.astype(np.float64)
    return np.column_stack([
        # the five-point stencil, for a change
        (f(x - 2 * e) - 8 * f(x - e) + 8 * f(x + e) - f(x + 2 * e)) / (12 * h)
        for e in h * np.eye(x.size)
    ])


def gradient_check(f, df, x, *, rtol, atol):
    claimed = df(x)
    if np.shape(claimed) != np.shape(x):
        return False
    try:
        numeric = numerical_gradient(f, x, 1e-4)
        np.testing.assert_allclose(claimed, numeric, rtol=rtol, atol=atol, equal_nan=False)
    except AssertionError:
        return False
    return True
