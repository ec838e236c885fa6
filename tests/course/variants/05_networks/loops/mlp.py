import math

import numpy as np

from initializers import glorot_normal, he_normal


def init_mlp(sizes, rng, activation="relu"):
    params = []
    for i in range(len(sizes) - 1):
        if activation == "relu":
            w = he_normal(sizes[i], sizes[i + 1], rng)
        else:
            w = glorot_normal(sizes[i], sizes[i + 1], rng)
        b = np.zeros(sizes[i + 1])
        params.append((w, b))
    return params


def f(z, activation):
    if activation == "relu":
        return max(z, 0.0)
    if activation == "tanh":
        return math.tanh(z)
    if z >= 0:
        return 1 / (1 + math.exp(-z))
    return math.exp(z) / (1 + math.exp(z))


def df(z, activation):
    if activation == "relu":
        return 1.0 if z > 0 else 0.0
    if activation == "tanh":
        return 1 - math.tanh(z) ** 2
    return f(z, activation) * (1 - f(z, activation))


def mlp_forward(params, x, activation="relu"):
    a = np.array(x, dtype=float)
    zs = []
    inputs = []
    for i in range(len(params)):
        w, b = params[i]
        inputs.append(a)
        z = np.zeros((len(x), len(b)))
        for n in range(len(x)):
            for j in range(len(b)):
                z[n, j] = b[j]
                for k in range(w.shape[0]):
                    z[n, j] += a[n, k] * w[k, j]
        zs.append(z)
        a = np.zeros(z.shape)
        for index in np.ndindex(z.shape):
            a[index] = f(z[index], activation)
    return zs[-1], {"params": params, "zs": zs, "inputs": inputs, "activation": activation}


def mlp_backward(dscores, cache):
    params = cache["params"]
    grads = [None] * len(params)
    d = dscores
    for i in range(len(params) - 1, -1, -1):
        w, b = params[i]
        a = cache["inputs"][i]
        dw = np.zeros(w.shape)
        db = np.zeros(b.shape)
        back = np.zeros(a.shape)
        for n in range(d.shape[0]):
            for j in range(d.shape[1]):
                db[j] += d[n, j]
                for k in range(a.shape[1]):
                    dw[k, j] += a[n, k] * d[n, j]
                    back[n, k] += d[n, j] * w[k, j]
        if i > 0:
            for index in np.ndindex(back.shape):
                back[index] *= df(cache["zs"][i - 1][index], cache["activation"])
        grads[i] = (dw, db)
        d = back
    return grads, d


def mlp_loss(params, x, y, activation="relu", lam=0.0):
    scores, cache = mlp_forward(params, x, activation)
    d = np.zeros(scores.shape)
    loss = 0.0
    for n in range(len(y)):
        row = scores[n]
        top = max(row)
        norm = sum(math.exp(s - top) for s in row)
        loss += (math.log(norm) + top - row[y[n]]) / len(y)
        for c in range(len(row)):
            d[n, c] = math.exp(row[c] - top) / norm / len(y)
        d[n, y[n]] -= 1 / len(y)
    grads, _ = mlp_backward(d, cache)
    for i in range(len(params)):
        w = params[i][0]
        for index in np.ndindex(w.shape):
            loss += 0.5 * lam * w[index] ** 2
            grads[i][0][index] += lam * w[index]
    return loss, grads


def gradient_norms(params, x, y, activation="relu"):
    _, grads = mlp_loss(params, x, y, activation)
    norms = np.zeros(len(grads))
    for i in range(len(grads)):
        total = 0.0
        for v in grads[i][0].ravel():
            total += v * v
        norms[i] = math.sqrt(total)
    return norms
