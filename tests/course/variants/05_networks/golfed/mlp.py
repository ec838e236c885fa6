import numpy as np
from initializers import *
F = {"relu": (lambda z: np.maximum(z, 0), lambda h: h > 0), "sigmoid": (lambda z: .5 + .5 * np.tanh(z / 2), lambda h: h - h * h), "tanh": (np.tanh, lambda h: 1 - h * h)}
init_mlp = lambda s, rng, activation="relu": [((he_normal if activation == "relu" else glorot_normal)(m, n, rng), np.zeros(n)) for m, n in zip(s, s[1:])]
def mlp_forward(p, x, activation="relu"):
    hs = []
    for w, b in p:
        hs += [F[activation][0](x) if hs else x]
        x = hs[-1] @ w + b
    return x, (p, hs, activation)
def mlp_backward(d, c):
    p, hs, a = c
    g = []
    while hs[len(g):]:
        i = ~len(g)
        w, h = p[i][0], hs[i]
        g = [*g, (h.T @ d, d.sum(0))]
        d = d @ w.T * (F[a][1](h) if len(g) < len(hs) else 1)
    return g[::-1], d
def mlp_loss(p, x, y, activation="relu", lam=0.):
    s, c = mlp_forward(p, x, activation)
    q = s - s.max(1, keepdims=True)
    q = q - np.log(np.exp(q).sum(1, keepdims=True))
    g, _ = mlp_backward((np.exp(q) - np.eye(s.shape[1])[y]) / len(y), c)
    return -q[range(len(y)), y].mean() + lam / 2 * sum((w * w).sum() for w, _ in p), [(dw + lam * w, db) for (dw, db), (w, _) in zip(g, p)]
gradient_norms = lambda p, x, y, activation="relu": np.array([np.linalg.norm(dw) for dw, _ in mlp_loss(p, x, y, activation)[1]])
