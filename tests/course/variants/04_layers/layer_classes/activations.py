import abc
import math

import numpy as np

from linear import Layer


class Elementwise(Layer, abc.ABC):
    def __init__(self, **options):
        self.__dict__.update(options)

    def forward(self, x):
        self.x = x
        self.y = self.f(x)
        return self.y

    def backward(self, dout):
        return dout * self.df(self.x, self.y)

    @abc.abstractmethod
    def f(self, x): ...

    @abc.abstractmethod
    def df(self, x, y): ...


class LeakyReLU(Elementwise):
    slope = 0.0

    def f(self, x):
        return np.where(x > 0, x, self.slope * x)

    def df(self, x, y):
        return np.where(x > 0, 1.0, self.slope)


class ReLU(LeakyReLU):
    pass


class PReLU(LeakyReLU):
    def backward(self, dout):
        return super().backward(dout), np.sum(dout[self.x < 0] * self.x[self.x < 0])


class ELU(Elementwise):
    alpha = 1.0

    def f(self, x):
        return np.where(x > 0, x, self.alpha * np.expm1(np.minimum(x, 0)))

    def df(self, x, y):
        return np.where(x > 0, 1.0, y + self.alpha)


class GELU(Elementwise):
    @staticmethod
    def Phi(x):
        return np.vectorize(lambda t: 0.5 + 0.5 * math.erf(t / 2**0.5), otypes=[float])(x)

    def f(self, x):
        return x * self.Phi(x)

    def df(self, x, y):
        return self.Phi(x) + x * np.exp(-0.5 * x**2) / np.sqrt(2 * np.pi)


class Sigmoid(Elementwise):
    def f(self, x):
        return np.exp(-np.logaddexp(0, -x))

    def df(self, x, y):
        return y * (1 - y)


class SiLU(Elementwise):
    def f(self, x):
        self.sigmoid = Sigmoid()
        return x * self.sigmoid.forward(x)

    def df(self, x, y):
        return self.sigmoid.y + x * self.sigmoid.backward(1.0)


class Tanh(Elementwise):
    def f(self, x):
        return np.tanh(x)

    def df(self, x, y):
        return 1 - y**2


class Softmax(Layer):
    def forward(self, x):
        e = np.exp(x - x.max(axis=1, keepdims=True))
        self.p = e / e.sum(axis=1, keepdims=True)
        return self.p

    def backward(self, dout):
        return self.p * (dout - (dout * self.p).sum(axis=1, keepdims=True))

    @property
    def jacobians(self):
        return np.stack([np.diag(p) - np.outer(p, p) for p in self.p])


def _backward(dout, cache):
    return cache.backward(dout)


def relu_forward(x):
    return ReLU()(x)


def leaky_relu_forward(x, slope=0.01):
    return LeakyReLU(slope=slope)(x)


def prelu_forward(x, alpha):
    return PReLU(slope=alpha)(x)


def elu_forward(x, alpha=1.0):
    return ELU(alpha=alpha)(x)


def gelu_forward(x):
    return GELU()(x)


def silu_forward(x):
    return SiLU()(x)


def sigmoid_forward(x):
    return Sigmoid()(x)


def tanh_forward(x):
    return Tanh()(x)


def softmax_forward(x):
    return Softmax()(x)


relu_backward = _backward
leaky_relu_backward = _backward
prelu_backward = _backward
elu_backward = _backward
gelu_backward = _backward
silu_backward = _backward
sigmoid_backward = _backward
tanh_backward = _backward
softmax_backward = _backward


def relu_jacobian(x):
    layer = ReLU()
    layer.forward(x)
    return np.diagflat(layer.df(layer.x, layer.y))


def softmax_jacobian(x):
    layer = Softmax()
    layer.forward(x.reshape(1, -1))
    return layer.jacobians[0]
