import numpy as np


def rosenbrock(x):
    if len(x) < 2:
        return 0.0
    a, b = float(x[0]), float(x[1])
    return 100.0 * (b - a**2) ** 2 + (1.0 - a) ** 2 + rosenbrock(x[1:])


def rosenbrock_gradient(x):
    if len(x) < 2:
        return np.zeros(1)
    a, b = float(x[0]), float(x[1])
    rest = rosenbrock_gradient(x[1:])
    rest[0] += 200.0 * (b - a**2)
    return np.concatenate([[-400.0 * a * (b - a**2) - 2.0 * (1.0 - a)], rest])


def max_stable_lr(hessian):
    h = np.asarray(hessian, dtype=float)
    if h.size == 1:
        return 2.0 / h.item()
    return 2.0 / np.max(np.linalg.eigh(h)[0])


def classify_critical_point(hessian):
    values = np.linalg.eigh(hessian)[0]
    inertia = np.where(np.abs(values) > 1e-9 * np.max(np.abs(values)), np.sign(values), 0)
    if np.all(inertia == 1):
        return "minimum"
    if np.all(inertia == -1):
        return "maximum"
    return "saddle" if inertia.min() * inertia.max() < 0 else "degenerate"
