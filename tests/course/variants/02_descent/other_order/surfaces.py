import numpy as np


def rosenbrock(x):
    x = np.array(x, dtype=np.float64)
    first = np.einsum("i,i->", 1 - x[:-1], 1 - x[:-1])
    return first + 100 * np.einsum("i,i->", x[1:] - x[:-1] ** 2, x[1:] - x[:-1] ** 2)


def rosenbrock_gradient(x):
    # J^T r of the residuals 10 (x[i+1] - x[i]^2) and 1 - x[i]: the sum is |r|^2
    x = np.array(x, dtype=np.float64)
    m = x.size - 1
    rows = np.arange(m)
    jacobian = np.zeros((2 * m, m + 1))
    jacobian[rows, rows] = -20 * x[:-1]
    jacobian[rows, rows + 1] = 10
    jacobian[m + rows, rows] = -1
    residuals = np.concatenate([10 * (x[1:] - x[:-1] ** 2), 1 - x[:-1]])
    return 2 * jacobian.T @ residuals


def max_stable_lr(hessian):
    return 2 / np.linalg.svd(hessian, compute_uv=False)[0]


def classify_critical_point(hessian):
    # Units in which the largest element is 1, so that a fixed tolerance will do.
    h = np.array(hessian, dtype=np.float64)
    size = np.abs(h).max()
    if size > 0:
        h = h / size
    values = np.linalg.eigvalsh(h)
    negative, positive = np.sum(values < -1e-9), np.sum(values > 1e-9)
    if negative and positive:
        return "saddle"
    if positive == len(h):
        return "minimum"
    if negative == len(h):
        return "maximum"
    return "degenerate"
