import math

import numpy as np


def affine(row, w, b):
    out = []
    for j in range(w.shape[1]):
        total = float(b[j])
        for i in range(w.shape[0]):
            total += float(row[i]) * float(w[i, j])
        out.append(total)
    return out


def two_layer_scores(params, x):
    (w1, b1), (w2, b2) = params
    rows = []
    for row in x:
        hidden = [max(z, 0.0) for z in affine(row, w1, b1)]
        rows.append(affine(hidden, w2, b2))
    return np.array(rows)


def two_layer_loss(params, x, y, lam):
    (w1, b1), (w2, b2) = params
    n = len(x)
    dw1, db1, dw2, db2 = [np.zeros(a.shape) for a in (w1, b1, w2, b2)]
    loss = 0.0
    for row, label in zip(x, y):
        z = affine(row, w1, b1)
        hidden = [max(v, 0.0) for v in z]
        scores = affine(hidden, w2, b2)
        top = max(scores)
        norm = sum(math.exp(s - top) for s in scores)
        loss += (math.log(norm) + top - scores[label]) / n
        for c in range(len(scores)):
            d = (math.exp(scores[c] - top) / norm - (1.0 if c == label else 0.0)) / n
            db2[c] += d
            for h in range(len(hidden)):
                dw2[h, c] += hidden[h] * d
                if z[h] > 0:
                    back = d * w2[h, c]
                    db1[h] += back
                    for k in range(len(row)):
                        dw1[k, h] += row[k] * back
    for w, dw in ((w1, dw1), (w2, dw2)):
        for index in np.ndindex(w.shape):
            loss += lam * w[index] ** 2 / 2
            dw[index] += lam * w[index]
    return loss, [(dw1, db1), (dw2, db2)]
