import math
import numpy as np


def delta_rule(x, t, w, b, *, activation):
    N, D = x.shape
    loss, dw, db = 0.0, np.zeros(D), 0.0
    for n in range(N):
        z = b
        for d in range(D):
            z += x[n, d] * w[d]
        if activation == "linear":
            s, slope = z, 1.0
        else:
            if z >= 0:
                s = 1 / (1 + math.exp(-z))
            else:
                s = math.exp(z) / (1 + math.exp(z))
            slope = s * (1 - s)
        delta = 2 * (s - t[n]) * slope / N
        loss += (s - t[n]) ** 2 / N
        for d in range(D):
            dw[d] += delta * x[n, d]
        db += delta
    return float(loss), dw, float(db)
