import numpy as np


def rosenbrock(x):
    x = 1.0 * np.asarray(x)
    walls = np.diff(x) + x[:-1] - x[:-1] ** 2
    return np.linalg.norm(10.0 * walls) ** 2 + np.linalg.norm(x[:-1] - 1.0) ** 2


def rosenbrock_gradient(x):
    x = 1.0 * np.asarray(x)
    a, b = x[:-1], x[1:]
    g = x * 0.0
    np.add.at(g, np.arange(len(a)), 400.0 * a**3 - 400.0 * a * b + 2.0 * a - 2.0)
    np.add.at(g, np.arange(1, len(x)), 200.0 * b - 200.0 * a**2)
    return g


def max_stable_lr(hessian):
    return np.float64(2.0) / np.amax(np.linalg.eigvals(hessian))


def classify_critical_point(hessian):
    λ = np.linalg.eigvalsh(hessian)
    ε = 1e-9 * np.max(np.abs(λ))
    if np.min(λ) > ε:
        return "minimum"
    elif np.max(λ) < -ε:
        return "maximum"
    elif np.min(λ) < -ε and np.max(λ) > ε:
        return "saddle"
    else:
        return "degenerate"
