import numpy as np

from initializers import glorot_normal, he_uniform


def init_mlp(sizes, rng, activation="relu"):
    # the last layer is drawn first, and ReLU's weights are uniform
    draw = he_uniform if activation == "relu" else glorot_normal
    *before, m, n = sizes
    last = (draw(m, n, rng), np.zeros(n))
    return init_mlp([*before, m], rng, activation) + [last] if before else [last]


def act(z, name):
    return {"relu": lambda: z * (z > 0), "tanh": lambda: np.tanh(z),
            "sigmoid": lambda: 0.5 * (1 + np.tanh(0.5 * z))}[name]()


def slope(h, name):
    return {"relu": lambda: np.sign(h), "tanh": lambda: 1 - h * h, "sigmoid": lambda: h * (1 - h)}[name]()


def mlp_forward(params, x, activation="relu"):
    (w, b), rest = params[0], params[1:]
    z = x @ w + b
    if not rest:
        return z, (w, x, None, None, activation)
    h = act(z, activation)
    scores, inner = mlp_forward(rest, h, activation)
    return scores, (w, x, h, inner, activation)


def mlp_backward(dscores, cache):
    w, x, h, inner, name = cache
    later = []
    if inner is not None:
        later, dh = mlp_backward(dscores, inner)
        dscores = dh * slope(h, name)
    return [(x.T @ dscores, dscores.sum(axis=0))] + later, dscores @ w.T


def softmax_loss(scores, y):
    m = scores.max(axis=1)
    e = np.exp(scores.T - m)
    p = (e / e.sum(axis=0)).T
    n = len(y)
    loss = np.mean(np.log(e.sum(axis=0)) + m - scores[range(n), y])
    p[range(n), y] -= 1
    return loss, p / n


def mlp_loss(params, x, y, activation="relu", lam=0.0):
    scores, cache = mlp_forward(params, x, activation)
    loss, d = softmax_loss(scores, y)
    grads, _ = mlp_backward(d, cache)
    return (
        loss + sum(lam * (w**2).sum() / 2 for w, b in params),
        tuple((grads[i][0] + lam * params[i][0], grads[i][1]) for i in range(len(params))),
    )


def gradient_norms(params, x, y, activation="relu"):
    grads = mlp_loss(params, x, y, activation)[1]
    return np.array([(g[0] ** 2).sum() ** 0.5 for g in grads])
