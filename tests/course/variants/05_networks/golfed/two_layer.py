import numpy as np
def two_layer_scores(p, x):
    (w, b), (v, c) = p
    return np.fmax(x @ w + b, 0) @ v + c
def two_layer_loss(p, x, y, lam):
    (w, b), (v, c) = p
    h = np.fmax(x @ w + b, 0)
    s = h @ v + c
    s -= s.max(1)[:, None]
    s -= np.log(np.exp(s).sum(1))[:, None]
    i = range(len(y)), y
    l = -s[i].mean() + lam / 2 * ((w * w).sum() + (v * v).sum())
    d = np.exp(s)
    d[i] -= 1
    d /= len(y)
    e = d @ v.T * (h > 0)
    return l, [(x.T @ e + lam * w, e.sum(0)), (h.T @ d + lam * v, d.sum(0))]
