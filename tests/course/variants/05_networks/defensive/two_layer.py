import numpy as np


def _take(params, x):
    if len(params) != 2:
        raise ValueError("want two layers")
    copied = [tuple(np.array(a, dtype=np.float64) for a in pair) for pair in params]
    x = np.array(x, dtype=np.float64)
    assert x.ndim == 2
    return copied, x


def _hidden(w, b, x):
    z = x @ w + b
    return z, np.where(z > 0.0, z, 0.0)


def two_layer_scores(params, x):
    ((w1, b1), (w2, b2)), x = _take(params, x)
    _, hidden = _hidden(w1, b1, x)
    return hidden @ w2 + b2


def two_layer_loss(params, x, y, lam):
    ((w1, b1), (w2, b2)), x = _take(params, x)
    y = np.array(y, dtype=np.int64).reshape(-1)
    lam = float(lam)
    z, hidden = _hidden(w1, b1, x)
    scores = hidden @ w2 + b2
    with np.errstate(all="raise", under="ignore"):
        shifted = scores - np.max(scores, axis=1, keepdims=True)
        norm = np.sum(np.exp(shifted), axis=1, keepdims=True)
        log_p = shifted - np.log(norm)
        p = np.exp(shifted) / norm
    picked = np.take_along_axis(log_p, y[:, None], axis=1)
    loss = float(-np.mean(picked))
    loss += 0.5 * lam * float(np.sum(np.square(w1)))
    loss += 0.5 * lam * float(np.sum(np.square(w2)))
    one_hot = np.zeros_like(p)
    np.put_along_axis(one_hot, y[:, None], 1.0, axis=1)
    dscores = (p - one_hot) / float(x.shape[0])
    dw2 = hidden.T @ dscores + lam * w2
    db2 = np.sum(dscores, axis=0)
    dhidden = dscores @ w2.T
    dz = np.where(z > 0.0, dhidden, 0.0)
    dw1 = x.T @ dz + lam * w1
    db1 = np.sum(dz, axis=0)
    grads = [(dw1, db1), (dw2, db2)]
    for (dw, db), (w, b) in zip(grads, [(w1, b1), (w2, b2)]):
        assert dw.shape == w.shape and db.shape == b.shape
    return loss, grads
