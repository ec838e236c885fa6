import numpy as np


def linear_scores(x, w, b):
    return np.einsum("nd,dc->nc", x, w) + b[np.newaxis, :]


def predict(x, w, b):
    return np.argmax(linear_scores(x, w, b), axis=-1)


def accuracy(predicted, y):
    return np.count_nonzero(np.equal(predicted, y)) / np.size(y)
