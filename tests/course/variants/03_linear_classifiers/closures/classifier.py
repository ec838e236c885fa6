import numpy as np


def scorer(w, b):
    return lambda x: np.matmul(x, w) + b


def linear_scores(x, w, b):
    return scorer(w, b)(x)


def predict(x, w, b):
    return np.array([max(range(len(b)), key=row.__getitem__) for row in linear_scores(x, w, b)])


def accuracy(predicted, y):
    return sum(map(bool, predicted == y)) / len(y)
