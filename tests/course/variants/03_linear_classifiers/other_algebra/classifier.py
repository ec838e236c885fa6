import numpy as np


def linear_scores(x, w, b):
    # the bias as the weight of a feature that is always 1
    return np.c_[x, np.ones(len(x))] @ np.r_[w, b[None]]


def predict(x, w, b):
    s = linear_scores(x, w, b)
    # b is exact in whole numbers; a stable sort of -s puts the smallest class of the best first
    return np.argsort(-s, axis=1, kind='stable')[:, 0]


def accuracy(predicted, y):
    return 1 - np.mean(predicted != y)
