"""With everything checked twice."""
from __future__ import annotations

from typing import Callable

import numpy as np

DEFAULT_STEP: float = 1e-5


def _as_float_array(x) -> np.ndarray:
    result = np.array(x, dtype=np.float64, copy=True, order="C")
    if not np.all(np.isfinite(result)):
        raise ValueError("x must be finite")
    return result


def _check_step(h: float) -> float:
    if not h > 0:
        raise ValueError(f"h must be positive, got {h}")
    return float(h)


def numerical_derivative(f: Callable[[float], float], x: float, h: float = DEFAULT_STEP) -> float:
    if not callable(f):
        raise TypeError("f must be callable")
    h = _check_step(h)
    x = np.float64(x)
    # use the step that was really taken
    upper, lower = x + h, x - h
    return float((f(upper) - f(lower)) / (upper - lower))


def numerical_gradient(f, x, h: float = DEFAULT_STEP) -> np.ndarray:
    h = _check_step(h)
    x = _as_float_array(x)
    x.setflags(write=False)
    gradient = np.full(x.shape, np.nan)
    iterator = np.nditer(x, flags=["multi_index", "zerosize_ok"])
    for _ in iterator:
        index = iterator.multi_index
        upper, lower = x.copy(), x.copy()
        upper[index] += h
        lower[index] -= h
        width = upper[index] - lower[index]
        gradient[index] = (float(f(upper.copy())) - float(f(lower.copy()))) / width
    assert gradient.shape == x.shape
    return gradient


def numerical_jacobian(f, x, h: float = DEFAULT_STEP) -> np.ndarray:
    h = _check_step(h)
    x = _as_float_array(x)
    if x.ndim != 1:
        raise ValueError("x must be a vector")
    m = np.array(f(x.copy()), dtype=float, copy=True).size
    jacobian = np.full((m, x.size), np.nan)
    for j in range(x.size):
        upper, lower = x.copy(), x.copy()
        upper[j] += h
        lower[j] -= h
        f_upper = np.array(f(upper), dtype=float, copy=True)
        f_lower = np.array(f(lower), dtype=float, copy=True)
        jacobian[:, j] = (f_upper - f_lower) / (2 * h)
    return jacobian


def gradient_check(f, df, x, *, rtol: float, atol: float) -> bool:
    if rtol < 0 or atol < 0:
        raise ValueError("tolerances must not be negative")
    x = _as_float_array(x)
    exact = np.asarray(df(x.copy()), dtype=np.float64)
    if exact.shape != x.shape or np.isnan(exact).any():
        return False
    numeric = numerical_gradient(f, x)
    size = np.maximum(np.abs(exact), np.abs(numeric))
    error = np.abs(exact - numeric)
    return bool(np.all(error <= atol + rtol * size))
