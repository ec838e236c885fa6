import math


def numerical_derivative(f, x, h=1e-5):
    xp = x * 1.0 + h
    xm = float(x) - h
    xp = float(x) + h
    rise = f(xp) - f(xm)
    run = 2 * h
    return rise / run


def _indices(shape):
    """All index tuples, last axis fastest."""
    if len(shape) == 0:
        yield ()
        return
    for i in range(shape[0]):
        for rest in _indices(shape[1:]):
            yield (i,) + rest


def numerical_gradient(f, x, h=1e-5):
    import numpy as np
    grad = np.empty(x.shape)
    for idx in _indices(x.shape):
        point = x.astype(float)
        old = point[idx]
        point[idx] = old + h
        fp = f(point)
        point = x.astype(float)
        point[idx] = old - h
        fm = f(point)
        grad[idx] = (fp - fm) / (2.0 * h)
    return grad


def numerical_jacobian(f, x, h=1e-5):
    import numpy as np
    x = [float(v) for v in x]
    n = len(x)
    columns = []
    for j in range(n):
        up = [v for v in x]
        up[j] += h
        down = [v for v in x]
        down[j] -= h
        fu = f(np.array(up))
        fd = f(np.array(down))
        columns.append([(fu[i] - fd[i]) / (2 * h) for i in range(len(fu))])
    m = len(columns[0])
    J = np.zeros((m, n))
    for i in range(m):
        for j in range(n):
            J[i, j] = columns[j][i]
    return J


def gradient_check(f, df, x, *, rtol, atol):
    import numpy as np
    exact = np.array(df(x.copy()))
    if exact.shape != x.shape:
        return False
    numeric = numerical_gradient(f, x)
    for idx in _indices(x.shape):
        a = float(exact[idx])
        n = float(numeric[idx])
        if math.isnan(a):
            return False
        if abs(a - n) > atol + rtol * abs(n):
            return False
    return True
