import numpy as np


def l1_penalty(w, lam):
    loss = 0.0
    dw = np.zeros(w.shape)
    for i in np.ndindex(*w.shape):
        loss += lam * abs(float(w[i]))
        if w[i] > 0:
            dw[i] = lam
        elif w[i] < 0:
            dw[i] = -lam
    return loss, dw


def l2_penalty(w, lam):
    loss = 0.0
    dw = np.zeros(w.shape)
    for i in np.ndindex(*w.shape):
        loss += lam / 2 * float(w[i]) ** 2
        dw[i] = lam * w[i]
    return loss, dw
