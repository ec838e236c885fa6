"""Half steps to each side; elements saved and put back; work on a flat, contiguous copy."""
import numpy as np


def numerical_derivative(f, x, h=1e-5):
    half = h / 2
    return (f(float(x) + half) - f(float(x) - half)) / h


def numerical_gradient(f, x, h=1e-5):
    flat = np.ascontiguousarray(x, dtype=np.float64).reshape(-1).copy()
    shape = np.shape(x)
    g = np.zeros_like(flat)
    for i in range(flat.size):
        saved = flat[i]
        flat[i] = saved + h / 2
        plus = f(flat.reshape(shape).copy())
        flat[i] = saved - h / 2
        minus = f(flat.reshape(shape).copy())
        flat[i] = saved
        g[i] = (plus - minus) / h
    return g.reshape(shape)


def numerical_jacobian(f, x, h=1e-5):
    n = x.shape[0]
    m = len(f(x.astype(float)))
    jac = np.zeros((m, n))
    for i in range(m):
        # row i is the gradient of output i; m times the calls, the same numbers
        jac[i] = numerical_gradient(lambda p: f(p)[i], x, h)
    return jac


def gradient_check(f, df, x, *, rtol, atol):
    def step(v):
        return 1e-5 * max(1.0, abs(v))

    x = np.array(x, dtype=np.float64)
    claimed = np.asarray(df(x.copy()))
    if claimed.shape != x.shape:
        return False
    ok = True
    for index, v in np.ndenumerate(x):
        h = step(v)
        up, down = x.copy(), x.copy()
        up[index], down[index] = v + h, v - h
        numeric = (f(up) - f(down)) / (up[index] - down[index])
        ok &= bool(abs(claimed[index] - numeric) <= atol + rtol * max(abs(claimed[index]), abs(numeric)))
    return ok
