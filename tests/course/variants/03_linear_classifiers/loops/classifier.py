import numpy as np


def linear_scores(x, w, b):
    scores = np.zeros((x.shape[0], w.shape[1]))
    for n in range(x.shape[0]):
        for c in range(w.shape[1]):
            s = float(b[c])
            for d in range(x.shape[1]):
                s += float(x[n, d]) * float(w[d, c])
            scores[n, c] = s
    return scores


def predict(x, w, b):
    labels = []
    for row in linear_scores(x, w, b):
        best = 0
        for c in range(1, len(row)):
            if row[c] > row[best]:
                best = c
        labels.append(best)
    return np.array(labels)


def accuracy(predicted, y):
    right = 0
    for n in range(len(y)):
        if predicted[n] == y[n]:
            right += 1
    return right / len(y)
