"""Activation functions: what a network does between two linear layers.

The conventions are those of linear.py: `*_forward` returns `(out, cache)`, `*_backward(dout,
cache)` returns gradients, results are float64 (also for integers), no argument is ever modified,
nothing is remembered between calls, and a backward never divides by N.

Nearly everything here works element by element, so arrays may have any shape, `out` and `dx` have
the shape of `x`, and every backward is the same short sentence of the chain rule:

    dx = dout * (derivative of the function at x)

At a corner the derivative is the one PyTorch takes, and the docstring names it.
Large inputs (+-1000) must give finite, right values.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np


def relu_forward(x: np.ndarray) -> tuple[np.ndarray, Any]:
    """Rectify: ``relu(x) = max(x, 0)``.

    Args:
        x: inputs of any shape, float64 or integers.

    Returns:
        out, in the shape of x, and the cache for `relu_backward`. It is float64, but for integers
        integers will do.

    Source: Nair and Hinton, Rectified linear units improve restricted Boltzmann machines (2010).
    """
    ### BEGIN SOLUTION
    return np.maximum(x, 0.0), x
    ### END SOLUTION


def relu_backward(dout: np.ndarray, cache: Any) -> np.ndarray:
    """Pull `dout` back through relu: ``relu'(x) = 1 for x > 0, else 0``, so ``relu'(0) = 0``.

    Args:
        dout: gradient of the loss with respect to out, float64 in the shape of x.
        cache: what `relu_forward` returned as its second result.

    Returns:
        dx, float64 in the shape of x.
    """
    ### BEGIN SOLUTION
    x = cache
    return dout * (x > 0)
    ### END SOLUTION


def leaky_relu_forward(x: np.ndarray, slope: float = 0.01) -> tuple[np.ndarray, Any]:
    """Let a little through: ``leaky_relu(x) = x for x > 0, else slope * x``, for any slope.

    Args:
        x: inputs of any shape, float64, float32 or integers.
        slope: the factor for inputs that are not positive; it is not learned.

    Returns:
        out, float64 in the shape of x, and the cache for `leaky_relu_backward`.

    Source: Maas, Hannun and Ng, Rectifier nonlinearities improve neural network acoustic models
    (2013).
    """
    ### BEGIN SOLUTION
    return np.where(x > 0, x, slope * x), (x, slope)
    ### END SOLUTION


def leaky_relu_backward(dout: np.ndarray, cache: Any) -> np.ndarray:
    """Pull `dout` back through leaky_relu, whose derivative is 1 for x > 0, else slope (also at 0).

    Args:
        dout: gradient of the loss with respect to out, float64 in the shape of x.
        cache: what `leaky_relu_forward` returned as its second result.

    Returns:
        dx, float64 in the shape of x.
    """
    ### BEGIN SOLUTION
    x, slope = cache
    return dout * np.where(x > 0, 1.0, slope)
    ### END SOLUTION


def prelu_forward(x: np.ndarray, alpha: float) -> tuple[np.ndarray, Any]:
    """Learn the leak: ``prelu(x) = x for x > 0, else alpha * x``, for any alpha.

    Args:
        x: inputs of any shape, float64 or integers.
        alpha: the learned slope, one number shared by all elements of x.

    Returns:
        out, float64 in the shape of x, and the cache for `prelu_backward`.

    Source: He, Zhang, Ren and Sun, Delving deep into rectifiers (2015), section 2.1.
    """
    ### BEGIN SOLUTION
    return np.where(x > 0, x, alpha * x), (x, alpha)
    ### END SOLUTION


def prelu_backward(dout: np.ndarray, cache: Any) -> tuple[np.ndarray, float]:
    """Pull `dout` back through prelu, to its input and to its learned slope.

    The derivative with respect to x is 1 for x > 0, else alpha (also at 0). Every element of x that
    is not positive used the same alpha, so dalpha is the sum of what each of them contributes.

    Args:
        dout: gradient of the loss with respect to out, float64 in the shape of x.
        cache: what `prelu_forward` returned as its second result.

    Returns:
        dx, float64 in the shape of x, and dalpha, a float.
    """
    ### BEGIN SOLUTION
    x, alpha = cache
    dx = dout * np.where(x > 0, 1.0, alpha)
    dalpha = float(np.sum(dout * np.minimum(x, 0.0)))
    return dx, dalpha
    ### END SOLUTION


def elu_forward(x: np.ndarray, alpha: float = 1.0) -> tuple[np.ndarray, Any]:
    """Saturate smoothly at -alpha: ``elu(x) = x for x > 0, else alpha * (exp(x) - 1)``.

    Mind that `np.where` computes both of its branches: exp(1000) overflows even where it is not
    used. `np.expm1(x)` is exp(x) - 1, also accurate near 0.

    Args:
        x: inputs of any shape, float64 or integers.
        alpha: minus the value approached for very negative x, positive; it is not learned.

    Returns:
        out, float64 in the shape of x, and the cache for `elu_backward`.

    Source: Clevert, Unterthiner and Hochreiter, Fast and accurate deep network learning by
    exponential linear units (2016).
    """
    ### BEGIN SOLUTION
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0.0))), (x, alpha)
    ### END SOLUTION


def elu_backward(dout: np.ndarray, cache: Any) -> np.ndarray:
    """Pull `dout` back through elu: ``elu'(x) = 1 for x > 0, else alpha * exp(x)`` (alpha at 0).

    Args:
        dout: gradient of the loss with respect to out, float64 in the shape of x.
        cache: what `elu_forward` returned as its second result.

    Returns:
        dx, float64 in the shape of x.
    """
    ### BEGIN SOLUTION
    x, alpha = cache
    return dout * np.where(x > 0, 1.0, alpha * np.exp(np.minimum(x, 0.0)))
    ### END SOLUTION


def erf(x: np.ndarray) -> np.ndarray:
    """Return the error function of each element; it is given to you, for `gelu_forward`.

    NumPy has no erf, but Python's own `math.erf` is exact; `np.vectorize` says most plainly that it
    is called once for each element. That loop is slow, which does not matter at this size.

    Args:
        x: inputs of any shape.

    Returns:
        ``2 / sqrt(pi) * (integral of exp(-t**2) for t from 0 to x)``, float64 in the shape of x.
    """
    return np.vectorize(math.erf, otypes=[np.float64])(x)


def gelu_forward(x: np.ndarray) -> tuple[np.ndarray, Any]:
    """Weigh x by the chance that a standard normal number is below it: ``gelu(x) = x * Phi(x)``.

    ``Phi(x) = 0.5 * (1 + erf(x / sqrt(2)))``, exactly: neither the tanh nor the sigmoid
    approximation.

    Args:
        x: inputs of any shape, float64 or integers.

    Returns:
        out, float64 in the shape of x, and the cache for `gelu_backward`.

    Source: Hendrycks and Gimpel, Gaussian error linear units (2016), equation 1.
    """
    ### BEGIN SOLUTION
    cdf = 0.5 * (1.0 + erf(x / math.sqrt(2.0)))
    return x * cdf, x
    ### END SOLUTION


def gelu_backward(dout: np.ndarray, cache: Any) -> np.ndarray:
    """Pull `dout` back through gelu, by the product rule on ``x * Phi(x)``.

    The derivative of Phi is the normal density ``phi(x) = exp(-x**2 / 2) / sqrt(2 * pi)``.

    Args:
        dout: gradient of the loss with respect to out, float64 in the shape of x.
        cache: what `gelu_forward` returned as its second result.

    Returns:
        dx, float64 in the shape of x.
    """
    ### BEGIN SOLUTION
    x = cache
    cdf = 0.5 * (1.0 + erf(x / math.sqrt(2.0)))
    pdf = np.exp(-0.5 * x**2) / math.sqrt(2.0 * math.pi)
    return dout * (cdf + x * pdf)
    ### END SOLUTION


### BEGIN SOLUTION
def _sigmoid(x: np.ndarray) -> np.ndarray:
    """Return ``1 / (1 + exp(-x)) = exp(-log(exp(0) + exp(-x)))``, which overflows for no x."""
    return np.exp(-np.logaddexp(0.0, -x))


### END SOLUTION


def silu_forward(x: np.ndarray) -> tuple[np.ndarray, Any]:
    """Weigh x by its own sigmoid: ``silu(x) = x * sigmoid(x)``, also called swish.

    Args:
        x: inputs of any shape, float64 or integers.

    Returns:
        out, float64 in the shape of x, and the cache for `silu_backward`.

    Source: Elfwing, Uchibe and Doya, Sigmoid-weighted linear units (2018), equation 7.
    """
    ### BEGIN SOLUTION
    return x * _sigmoid(x), x
    ### END SOLUTION


def silu_backward(dout: np.ndarray, cache: Any) -> np.ndarray:
    """Pull `dout` back through silu, by the product rule on ``x * sigmoid(x)``.

    Args:
        dout: gradient of the loss with respect to out, float64 in the shape of x.
        cache: what `silu_forward` returned as its second result.

    Returns:
        dx, float64 in the shape of x.
    """
    ### BEGIN SOLUTION
    x = cache
    s = _sigmoid(x)
    return dout * (s + x * s * (1.0 - s))
    ### END SOLUTION


def sigmoid_forward(x: np.ndarray) -> tuple[np.ndarray, Any]:
    """Squash to (0, 1): ``sigmoid(x) = 1 / (1 + exp(-x))``.

    Mind that exp(1000) overflows to infinity, and that infinity over infinity is NaN.

    Args:
        x: inputs of any shape, float64 or integers.

    Returns:
        out, float64 in the shape of x, and the cache for `sigmoid_backward`.

    Source: Goodfellow, Bengio and Courville, Deep Learning (2016), section 3.10.
    """
    ### BEGIN SOLUTION
    out = _sigmoid(x)
    return out, out
    ### END SOLUTION


def sigmoid_backward(dout: np.ndarray, cache: Any) -> np.ndarray:
    """Pull `dout` back through sigmoid, whose derivative is easiest to write in terms of `out`.

    Args:
        dout: gradient of the loss with respect to out, float64 in the shape of x.
        cache: what `sigmoid_forward` returned as its second result.

    Returns:
        dx, float64 in the shape of x.
    """
    ### BEGIN SOLUTION
    out = cache
    return dout * out * (1.0 - out)
    ### END SOLUTION


def tanh_forward(x: np.ndarray) -> tuple[np.ndarray, Any]:
    """Squash to (-1, 1): ``tanh(x) = (exp(x) - exp(-x)) / (exp(x) + exp(-x))``.

    Args:
        x: inputs of any shape, float64 or integers.

    Returns:
        out, float64 in the shape of x, and the cache for `tanh_backward`.

    Source: LeCun, Bottou, Orr and Mueller, Efficient BackProp (1998), section 4.4.
    """
    ### BEGIN SOLUTION
    out = np.tanh(x)
    return out, out
    ### END SOLUTION


def tanh_backward(dout: np.ndarray, cache: Any) -> np.ndarray:
    """Pull `dout` back through tanh, whose derivative is easiest to write in terms of `out`.

    Args:
        dout: gradient of the loss with respect to out, float64 in the shape of x.
        cache: what `tanh_forward` returned as its second result.

    Returns:
        dx, float64 in the shape of x.
    """
    ### BEGIN SOLUTION
    out = cache
    return dout * (1.0 - out**2)
    ### END SOLUTION


def softmax_forward(x: np.ndarray) -> tuple[np.ndarray, Any]:
    """Turn each row of scores into probabilities.

    ``out[i, j] = exp(x[i, j]) / sum_k exp(x[i, k])``. A row's probabilities do not change when one
    number is added to all its scores; choose the number so that no exponential overflows.

    Args:
        x: scores, float64 or integers (N, C): one row a sample, one column a class.

    Returns:
        out, float64 (N, C), and the cache for `softmax_backward`.

    Source: Goodfellow, Bengio and Courville, Deep Learning (2016), sections 4.1 and 6.2.2.3.
    """
    ### BEGIN SOLUTION
    powers = np.exp(x - x.max(axis=1, keepdims=True))
    out = powers / powers.sum(axis=1, keepdims=True)
    return out, out
    ### END SOLUTION


def softmax_backward(dout: np.ndarray, cache: Any) -> np.ndarray:
    """Pull `dout` back through softmax, row by row, without building any Jacobian.

    In one row ``d out[j] / d x[k] = out[j] * ((j == k) - out[k])``: every score moves every
    probability. Summed against dout this takes a product, a sum and a difference.

    Args:
        dout: gradient of the loss with respect to out, float64 (N, C).
        cache: what `softmax_forward` returned as its second result.

    Returns:
        dx, float64 (N, C).
    """
    ### BEGIN SOLUTION
    out = cache
    return out * (dout - np.sum(dout * out, axis=1, keepdims=True))
    ### END SOLUTION


def relu_jacobian(x: np.ndarray) -> np.ndarray:
    """Return all derivatives of relu of a vector: ``jacobian[i, j] = d relu(x)[i] / d x[j]``.

    As in `relu_backward`, ``relu'(0) = 0``.

    Args:
        x: a vector, float64 (n,).

    Returns:
        jacobian, float64 (n, n).
    """
    ### BEGIN SOLUTION
    return np.diag(np.where(x > 0, 1.0, 0.0))
    ### END SOLUTION


def softmax_jacobian(x: np.ndarray) -> np.ndarray:
    """Return all derivatives of softmax of a vector: ``jacobian[i, j] = d p[i] / d x[j]``.

    Here ``p = softmax(x)``, and ``jacobian[i, j] = p[i] * ((i == j) - p[j])``.

    Args:
        x: one sample's scores, float64 (n,).

    Returns:
        jacobian, float64 (n, n).
    """
    ### BEGIN SOLUTION
    powers = np.exp(x - x.max())
    p = powers / powers.sum()
    return np.diag(p) - np.outer(p, p)
    ### END SOLUTION
