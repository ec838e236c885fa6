import math

import numpy as np


def length(grads):
    total = 0.0
    for g in grads:
        for element in np.ravel(g):
            total += float(element) ** 2
    return math.sqrt(total)


def clip_by_value(grads, c):
    clipped = []
    for g in grads:
        new = np.zeros(g.shape)
        for index, element in np.ndenumerate(g):
            new[index] = -c if element < -c else c if element > c else element
        clipped.append(new)
    return clipped, length(grads)


def clip_by_global_norm(grads, c):
    norm = length(grads)
    clipped = []
    for g in grads:
        new = np.array(g, dtype=float)
        if norm + 1e-6 > c:
            new *= c / (norm + 1e-6)
        clipped.append(new)
    return clipped, norm
