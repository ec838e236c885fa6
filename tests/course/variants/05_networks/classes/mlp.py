from collections import namedtuple

import numpy as np

from initializers import glorot_normal, he_normal

Pair = namedtuple("Pair", "w b")


class Linear:
    def __init__(self, w, b):
        self.w, self.b = w, b

    def forward(self, x):
        self.x = x
        return x @ self.w + self.b

    def backward(self, d):
        self.grads = self.x.T @ d, np.sum(d, axis=0)
        return d @ self.w.T


class Relu:
    def forward(self, x):
        self.mask = x > 0
        return np.where(self.mask, x, 0)

    def backward(self, d):
        return np.where(self.mask, d, 0)


class Tanh:
    def forward(self, x):
        self.out = np.tanh(x)
        return self.out

    def backward(self, d):
        return d * (1 - self.out) * (1 + self.out)


class Sigmoid:
    def forward(self, x):
        e = np.exp(-np.abs(x))
        self.out = np.where(x >= 0, 1, e) / (1 + e)
        return self.out

    def backward(self, d):
        return d * self.out * (1 - self.out)


KINDS = {"relu": Relu, "tanh": Tanh, "sigmoid": Sigmoid}


class Network:
    def __init__(self, params, activation):
        self.linears = [Linear(w, b) for w, b in params]
        self.layers = []
        for linear in self.linears:
            self.layers += [linear, KINDS[activation]()]
        self.layers.pop()

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, d):
        for layer in reversed(self.layers):
            d = layer.backward(d)
        return [list(linear.grads) for linear in self.linears], d


def init_mlp(sizes, rng, activation="relu"):
    chosen = {"relu": he_normal}.get(activation, glorot_normal)
    return [Pair(chosen(*pair, rng), np.zeros(pair[1])) for pair in zip(sizes, sizes[1:])]


def mlp_forward(params, x, activation="relu"):
    network = Network(params, activation)
    return network.forward(x), network


def mlp_backward(dscores, cache):
    return cache.backward(dscores)


class CrossEntropy:
    def forward(self, scores, y):
        self.p = np.exp(scores - scores.max(axis=1, keepdims=True))
        total = self.p.sum(axis=1, keepdims=True)
        self.p /= total
        self.y = y
        rows = np.arange(len(y))
        logs = scores[rows, y] - scores.max(axis=1) - np.log(total[:, 0])
        return -logs.mean()

    def backward(self):
        d = self.p.copy()
        d[np.arange(len(self.y)), self.y] -= 1
        return d / len(self.y)


def mlp_loss(params, x, y, activation="relu", lam=0.0):
    scores, network = mlp_forward(params, x, activation)
    criterion = CrossEntropy()
    loss = criterion.forward(scores, y)
    grads, _ = network.backward(criterion.backward())
    for pair, (w, _) in zip(grads, params):
        loss += 0.5 * lam * np.vdot(w, w)
        pair[0] = pair[0] + lam * w
    return loss, grads


def gradient_norms(params, x, y, activation="relu"):
    _, grads = mlp_loss(params, x, y, activation)
    return np.array([float(np.linalg.norm(dw, "fro")) for dw, _ in grads])
