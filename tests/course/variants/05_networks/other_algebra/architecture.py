import numpy as np


def count_parameters(sizes):
    s = np.asarray(sizes)
    return int(s[:-1] @ s[1:] + s[1:].sum())


def collapse_linear(w1, b1, w2, b2):
    first = np.block([[w1, np.zeros((len(w1), 1))], [b1[None], np.ones((1, 1))]])
    both = first @ np.vstack([w2, b2])
    return both[:-1], both[-1]
