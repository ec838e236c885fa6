"""No Python loops where NumPy has a way."""
import numpy as np


def pairwise_distances(a, b):
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    aa = np.einsum("id,id->i", a, a)
    bb = np.einsum("jd,jd->j", b, b)
    ab = np.einsum("id,jd->ij", a, b)
    return np.sqrt(np.clip(aa[:, None] - 2 * ab + bb[None, :], 0, None))


def knn_predict(x_train, y_train, x, k):
    distances = pairwise_distances(x, x_train)
    nearest = np.argpartition(distances, k - 1, axis=1)[:, :k]
    labels = np.arange(y_train.max() + 1)
    votes = (y_train[nearest][:, :, None] == labels).sum(axis=1)
    return votes.argmax(axis=1)
