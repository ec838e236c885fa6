import numpy as np

from initializers import glorot_normal, he_normal

ACTIVATIONS = ("relu", "sigmoid", "tanh")


def _known(activation):
    if activation not in ACTIVATIONS:
        raise ValueError(f"activation must be one of {ACTIVATIONS}")


def init_mlp(sizes, rng, activation="relu"):
    _known(activation)
    sizes = [int(size) for size in sizes]
    assert len(sizes) >= 2
    params = []
    for fan_in, fan_out in zip(sizes[:-1], sizes[1:]):
        if activation == "relu":
            w = he_normal(fan_in, fan_out, rng)
        else:
            w = glorot_normal(fan_in, fan_out, rng)
        params.append((w, np.zeros((fan_out,), dtype=np.float64)))
    return params


def mlp_forward(params, x, activation="relu"):
    _known(activation)
    copied = [(np.array(w, dtype=np.float64), np.array(b, dtype=np.float64)) for w, b in params]
    h = np.array(x, dtype=np.float64)
    hs, zs = [h], []
    for number, (w, b) in enumerate(copied, start=1):
        z = h @ w + b
        zs.append(z)
        if number == len(copied):
            break
        if activation == "relu":
            h = np.maximum(z, 0.0)
        elif activation == "tanh":
            h = np.tanh(z)
        else:
            h = np.empty_like(z)
            positive = z >= 0
            h[positive] = 1.0 / (1.0 + np.exp(-z[positive]))
            e = np.exp(z[~positive])
            h[~positive] = e / (1.0 + e)
        hs.append(h)
    return zs[-1].copy(), {"params": copied, "hs": hs, "zs": zs, "activation": activation}


def mlp_backward(dscores, cache):
    d = np.array(dscores, dtype=np.float64)
    params, hs, zs = cache["params"], cache["hs"], cache["zs"]
    assert d.shape == zs[-1].shape
    grads = {}
    for i in range(len(params) - 1, -1, -1):
        w, b = params[i]
        grads[i] = hs[i].T @ d, d.sum(axis=0)
        assert grads[i][0].shape == w.shape and grads[i][1].shape == b.shape
        d = d @ w.T
        if i == 0:
            break
        if cache["activation"] == "relu":
            d = np.where(zs[i - 1] > 0, d, 0.0)
        elif cache["activation"] == "tanh":
            d = d * (1.0 - np.square(hs[i]))
        else:
            d = d * hs[i] * (1.0 - hs[i])
    return [grads[i] for i in range(len(params))], d


def mlp_loss(params, x, y, activation="relu", lam=0.0):
    scores, cache = mlp_forward(params, x, activation)
    y = np.array(y, dtype=np.int64)
    n = scores.shape[0]
    shifted = scores - scores.max(axis=1)[:, np.newaxis]
    norm = np.exp(shifted).sum(axis=1)[:, np.newaxis]
    log_p = shifted - np.log(norm)
    data_loss = -float(np.sum(log_p[np.arange(n), y])) / n
    penalty = 0.0
    for w, _ in params:
        penalty += 0.5 * float(lam) * float(np.sum(np.square(w)))
    dscores = np.exp(log_p)
    dscores[np.arange(n), y] -= 1.0
    grads, _ = mlp_backward(dscores / n, cache)
    full = []
    for (dw, db), (w, _) in zip(grads, params):
        full.append((dw + float(lam) * w, db.copy()))
    return data_loss + penalty, full


def gradient_norms(params, x, y, activation="relu"):
    _, grads = mlp_loss(params, x, y, activation=activation, lam=0.0)
    return np.array([np.linalg.norm(dw.ravel()) for dw, _ in grads], dtype=np.float64)
