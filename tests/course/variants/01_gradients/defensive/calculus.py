"""With everything checked twice."""
from __future__ import annotations

import numpy as np


def tangent_line(f, df, c) -> tuple[float, float]:
    for function in (f, df):
        assert callable(function)
    c = float(c)
    slope, height = float(df(c)), float(f(c))
    intercept = height - slope * c
    assert np.isclose(slope * c + intercept, height)
    return slope, intercept


def _angles(x) -> np.ndarray:
    return np.array(x, dtype=np.float64, copy=True)


def d_sin(x):
    return np.cos(_angles(x))


def d_cos(x):
    return np.negative(np.sin(_angles(x)))


def d_tan(x):
    cos = np.cos(_angles(x))
    if np.any(cos == 0):
        raise ZeroDivisionError("tan has a pole here")
    return 1.0 / (cos * cos)


def d_cot(x):
    sin = np.sin(_angles(x))
    if np.any(sin == 0):
        raise ZeroDivisionError("cot has a pole here")
    return -1.0 / (sin * sin)


def d_sec(x):
    x = _angles(x)
    sec, tan = 1.0 / np.cos(x), np.tan(x)
    return sec * tan


def d_csc(x):
    x = _angles(x)
    csc, cot = 1.0 / np.sin(x), 1.0 / np.tan(x)
    return -csc * cot


def chain_rule(f, df, g, dg):
    if not all(map(callable, (f, df, g, dg))):
        raise TypeError("four functions are wanted")

    def derivative(x):
        x = np.array(x, dtype=np.float64, copy=True)
        outer = np.asarray(df(np.asarray(g(x.copy()))))
        inner = np.asarray(dg(x.copy()))
        assert outer.shape == inner.shape == x.shape
        return outer * inner

    return derivative


def total_derivative(dh, parts, dparts, x) -> float:
    parts, dparts = list(parts), list(dparts)
    if len(parts) != len(dparts):
        raise ValueError("as many derivatives as parts are wanted")
    x = float(x)
    u = [float(part(x)) for part in parts]
    partials = np.asarray(dh(*u), dtype=float)
    assert partials.shape == (len(parts),)
    return float(sum(float(p) * float(d(x)) for p, d in zip(partials, dparts)))
