import numpy as np


def dropout_forward(x, p_drop, *, train, rng):
    out = np.zeros(x.shape)
    factors = {}
    for index in np.ndindex(*x.shape):
        factors[index] = 1.0
        if train:
            if rng.uniform() < p_drop:
                factors[index] = 0.0
            else:
                factors[index] = 1.0 / (1.0 - p_drop)
        out[index] = x[index] * factors[index]
    return out, factors


def dropout_backward(dout, cache):
    dx = np.zeros(dout.shape)
    for index, factor in cache.items():
        dx[index] = dout[index] * factor
    return dx


def spatial_dropout_forward(x, p_drop, *, train, rng):
    N, C, H, W = x.shape
    out = np.zeros(x.shape)
    dropped = set()
    scale = 1.0
    if train:
        scale = 1.0 / (1.0 - p_drop)
    for c in range(C):  # channels first: another order of drawing
        for n in range(N):
            if train and rng.random() < p_drop:
                dropped.add((n, c))
            else:
                out[n, c] = x[n, c] * scale
    return out, (dropped, scale)


def spatial_dropout_backward(dout, cache):
    dropped, scale = cache
    dx = np.zeros(dout.shape)
    for n in range(dout.shape[0]):
        for c in range(dout.shape[1]):
            if (n, c) not in dropped:
                dx[n, c] = dout[n, c] * scale
    return dx
