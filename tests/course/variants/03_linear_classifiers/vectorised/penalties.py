import numpy as np


def l1_penalty(w, lam):
    return np.linalg.norm(w.ravel(), 1) * lam, np.multiply(lam, np.sign(w))


def l2_penalty(w, lam):
    return 0.5 * lam * np.vdot(w, w), np.multiply(lam, w)
