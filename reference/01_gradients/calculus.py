"""Derivatives by rule: the tangent, the table of the trigonometric functions, two chain rules.

The conventions of differences.py hold: functions are arguments, results are float64, no argument is
ever modified, and nothing is remembered between calls. Everything here is exact up to rounding: no
step h, no difference quotient.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

Function = Callable[[np.ndarray], np.ndarray]
"""A function that works element by element: an array in, an array of the same shape out."""


def tangent_line(
    f: Callable[[float], float], df: Callable[[float], float], c: float
) -> tuple[float, float]:
    """Return the line that touches the graph of f at c: ``y = slope * x + intercept``.

    It passes through the point (c, f(c)) with the slope f'(c), and is the best linear approximation
    of f near c. The intercept is its height at x = 0, not at c.

    Args:
        f: a function of one number.
        df: its derivative.
        c: where the line touches, a float or an integer.

    Returns:
        slope and intercept, two floats.
    """
    ### BEGIN SOLUTION
    slope = df(c)
    return slope, f(c) - slope * c
    ### END SOLUTION


def d_sin(x: np.ndarray) -> np.ndarray:
    """Return the derivative of the sine: ``sin'(x) = cos(x)``.

    Args:
        x: angles in radians; an array of any shape or a number, floats or integers.

    Returns:
        derivative, float64 in the shape of x.

    Source: Olver et al., NIST Handbook of Mathematical Functions (2010), section 4.20.
    """
    ### BEGIN SOLUTION
    return np.cos(x)
    ### END SOLUTION


def d_cos(x: np.ndarray) -> np.ndarray:
    """Return the derivative of the cosine: ``cos'(x) = -sin(x)``.

    Args:
        x: angles in radians; an array of any shape or a number, floats or integers.

    Returns:
        derivative, float64 in the shape of x.
    """
    ### BEGIN SOLUTION
    return -np.sin(x)
    ### END SOLUTION


def d_tan(x: np.ndarray) -> np.ndarray:
    """Return the derivative of the tangent, tan = sin / cos: ``tan'(x) = 1 / cos(x)^2``.

    Args:
        x: angles in radians, cos(x) not 0; an array of any shape or a number, floats or integers.

    Returns:
        derivative, float64 in the shape of x.
    """
    ### BEGIN SOLUTION
    return 1 / np.cos(x) ** 2
    ### END SOLUTION


def d_cot(x: np.ndarray) -> np.ndarray:
    """Return the derivative of the cotangent, cot = cos / sin: ``cot'(x) = -1 / sin(x)^2``.

    Args:
        x: angles in radians, sin(x) not 0; an array of any shape or a number, floats or integers.

    Returns:
        derivative, float64 in the shape of x.
    """
    ### BEGIN SOLUTION
    return -1 / np.sin(x) ** 2
    ### END SOLUTION


def d_sec(x: np.ndarray) -> np.ndarray:
    """Return the derivative of the secant, sec = 1 / cos: ``sec'(x) = sin(x) / cos(x)^2``.

    In terms of other functions: ``sec(x) * tan(x)``.

    Args:
        x: angles in radians, cos(x) not 0; an array of any shape or a number, floats or integers.

    Returns:
        derivative, float64 in the shape of x.
    """
    ### BEGIN SOLUTION
    return np.sin(x) / np.cos(x) ** 2
    ### END SOLUTION


def d_csc(x: np.ndarray) -> np.ndarray:
    """Return the derivative of the cosecant, csc = 1 / sin: ``csc'(x) = -cos(x) / sin(x)^2``.

    In terms of other functions: ``-csc(x) * cot(x)``.

    Args:
        x: angles in radians, sin(x) not 0; an array of any shape or a number, floats or integers.

    Returns:
        derivative, float64 in the shape of x.
    """
    ### BEGIN SOLUTION
    return -np.cos(x) / np.sin(x) ** 2
    ### END SOLUTION


def chain_rule(f: Function, df: Function, g: Function, dg: Function) -> Function:
    """Return the derivative of the composition ``x -> f(g(x))``, as a function of x.

    It is the product of two derivatives, each taken at the place where its function is evaluated:
    the outer one at g(x), the inner one at x. ``f(g(x))' = f'(g(x)) * g'(x)``.

    All five functions, the returned one too, take a number or an array of any shape and work
    element by element.

    Args:
        f: the outer function.
        df: its derivative.
        g: the inner function.
        dg: its derivative.

    Returns:
        composed, a function of x.
    """
    ### BEGIN SOLUTION
    return lambda x: df(g(x)) * dg(x)
    ### END SOLUTION


def total_derivative(
    dh: Callable[..., np.ndarray],
    parts: Sequence[Callable[[float], float]],
    dparts: Sequence[Callable[[float], float]],
    x: float,
) -> float:
    """Return the derivative of ``x -> h(u_1, ..., u_n)`` with ``u_i = parts[i](x)``, at x.

    x reaches h along n paths, one through each u_i, and each contributes a product of its own:
    ``sum over i of dh/du_i * du_i/dx``. The partial derivatives of h are those at the point
    (u_1, ..., u_n).

    Args:
        dh: the gradient of h: ``dh(u_1, ..., u_n)``, called with n numbers, returns an array (n,),
            the partial derivatives of h.
        parts: the n functions of one number that make the u_i, n at least 1.
        dparts: their n derivatives, in the same order.
        x: where, a float or an integer.

    Returns:
        total, a float.
    """
    ### BEGIN SOLUTION
    u = [part(x) for part in parts]
    du = [dpart(x) for dpart in dparts]
    return float(sum(dh(*u) * du))
    ### END SOLUTION
