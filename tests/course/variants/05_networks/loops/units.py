import numpy as np


def threshold_unit(x, w, b):
    out = np.zeros(x.shape[0])
    for n in range(x.shape[0]):
        total = b
        for d in range(x.shape[1]):
            total = total + x[n, d] * w[d]
        if total > 0:
            out[n] = 1.0
    return out


def and_weights():
    w = np.zeros(2)
    w[0] = 2
    w[1] = 2
    return w, -3


def or_weights():
    w = np.zeros(2)
    w[0] = 10
    w[1] = 20
    return w, -5


def xor_weights():
    # unit 0: first but not second, unit 1: second but not first
    w1 = np.array([[1, -1], [-1, 1]])
    b1 = np.array([0, 0])
    w2 = np.array([1, 1])
    return w1, b1, w2, 0


def relu(v):
    if v > 0:
        return v
    return 0.0


def relu_bump(x, left, right, height):
    y = np.zeros(x.shape)
    middle = 0.5 * left + 0.5 * right
    up = height / (middle - left)
    down = height / (right - middle)
    for index in np.ndindex(x.shape):
        v = float(x[index])
        y[index] = up * relu(v - left) - (up + down) * relu(v - middle) + down * relu(v - right)
    return y


def dead_units(h):
    mask = np.zeros(h.shape[1], dtype=bool)
    for j in range(h.shape[1]):
        fired = False
        for n in range(h.shape[0]):
            if h[n, j] > 0:
                fired = True
        mask[j] = not fired
    return mask
