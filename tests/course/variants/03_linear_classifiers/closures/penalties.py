import numpy as np


def penalty(value, slope):
    return lambda w, lam: (lam * value(w).sum(), lam * slope(w))


l1_penalty = penalty(np.abs, np.sign)
l2_penalty = penalty(lambda w: w**2 / 2, lambda w: w)
