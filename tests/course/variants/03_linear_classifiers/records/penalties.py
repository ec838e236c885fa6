import numpy as np
from losses import Loss


def l1_penalty(w, lam):
    return Loss(float(np.sum(lam * np.abs(w))), lam * (1.0 * (w > 0) - 1.0 * (w < 0)))


def l2_penalty(w, lam):
    return Loss(float(np.sum(lam * w * w)) / 2, lam * w)
