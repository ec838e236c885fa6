"""Batch and layer normalization: mean 0 and variance 1, then a scale and a shift that are learned.

Conventions of this assignment:

- Every `*_backward(dout, cache)` returns ``dx, dgamma, dbeta``, the gradients of the forward's
  three arrays, each in the shape of its array. The cache is any object you like: only your own
  backward reads it.
- `gamma` (D,) scales and `beta` (D,) shifts; both are learned.
- `eps` is added to the variance, inside the square root. Formulas and defaults are PyTorch's.
- The state of batch norm is an argument, and a new state is returned: a dict with the arrays
  ``"running_mean"`` and ``"running_var"``, both (D,). The checks read it. None stands for the state
  before any training: means of 0 and variances of 1.
- No argument is ever modified, the state included. Nothing is remembered between calls except
  through the cache and the state. Results are float64, also where integers go in; for float32
  float32 will do.
- A mean of 1e6 costs no more digits than it must: subtract it before you square.
"""

from __future__ import annotations

from typing import Any

import numpy as np


def batchnorm_forward(
    x: np.ndarray,
    gamma: np.ndarray,
    beta: np.ndarray,
    state: dict[str, np.ndarray] | None,
    *,
    train: bool,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> tuple[np.ndarray, Any, dict[str, np.ndarray]]:
    """Normalize every feature: over the batch in training, by the running statistics otherwise.

    In training, with mean and variance of each column of x, over the N samples::

        mean = sum(x) / N,  var = sum((x - mean)**2) / N
        out = gamma * (x - mean) / sqrt(var + eps) + beta
        running_mean <- (1 - momentum) * running_mean + momentum * mean
        running_var  <- (1 - momentum) * running_var  + momentum * var * N / (N - 1)

    So `momentum` is the weight of the new batch; the running variance is the unbiased one, divided
    by N - 1, while the normalization divides by N. In evaluation::

        out = gamma * (x - running_mean) / sqrt(running_var + eps) + beta

    and the state is returned as it was.

    Args:
        x: inputs, (N, D); in training N >= 2, in evaluation one sample will do.
        gamma: scales, (D,).
        beta: shifts, (D,).
        state: what the last call returned, or None: then running_mean is 0 and running_var 1.
        train: True in training, False in evaluation.
        momentum: the weight of this batch in the running statistics.
        eps: keeps the root from 0.

    Returns:
        out (N, D), the cache, and the new state: a dict with "running_mean" and "running_var", both
        (D,).

    Source: Ioffe and Szegedy, Batch normalization: accelerating deep network training by reducing
    internal covariate shift (2015); torch.nn.functional.batch_norm.
    """
    raise NotImplementedError("batchnorm_forward")


def batchnorm_backward(dout: np.ndarray, cache: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pull dout back through the normalization, in the mode in which its forward was called.

    With ``x_hat = (x - mean) / sqrt(var + eps)`` and ``dx_hat = dout * gamma``, in training::

        dx = (dx_hat - mean(dx_hat) - x_hat * mean(dx_hat * x_hat)) / sqrt(var + eps)

    with means over the batch: every sample moves the mean and the variance of its column. In
    evaluation these are constants, and ``dx = dx_hat / sqrt(running_var + eps)``. In both::

        dgamma = sum(dout * x_hat),  dbeta = sum(dout)      over the batch

    Args:
        dout: upstream gradient, (N, D).
        cache: what batchnorm_forward returned.

    Returns:
        dx (N, D), dgamma (D,) and dbeta (D,).
    """
    raise NotImplementedError("batchnorm_backward")


def layernorm_forward(
    x: np.ndarray, gamma: np.ndarray, beta: np.ndarray, *, eps: float = 1e-5
) -> tuple[np.ndarray, Any]:
    """Normalize every sample over its own features, in training and evaluation alike.

    With mean and variance of each row of x, over its D features::

        mean = sum(x) / D,  var = sum((x - mean)**2) / D
        out = gamma * (x - mean) / sqrt(var + eps) + beta

    Rows know nothing of each other, so there is no state and no mode.

    Args:
        x: inputs, (N, D).
        gamma: scales, (D,): one for each feature, as in batch norm.
        beta: shifts, (D,).
        eps: keeps the root from 0.

    Returns:
        out (N, D), and the cache.

    Source: Ba, Kiros and Hinton, Layer normalization (2016); torch.nn.functional.layer_norm.
    """
    raise NotImplementedError("layernorm_forward")


def layernorm_backward(dout: np.ndarray, cache: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pull dout back through the normalization of every row.

    With ``x_hat = (x - mean) / sqrt(var + eps)`` and ``dx_hat = dout * gamma``::

        dx = (dx_hat - mean(dx_hat) - x_hat * mean(dx_hat * x_hat)) / sqrt(var + eps)
        dgamma = sum(dout * x_hat),  dbeta = sum(dout)

    The means are over the features of a row; the sums are over the batch, since gamma and beta are
    shared by all samples.

    Args:
        dout: upstream gradient, (N, D).
        cache: what layernorm_forward returned.

    Returns:
        dx (N, D), dgamma (D,) and dbeta (D,).
    """
    raise NotImplementedError("layernorm_backward")
