import numpy as np


def pairwise_distances(a, b):
    # (a - b)^2 = a^2 - 2ab + b^2, computed around the centre to lose fewer digits
    a = a.astype('float64')
    b = b.astype('float64')
    centre = b.mean(axis=0)
    a = a - centre
    b = b - centre
    d2 = np.add.outer((a * a).sum(1), (b * b).sum(1)) - 2 * np.dot(a, b.T)
    d2[d2 < 0] = 0
    return d2 ** 0.5


def knn_predict(x_train, y_train, x, k):
    d = pairwise_distances(x, x_train)
    # the k-th smallest distance of each row; everybody at most that far away votes
    kth = np.sort(d, axis=1)[:, k - 1][:, None]
    member = (d <= kth).astype(float)
    classes = np.unique(y_train)
    votes = member @ (y_train[:, None] == classes[None, :])
    return classes[np.argmax(votes, axis=1)]
