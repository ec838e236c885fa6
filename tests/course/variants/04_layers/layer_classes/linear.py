import numpy as np


class Layer:
    """Remembers what its backward needs; a new one is made for every forward."""

    def __call__(self, *args):
        return self.forward(*args), self

    def forward(self, *args):
        raise NotImplementedError

    def backward(self, dout):
        raise NotImplementedError


class Linear(Layer):
    def forward(self, x, w, b):
        self.x_shape = x.shape
        self.x = x.reshape(x.shape[0], -1)
        self.w = w
        self.b = b
        return self.x.dot(self.w) + self.b

    def backward(self, dout):
        self.dw = self.x.T.dot(dout)
        self.db = dout.sum(axis=0)
        self.dx = dout.dot(self.w.T).reshape(self.x_shape)
        return self.dx, self.dw, self.db


def linear_forward(x, w, b):
    return Linear()(x, w, b)


def linear_backward(dout, cache):
    return cache.backward(dout)
