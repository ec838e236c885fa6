import numpy as np


def pairs(x):
    x = [float(v) for v in x]
    return zip(x, x[1:])


def rosenbrock(x):
    return sum((1 - a) ** 2 + (10 * (b - a * a)) ** 2 for a, b in pairs(x))


def rosenbrock_gradient(x):
    own = [-2 * (1 - a) + 400 * (a**3 - a * b) for a, b in pairs(x)] + [0.0]
    before = [0.0] + [200 * (b - a**2) for a, b in pairs(x)]
    return np.array([s + t for s, t in zip(own, before)])


def max_stable_lr(hessian):
    return min(2 / v for v in np.linalg.eigvalsh(hessian) if v > 1e-12)


def classify_critical_point(hessian):
    values = list(np.linalg.eigvalsh(hessian))
    zero = 1e-9 * max(map(abs, values))
    rises = any(v > zero for v in values)
    falls = any(v < -zero for v in values)
    flat = any(-zero <= v <= zero for v in values)
    match (rises, falls, flat):
        case (True, True, _):
            return "saddle"
        case (True, False, False):
            return "minimum"
        case (False, True, False):
            return "maximum"
    return "degenerate"
