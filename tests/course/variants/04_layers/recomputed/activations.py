# cache = the arguments, everything else is worked out again on the way back
import math
import numpy as np

def relu(x): return (np.abs(x) + x) / 2
def drelu(x): return np.where(x > 0, 1., 0.)
def leaky(x, a): return relu(x) - a * relu(-x)
def dleaky(x, a): return drelu(x) + a * (1 - drelu(x))
def elu(x, a): return relu(x) + a * np.expm1(-relu(-x))
def delu(x, a): return np.where(x > 0, 1, a * np.exp(-relu(-x)))

def sigmoid(x):
    # exp(-|x|) is never larger than 1
    t = np.exp(-abs(x))
    return np.where(x > 0, 1 / (1 + t), t / (1 + t))
def dsigmoid(x): return sigmoid(x) * (1 - sigmoid(x))
def tanh(x):
    t = np.exp(-2 * abs(x))
    return np.sign(x) * (1 - t) / (1 + t)
def dtanh(x): return 1 - tanh(x) * tanh(x)

def erf(x):
    """2/sqrt(pi) exp(-x^2) (x + 2x^3/3 + 4x^5/15 + ...): only positive terms, so nothing cancels."""
    x = np.clip(x, -6, 6)  # erf(6) is 1 to 16 digits
    term = np.array(x, dtype=float)
    total = term.copy()
    for n in range(1, 200):
        term = term * 2 * x * x / (2 * n + 1)
        total += term
    return 2 / math.sqrt(math.pi) * np.exp(-x * x) * total
def cdf(x): return (1 + erf(x / math.sqrt(2))) / 2
def pdf(x): return np.exp(-x * x / 2) / math.sqrt(2 * math.pi)

def softmax(x):
    e = np.exp((x.T - x.max(1)).T)
    return (e.T / e.sum(1)).T

def relu_forward(x): return relu(x), x
def relu_backward(dout, x): return dout * drelu(x)
def leaky_relu_forward(x, slope=0.01): return leaky(x, slope), [x, slope]
def leaky_relu_backward(dout, cache): return dout * dleaky(*cache)
def prelu_forward(x, alpha): return leaky(x, alpha), [x, alpha]
def prelu_backward(dout, cache):
    x, alpha = cache
    return dout * dleaky(x, alpha), -(dout * relu(-x)).sum()
def elu_forward(x, alpha=1.): return elu(x, alpha), [x, alpha]
def elu_backward(dout, cache): return dout * delu(*cache)
def gelu_forward(x): return x * cdf(x), x
def gelu_backward(dout, x): return dout * (cdf(x) + x * pdf(x))
def silu_forward(x): return x * sigmoid(x), x
def silu_backward(dout, x): return dout * (sigmoid(x) + x * dsigmoid(x))
def sigmoid_forward(x): return sigmoid(x), x
def sigmoid_backward(dout, x): return dout * dsigmoid(x)
def tanh_forward(x): return tanh(x), x
def tanh_backward(dout, x): return dout * dtanh(x)
def softmax_forward(x): return softmax(x), x
def softmax_backward(dout, x):
    p = softmax(x)
    return dout * p - p * np.diag(dout @ p.T)[:, None]
def relu_jacobian(x): return np.diag(drelu(x))
def softmax_jacobian(x):
    p = softmax(x.reshape(1, -1))
    return np.diag(p[0]) - p.T @ p
