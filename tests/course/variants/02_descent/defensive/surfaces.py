from __future__ import annotations

import numpy as np

MINIMUM, MAXIMUM, SADDLE, DEGENERATE = "minimum", "maximum", "saddle", "degenerate"


def _vector(x) -> np.ndarray:
    x = np.array(x, dtype=np.float64)
    if x.ndim != 1 or x.size < 2:
        raise ValueError("want a vector of at least two numbers")
    return x


def _symmetric(hessian) -> np.ndarray:
    h = np.array(hessian, dtype=np.float64)
    if h.ndim != 2 or h.shape[0] != h.shape[1]:
        raise ValueError("want a square matrix")
    if not np.allclose(h, h.T, rtol=1e-4, atol=0.0):
        raise ValueError("want a symmetric matrix")
    return (h + h.T) / 2


def rosenbrock(x) -> float:
    x = _vector(x)
    head, tail = x[:-1], x[1:]
    wall = np.square(np.subtract(tail, np.square(head)))
    pull = np.square(np.subtract(1.0, head))
    value = 100.0 * np.sum(wall) + np.sum(pull)
    return value.item()


def rosenbrock_gradient(x) -> np.ndarray:
    x = _vector(x)
    gradient = np.empty_like(x)
    gradient[0] = -400 * x[0] * (x[1] - x[0] ** 2) - 2 * (1 - x[0])
    gradient[1:-1] = (
        200 * (x[1:-1] - x[:-2] ** 2)
        - 400 * (x[2:] - x[1:-1] ** 2) * x[1:-1]
        - 2 * (1 - x[1:-1])
    )
    gradient[-1] = 200 * (x[-1] - x[-2] ** 2)
    return gradient


def max_stable_lr(hessian) -> float:
    h = _symmetric(hessian)
    largest = np.linalg.norm(h, 2)
    if largest == 0:
        return float("inf")
    return float(2 / largest)


def classify_critical_point(hessian) -> str:
    eigenvalues = np.linalg.eigvalsh(_symmetric(hessian))
    size = max(abs(eigenvalues[0]), abs(eigenvalues[-1]))
    if size == 0:
        return DEGENERATE
    smallest, largest = eigenvalues[0] / size, eigenvalues[-1] / size
    if smallest > 1e-9:
        return MINIMUM
    if largest < -1e-9:
        return MAXIMUM
    if smallest < -1e-9 and largest > 1e-9:
        return SADDLE
    return DEGENERATE
