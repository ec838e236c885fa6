import math

import numpy as np


def mean_and_variance(values):
    n = len(values)
    mean = 0.0
    for v in values:
        mean = mean + float(v)
    mean = mean / n
    var = 0.0
    for v in values:
        var = var + (float(v) - mean) ** 2
    return mean, var / n


def batchnorm_forward(x, gamma, beta, state, *, train, momentum=0.1, eps=1e-5):
    N, D = x.shape
    if state is None:
        running_mean, running_var = np.zeros(D), np.ones(D)
    else:
        running_mean, running_var = state["running_mean"].copy(), state["running_var"].copy()
    out, x_hat, stds = np.zeros((N, D)), np.zeros((N, D)), []
    for d in range(D):
        if train:
            mean, var = mean_and_variance(x[:, d])
            running_mean[d] += momentum * (mean - running_mean[d])
            running_var[d] += momentum * (var * N / (N - 1) - running_var[d])
        else:
            mean, var = running_mean[d], running_var[d]
        stds.append(math.sqrt(var + eps))
        for n in range(N):
            x_hat[n, d] = (float(x[n, d]) - mean) / stds[d]
            out[n, d] = gamma[d] * x_hat[n, d] + beta[d]
    state = {"running_mean": running_mean, "running_var": running_var}
    return out, (x_hat, gamma, stds, train), state


def batchnorm_backward(dout, cache):
    x_hat, gamma, stds, train = cache
    N, D = x_hat.shape
    dx, dgamma, dbeta = np.zeros((N, D)), np.zeros(D), np.zeros(D)
    for d in range(D):
        for n in range(N):
            dgamma[d] += dout[n, d] * x_hat[n, d]
            dbeta[d] += dout[n, d]
        for n in range(N):
            dx[n, d] = dout[n, d]
            if train:
                dx[n, d] -= dbeta[d] / N + x_hat[n, d] * dgamma[d] / N
            dx[n, d] *= gamma[d] / stds[d]
    return dx, dgamma, dbeta


def layernorm_forward(x, gamma, beta, *, eps=1e-5):
    N, D = x.shape
    out, x_hat, stds = np.zeros((N, D)), np.zeros((N, D)), []
    for n in range(N):
        mean, var = mean_and_variance(x[n])
        stds.append(math.sqrt(var + eps))
        for d in range(D):
            x_hat[n, d] = (float(x[n, d]) - mean) / stds[n]
            out[n, d] = gamma[d] * x_hat[n, d] + beta[d]
    return out, (x_hat, gamma, stds)


def layernorm_backward(dout, cache):
    x_hat, gamma, stds = cache
    N, D = x_hat.shape
    dx, dgamma, dbeta = np.zeros((N, D)), np.zeros(D), np.zeros(D)
    for n in range(N):
        total, along = 0.0, 0.0
        for d in range(D):
            dgamma[d] += dout[n, d] * x_hat[n, d]
            dbeta[d] += dout[n, d]
            total += dout[n, d] * gamma[d]
            along += dout[n, d] * gamma[d] * x_hat[n, d]
        for d in range(D):
            dx[n, d] = (dout[n, d] * gamma[d] - total / D - x_hat[n, d] * along / D) / stds[n]
    return dx, dgamma, dbeta
