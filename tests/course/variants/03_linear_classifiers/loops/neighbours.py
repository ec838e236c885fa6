import math
import numpy as np


def distance(p, q):
    total = 0.0
    for d in range(len(p)):
        total += (float(p[d]) - float(q[d])) ** 2
    return math.sqrt(total)


def pairwise_distances(a, b):
    out = np.zeros((len(a), len(b)))
    for i in range(len(a)):
        for j in range(len(b)):
            out[i, j] = distance(a[i], b[j])
    return out


def knn_predict(x_train, y_train, x, k):
    result = []
    for i in range(len(x)):
        ranking = []
        for j in range(len(x_train)):
            ranking.append((distance(x[i], x_train[j]), int(y_train[j])))
        ranking.sort()
        votes = {}
        for _, label in ranking[:k]:
            votes[label] = votes.get(label, 0) + 1
        best = None
        for label in sorted(votes):
            if best is None or votes[label] > votes[best]:
                best = label
        result.append(best)
    return np.array(result)
