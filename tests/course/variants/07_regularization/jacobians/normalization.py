"""The Jacobian of one standardized vector, (n, n), used for columns here and for rows there."""

import numpy as np


def standardized(v, eps):
    n = len(v)
    centering = np.eye(n) - np.full((n, n), 1 / n)
    c = centering @ v
    std = np.sqrt(c @ c / n + eps)
    jacobian = (np.eye(n) - np.outer(c, c) / (n * std**2)) @ centering / std
    return c / std, jacobian


def batchnorm_forward(x, gamma, beta, state, *, train, momentum=0.1, eps=1e-5):
    N, D = x.shape
    mean, var = np.zeros(D), np.ones(D)
    if state is not None:
        mean, var = state["running_mean"], state["running_var"]
    if train:
        columns = [standardized(x[:, d] - x[0, d], eps) for d in range(D)]
        x_hat = np.stack([column for column, _ in columns], axis=1)
        jacobians = [jacobian for _, jacobian in columns]
        batch_mean = x.mean(axis=0)
        mean = mean + momentum * (batch_mean - mean)
        var = var + momentum * (np.cov(x, rowvar=False, ddof=1).diagonal() - var)
        state = {"running_mean": mean, "running_var": var}
    else:
        x_hat = (x - mean) / np.sqrt(var + eps)
        jacobians = [np.eye(N) / s for s in np.sqrt(var + eps)]
    return x_hat * gamma + beta, (x_hat, gamma, jacobians), state  # None stays None


def batchnorm_backward(dout, cache):
    x_hat, gamma, jacobians = cache
    dx = np.stack([j.T @ (dout[:, d] * gamma[d]) for d, j in enumerate(jacobians)], axis=1)
    return dx, np.diag(dout.T @ x_hat).copy(), np.ones(len(dout)) @ dout


def layernorm_forward(x, gamma, beta, *, eps=1e-5):
    rows = [standardized(row - row[0], eps) for row in x]
    x_hat = np.array([row for row, _ in rows])
    return x_hat * gamma + beta, (x_hat, gamma, [jacobian for _, jacobian in rows])


def layernorm_backward(dout, cache):
    x_hat, gamma, jacobians = cache
    dx = np.array([j.T @ (g * gamma) for g, j in zip(dout, jacobians)])
    return dx, np.diag(dout.T @ x_hat).copy(), np.ones(len(dout)) @ dout
