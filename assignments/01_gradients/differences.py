"""Finite differences: derivatives of functions that can only be evaluated.

Conventions of this assignment, for every function in it:

- A function is passed as an argument and called like any other: ``f(x)``. You may call it as often
  as you need; what ``f`` gets from you is its own, to keep or to change.
- Results are float64, also where x holds integers or float32: the steps are taken in float64.
- No argument is ever modified, and nothing is remembered between calls.

The pattern of the first three functions is the same: step to both sides, subtract, divide by the
distance between the two points, which is ``2 * h``.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def numerical_derivative(f: Callable[[float], float], x: float, h: float = 1e-5) -> float:
    """Approximate f'(x) by the central difference ``(f(x + h) - f(x - h)) / (2 * h)``.

    For a smooth f its error is O(h^2): half the step, a quarter of the error.

    Args:
        f: a function of one number.
        x: where; a float, float32 or an integer.
        h: the step, positive.

    Returns:
        derivative, a float.

    Source: Press et al., Numerical Recipes (3rd edition, 2007), section 5.7.
    """
    raise NotImplementedError("numerical_derivative")


def numerical_gradient(
    f: Callable[[np.ndarray], float], x: np.ndarray, h: float = 1e-5
) -> np.ndarray:
    """Approximate all partial derivatives of f at x by central differences.

    Each element of x is moved by +h and by -h, alone: all others stay where they are. With
    e_i, which is 1 at i and 0 elsewhere, the derivative with respect to element i is
    ``(f(x + h * e_i) - f(x - h * e_i)) / (2 * h)``.

    Args:
        f: a function of an array of the shape of x that returns one number.
        x: where; an array of any shape (also 0-d), float64, float32 or integers.
        h: the step, positive.

    Returns:
        gradient, float64 in the shape of x.

    Source: Press et al., Numerical Recipes (3rd edition, 2007), section 5.7.
    """
    raise NotImplementedError("numerical_gradient")


def numerical_jacobian(
    f: Callable[[np.ndarray], np.ndarray], x: np.ndarray, h: float = 1e-5
) -> np.ndarray:
    """Approximate the Jacobian of f at x, ``jacobian[i, j] = d f(x)[i] / d x[j]``.

    One row for each output, one column for each input: moving x[j] by +h and by -h gives the whole
    column j.

    Args:
        f: a function of an array (n,) that returns an array (m,); m is not known beforehand.
        x: where (n,), float64, float32 or integers, n at least 1.
        h: the step, positive.

    Returns:
        jacobian, float64 (m, n).

    Source: Press et al., Numerical Recipes (3rd edition, 2007), section 9.7.
    """
    raise NotImplementedError("numerical_jacobian")


def gradient_check(
    f: Callable[[np.ndarray], float],
    df: Callable[[np.ndarray], np.ndarray],
    x: np.ndarray,
    *,
    rtol: float,
    atol: float,
) -> bool:
    """Tell whether ``df(x)`` is the gradient of f at x, by comparing it with central differences.

    It is if it has the shape of x and agrees in every single element:
    ``abs(exact - numeric) <= atol + rtol * abs(numeric)``. NaN agrees with nothing. A wrong
    gradient is no error of the program, so the answer is False, never an exception.

    Args:
        f: a function of an array of the shape of x that returns one number.
        df: the function on trial: supposed to return the gradient of f.
        x: where; an array of any shape (also 0-d), float64, float32 or integers.
        rtol: how far an element may be off, as a part of its own size.
        atol: how far any element may be off besides: what counts where the gradient is 0.

    Returns:
        is_right, True or False.
    """
    raise NotImplementedError("gradient_check")
