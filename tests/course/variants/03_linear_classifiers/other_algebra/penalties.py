import numpy as np


def l1_penalty(w, lam):
    s = np.sign(w)
    return lam * np.sum(s * w), lam * s


def l2_penalty(w, lam):
    return lam / 2 * np.linalg.norm(w) ** 2, lam * w
