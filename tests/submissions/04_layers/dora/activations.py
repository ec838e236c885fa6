import math
import numpy as np


# apply a function of one number to every number of an array
def every(f, x):
    x = np.array(x, dtype=float)
    out = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        out[index] = f(float(x[index]))
    return out


def sig(v):
    if v >= 0:
        return 1 / (1 + math.exp(-v))
    e = math.exp(v)
    return e / (1 + e)


def relu_forward(x):
    return every(lambda v: v if v > 0 else 0, x), x


def relu_backward(dout, cache):
    return dout * every(lambda v: 1 if v > 0 else 0, cache)


def leaky_relu_forward(x, slope=0.01):
    return every(lambda v: v if v > 0 else slope * v, x), (x, slope)


def leaky_relu_backward(dout, cache):
    x, slope = cache
    return dout * every(lambda v: 1 if v > 0 else slope, x)


def prelu_forward(x, alpha):
    return every(lambda v: v if v > 0 else alpha * v, x), (x, alpha)


def prelu_backward(dout, cache):
    x, alpha = cache
    dx = dout * every(lambda v: 1 if v > 0 else alpha, x)
    dalpha = 0.0
    for index in np.ndindex(x.shape):
        if x[index] <= 0:
            dalpha += dout[index] * x[index]
    return dx, dalpha


def elu_forward(x, alpha=1.0):
    return every(lambda v: v if v > 0 else alpha * (math.exp(v) - 1), x), (x, alpha)


def elu_backward(dout, cache):
    x, alpha = cache
    return dout * every(lambda v: 1 if v > 0 else alpha * math.exp(v), x)


def Phi(v):
    return 0.5 * (1 + math.erf(v / math.sqrt(2)))


def gelu_forward(x):
    return every(lambda v: v * Phi(v), x), x


def gelu_backward(dout, cache):
    return dout * every(
        lambda v: Phi(v) + v * math.exp(-v * v / 2) / math.sqrt(2 * math.pi), cache
    )


def silu_forward(x):
    return every(lambda v: v * sig(v), x), x


def silu_backward(dout, cache):
    return dout * every(lambda v: sig(v) + v * sig(v) * (1 - sig(v)), cache)


def sigmoid_forward(x):
    return every(sig, x), x


def sigmoid_backward(dout, cache):
    return dout * every(lambda v: sig(v) * (1 - sig(v)), cache)


def tanh_forward(x):
    return every(math.tanh, x), x


def tanh_backward(dout, cache):
    return dout * every(lambda v: 1 - math.tanh(v) ** 2, cache)


def softmax_of_one_row(row):
    biggest = max(row)
    powers = [math.exp(v - biggest) for v in row]
    total = sum(powers)
    return [p / total for p in powers]


def softmax_forward(x):
    out = np.array([softmax_of_one_row(row) for row in x])
    return out, out


def softmax_backward(dout, cache):
    p = cache
    dx = np.zeros(p.shape)
    n, c = p.shape
    for i in range(n):
        for j in range(c):      # score j ...
            for k in range(c):  # ... moves probability k
                if j == k:
                    dx[i, j] += dout[i, k] * p[i, k] * (1 - p[i, j])
                else:
                    dx[i, j] -= dout[i, k] * p[i, k] * p[i, j]
    return dx


def relu_jacobian(x):
    n = len(x)
    J = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            if i == j and x[i] > 0:
                J[i, j] = 1.0
    return J


def softmax_jacobian(x):
    p = softmax_of_one_row(x)
    n = len(p)
    J = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            if i == j:
                J[i, j] = p[i] * (1 - p[i])
            else:
                J[i, j] = -p[i] * p[j]
    return J
