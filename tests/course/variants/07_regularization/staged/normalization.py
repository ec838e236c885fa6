"""One small step at a time, forward and back again along the graph."""

import numpy as np


def batchnorm_forward(x, gamma, beta, state, *, train, momentum=0.1, eps=1e-5):
    N, D = x.shape
    if state is None:
        state = dict(running_mean=np.zeros(D), running_var=np.ones(D))

    if train:
        mu = np.sum(x, axis=0) / N
        xmu = x - mu
        sq = xmu**2
        var = np.sum(sq, axis=0) / N
        state = dict(
            running_mean=momentum * mu + (1.0 - momentum) * state["running_mean"],
            running_var=momentum * x.var(axis=0, ddof=1)
            + (1.0 - momentum) * state["running_var"],
        )
    else:
        xmu = x - state["running_mean"]
        var = state["running_var"]

    sqrtvar = np.sqrt(var + eps)
    ivar = 1.0 / sqrtvar
    xhat = xmu * ivar
    gammax = gamma * xhat
    out = gammax + beta
    return out, (xhat, gamma, xmu, ivar, sqrtvar, var, eps, train), state


def batchnorm_backward(dout, cache):
    xhat, gamma, xmu, ivar, sqrtvar, var, eps, train = cache
    N, D = dout.shape

    dbeta = np.sum(dout, axis=0)
    dgammax = dout

    dgamma = np.sum(dgammax * xhat, axis=0)
    dxhat = dgammax * gamma
    dxmu1 = dxhat * ivar
    if not train:
        return dxmu1, dgamma, dbeta

    divar = np.sum(dxhat * xmu, axis=0)
    dsqrtvar = -1.0 / sqrtvar**2 * divar
    dvar = 0.5 * 1.0 / np.sqrt(var + eps) * dsqrtvar
    dsq = 1.0 / N * np.ones((N, D)) * dvar
    dxmu2 = 2 * xmu * dsq
    dx1 = dxmu1 + dxmu2
    dmu = -1 * np.sum(dxmu1 + dxmu2, axis=0)
    dx2 = 1.0 / N * np.ones((N, D)) * dmu
    dx = dx1 + dx2
    return dx, dgamma, dbeta


def layernorm_forward(x, gamma, beta, *, eps=1e-5):
    xT = x.T
    D = xT.shape[0]
    mu = np.sum(xT, axis=0) / D
    xmu = xT - mu
    var = np.sum(xmu**2, axis=0) / D
    sqrtvar = np.sqrt(var + eps)
    ivar = 1.0 / sqrtvar
    xhat = (xmu * ivar).T
    return gamma * xhat + beta, (xhat, gamma, xmu, ivar, sqrtvar)


def layernorm_backward(dout, cache):
    xhat, gamma, xmu, ivar, sqrtvar = cache
    dbeta = np.sum(dout, axis=0)
    dgamma = np.sum(dout * xhat, axis=0)
    dxhat = (dout * gamma).T
    D, N = dxhat.shape
    divar = np.sum(dxhat * xmu, axis=0)
    dvar = -0.5 * divar / sqrtvar**3
    dxmu = dxhat * ivar + 2 * xmu * dvar / D
    dmu = -np.sum(dxmu, axis=0)
    dx = dxmu + dmu / D
    return dx.T, dgamma, dbeta
