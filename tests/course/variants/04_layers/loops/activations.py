import math

import numpy as np


def relu_forward(x):
    out = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        if x[i] > 0:
            out[i] = x[i]
    return out, x


def relu_backward(dout, cache):
    x = cache
    dx = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        if x[i] > 0:
            dx[i] = dout[i]
    return dx


def leaky_relu_forward(x, slope=0.01):
    out = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        if x[i] > 0:
            out[i] = x[i]
        else:
            out[i] = slope * x[i]
    return out, (x, slope)


def leaky_relu_backward(dout, cache):
    x, slope = cache
    dx = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        if x[i] > 0:
            dx[i] = dout[i]
        else:
            dx[i] = slope * dout[i]
    return dx


def prelu_forward(x, alpha):
    out = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        if x[i] > 0:
            out[i] = x[i]
        else:
            out[i] = alpha * x[i]
    return out, (x, alpha)


def prelu_backward(dout, cache):
    x, alpha = cache
    dx = np.zeros(x.shape)
    dalpha = 0
    for i in np.ndindex(x.shape):
        if x[i] > 0:
            dx[i] = dout[i]
        else:
            dx[i] = alpha * dout[i]
            dalpha += dout[i] * x[i]
    return dx, dalpha


def elu_forward(x, alpha=1.0):
    out = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        if x[i] > 0:
            out[i] = x[i]
        else:
            out[i] = alpha * (math.exp(x[i]) - 1)
    return out, (x, alpha)


def elu_backward(dout, cache):
    x, alpha = cache
    dx = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        if x[i] > 0:
            dx[i] = dout[i]
        else:
            dx[i] = dout[i] * alpha * math.exp(x[i])
    return dx


def gelu_forward(x):
    out = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        out[i] = x[i] * 0.5 * (1 + math.erf(x[i] / math.sqrt(2)))
    return out, x


def gelu_backward(dout, cache):
    x = cache
    dx = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        Phi = 0.5 * (1 + math.erf(x[i] / math.sqrt(2)))
        phi = math.exp(-x[i] * x[i] / 2) / math.sqrt(2 * math.pi)
        dx[i] = dout[i] * (Phi + x[i] * phi)
    return dx


def my_sigmoid(t):
    # never call exp with a big positive number
    if t >= 0:
        return 1 / (1 + math.exp(-t))
    else:
        e = math.exp(t)
        return e / (1 + e)


def silu_forward(x):
    out = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        out[i] = x[i] * my_sigmoid(x[i])
    return out, x


def silu_backward(dout, cache):
    x = cache
    dx = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        s = my_sigmoid(x[i])
        dx[i] = dout[i] * (s + x[i] * s * (1 - s))
    return dx


def sigmoid_forward(x):
    out = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        out[i] = my_sigmoid(x[i])
    return out, out


def sigmoid_backward(dout, cache):
    s = cache
    dx = np.zeros(s.shape)
    for i in np.ndindex(s.shape):
        dx[i] = dout[i] * s[i] * (1 - s[i])
    return dx


def tanh_forward(x):
    out = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        out[i] = math.tanh(x[i])
    return out, out


def tanh_backward(dout, cache):
    t = cache
    dx = np.zeros(t.shape)
    for i in np.ndindex(t.shape):
        dx[i] = dout[i] * (1 - t[i] * t[i])
    return dx


def softmax_forward(x):
    N, C = x.shape
    out = np.zeros((N, C))
    for n in range(N):
        biggest = max(x[n])
        exps = []
        for c in range(C):
            exps.append(math.exp(x[n][c] - biggest))
        for c in range(C):
            out[n][c] = exps[c] / sum(exps)
    return out, out


def softmax_backward(dout, cache):
    p = cache
    N, C = p.shape
    dx = np.zeros((N, C))
    for n in range(N):
        for k in range(C):
            for j in range(C):
                if j == k:
                    dx[n][k] += dout[n][j] * p[n][j] * (1 - p[n][k])
                else:
                    dx[n][k] += dout[n][j] * p[n][j] * (0 - p[n][k])
    return dx


def relu_jacobian(x):
    n = len(x)
    J = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            if i == j and x[i] > 0:
                J[i][j] = 1
    return J


def softmax_jacobian(x):
    n = len(x)
    p, _ = softmax_forward(x.reshape(1, n))
    p = p[0]
    J = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            if i == j:
                J[i][j] = p[i] * (1 - p[i])
            else:
                J[i][j] = -p[i] * p[j]
    return J
