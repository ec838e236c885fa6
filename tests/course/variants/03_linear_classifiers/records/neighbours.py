from dataclasses import dataclass

import heapq
import numpy as np
from numpy.typing import NDArray


@dataclass
class Memory:
    x: NDArray
    y: NDArray

    def nearest(self, query, k: int) -> list:
        distances = pairwise_distances(query[None, :], self.x)[0]
        return heapq.nsmallest(k, range(len(distances)), key=distances.__getitem__)

    def vote(self, query, k: int) -> int:
        votes = sorted(self.y[i] for i in self.nearest(query, k))
        return max(votes, key=votes.count)  # the first of the most frequent, in sorted order


def pairwise_distances(a, b):
    a, b = np.float64(a), np.float64(b)
    squares = np.zeros((len(a), len(b)))
    for column_a, column_b in zip(a.T, b.T):
        squares += np.subtract.outer(column_a, column_b) ** 2
    return np.sqrt(squares)


def knn_predict(x_train, y_train, x, k):
    memory = Memory(x_train, y_train)
    return np.array([memory.vote(query, k) for query in x])
