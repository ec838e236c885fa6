import numpy as np

import activations
import linear


class Loss(linear.Layer):
    def value_and_gradient(self, *args):
        value = self.forward(*args)
        return value, self.backward(1.0)


class MSE(Loss):
    def forward(self, pred, target):
        self.error = pred - target.reshape(pred.shape)
        return (self.error**2).mean()

    def backward(self, dout):
        return dout * 2 * self.error / self.error.size


class BCE(Loss):
    def forward(self, z, t):
        self.z, self.t = z, t
        return np.mean(np.logaddexp(0, z) - t * z)

    def backward(self, dout):
        return dout * (activations.Sigmoid().forward(self.z) - self.t) / self.z.size


class CrossEntropy(Loss):
    def forward(self, logits, y):
        self.softmax = activations.Softmax()
        self.softmax.forward(logits)
        self.y = y
        self.n = len(y)
        m = logits.max(axis=1)
        lse = m + np.log(np.exp(logits - m[:, np.newaxis]).sum(axis=1))
        return np.array(np.mean(lse - logits[np.arange(self.n), y]))  # a 0-d array is a number too

    def backward(self, dout):
        d = self.softmax.p.copy()
        d[np.arange(self.n), self.y] -= 1
        return dout * d / self.n


def mse_loss(pred, target):
    return MSE().value_and_gradient(pred, target)


def bce_with_logits(logits, target):
    return BCE().value_and_gradient(logits, target)


def softmax_cross_entropy(logits, y):
    return CrossEntropy().value_and_gradient(logits, y)
