"""The linear layer: every output is a weighted sum of all inputs, plus a bias.

Conventions of this assignment, for every function in it:

- `*_forward(...)` returns `(out, cache)`. The cache is yours: put into it whatever your own
  `*_backward` needs, and nothing else will ever read it.
- `*_backward(dout, cache)` takes `dout`, the gradient of the loss with respect to `out`, and
  returns the gradients with respect to the forward's array arguments, in the same order. Each
  gradient has the shape of what it is the gradient of.
- Results are float64, also where an input holds integers. For float32 inputs float32 will do.
- No argument is ever modified, and nothing is remembered between calls except through the cache.
- A backward never divides by the number of samples N: the mean belongs to the loss, which has
  already put 1/N into `dout`.
"""

from __future__ import annotations

from typing import Any

import numpy as np


def linear_forward(x: np.ndarray, w: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, Any]:
    """Map each sample to ``out = x @ w + b``, whatever the shape of one sample.

    A sample with several axes, such as an image, is first flattened in C order (NumPy's own):
    ``D = d1 * ... * dk``.

    Args:
        x: inputs, float64, float32 or integers (N, d1, ..., dk).
        w: weights, float64 or float32 (D, M).
        b: biases, float64 or float32 (M,).

    Returns:
        out, float64 (N, M), and the cache for `linear_backward`.

    Source: Goodfellow, Bengio and Courville, Deep Learning (2016), section 6.1.
    """
    raise NotImplementedError("linear_forward")


def linear_backward(dout: np.ndarray, cache: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pull `dout` back through ``out = x @ w + b``.

    With x flattened to (N, D): ``dx = dout @ w.T``, ``dw = x.T @ dout``, and db is the sum of dout
    over the samples, because every sample uses the same b. No division by N.

    Args:
        dout: gradient of the loss with respect to out, float64 (N, M).
        cache: what `linear_forward` returned as its second result.

    Returns:
        dx (N, d1, ..., dk) in the shape of x, dw (D, M) and db (M,), all float64.

    Source: Giles, Collected matrix derivative results (2008), section 2.2.2.
    """
    raise NotImplementedError("linear_backward")
