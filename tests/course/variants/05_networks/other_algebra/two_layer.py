import numpy as np


def two_layer_scores(params, x):
    (w1, b1), (w2, b2) = params
    ones = np.ones((len(x), 1))
    h = np.hstack([x, ones]) @ np.vstack([w1, b1])
    return np.hstack([h * (h > 0), ones]) @ np.vstack([w2, b2])


def two_layer_loss(params, x, y, lam):
    (w1, b1), (w2, b2) = params
    ones = np.ones((len(x), 1))
    x1, v1 = np.hstack([x, ones]), np.vstack([w1, b1])
    z = x1 @ v1
    h1, v2 = np.hstack([np.where(z > 0, z, 0), ones]), np.vstack([w2, b2])
    s = h1 @ v2
    truth = np.eye(s.shape[1])[y]
    log_norm = np.logaddexp.reduce(s, axis=1)
    loss = np.mean(log_norm - np.sum(s * truth, axis=1))
    d = (np.exp(s - log_norm[:, None]) - truth) / len(x)
    g2 = np.einsum("nh,nc->hc", h1, d)
    e = np.einsum("nc,hc->nh", d, v2)[:, :-1] * np.heaviside(z, 0)
    g1 = np.einsum("nd,nh->dh", x1, e)
    loss += lam * (np.linalg.norm(w1) ** 2 + np.linalg.norm(w2) ** 2) / 2
    return loss, [(g1[:-1] + lam * w1, g1[-1]), (g2[:-1] + lam * w2, g2[-1])]
