import numpy as np


def rosenbrock(x):
    total = 0.0
    for i in range(len(x) - 1):
        a = float(x[i])
        b = float(x[i + 1])
        total += 100 * (b - a * a) ** 2 + (1 - a) ** 2
    return total


def rosenbrock_gradient(x):
    n = len(x)
    g = np.zeros(n)
    for i in range(n):
        xi = float(x[i])
        if i < n - 1:
            g[i] += -400 * xi * (float(x[i + 1]) - xi**2) - 2 * (1 - xi)
        if i > 0:
            g[i] += 200 * (xi - float(x[i - 1]) ** 2)
    return g


def max_stable_lr(hessian):
    values, _ = np.linalg.eig(hessian)
    largest = values[0]
    for v in values:
        if v > largest:
            largest = v
    return 2 / float(largest)


def classify_critical_point(hessian):
    values = np.linalg.eigvalsh(hessian)
    biggest = 0.0
    for v in values:
        if abs(v) > biggest:
            biggest = abs(v)
    plus = minus = zero = 0
    for v in values:
        if abs(v) <= 1e-9 * biggest:
            zero += 1
        elif v > 0:
            plus += 1
        else:
            minus += 1
    if plus > 0 and minus > 0:
        return "saddle"
    if zero > 0:
        return "degenerate"
    if plus > 0:
        return "minimum"
    return "maximum"
