"""Dropout: in training, a part of what a layer computes is thrown away at random.

Conventions of this assignment, for both forwards here:

- ``out, cache = NAME_forward(x, p_drop, train=..., rng=...)``, then ``dx = NAME_backward(dout,
  cache)``. The cache is any object you like: only your own backward reads it.
- `p_drop` is the probability of *dropping*, 0 <= p_drop < 1. What is kept is multiplied by
  ``1 / (1 - p_drop)``, so that the expectation of `out` is `x` ("inverted dropout").
- ``train=False`` means evaluation: `out` is `x` and `dx` is `dout`, nothing is dropped or scaled,
  and `rng` is not used and may be None.
- `rng` is a `numpy.random.Generator`, and all chance comes from it: no ``np.random.seed``, no
  ``np.random.rand``, no generator of your own. Which elements are dropped is never graded.
- No argument is modified, except that drawing moves `rng` on. Nothing is remembered between calls
  except through the cache. Results are float64, also where integers go in; for float32 float32 will
  do.
"""

from __future__ import annotations

from typing import Any

import numpy as np


def dropout_forward(
    x: np.ndarray, p_drop: float, *, train: bool, rng: Any
) -> tuple[np.ndarray, Any]:
    """Drop each element with probability p_drop, independently of all others.

    In training, with one number of `rng` for each element::

        out = 0                    with probability p_drop
        out = x / (1 - p_drop)     otherwise

    In evaluation ``out = x``.

    Args:
        x: inputs of any shape.
        p_drop: the probability of dropping an element, 0 <= p_drop < 1.
        train: True in training, False in evaluation.
        rng: a numpy.random.Generator, where all chance comes from; not used in evaluation, and may
            be None there.

    Returns:
        out, in the shape of x, and the cache.

    Source: Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, Dropout: a simple way to
    prevent neural networks from overfitting (2014); torch.nn.functional.dropout.
    """
    raise NotImplementedError("dropout_forward")


def dropout_backward(dout: np.ndarray, cache: Any) -> np.ndarray:
    """Pull dout back through the mask of the forward that made this cache.

    In training ``dx = 0`` where the element was dropped, and ``dx = dout / (1 - p_drop)`` where it
    was kept, by the very mask of the forward: nothing is drawn here. An element of x that is 0 was
    dropped or kept like any other. In evaluation ``dx = dout``.

    Args:
        dout: upstream gradient, in the shape of out.
        cache: what dropout_forward returned.

    Returns:
        dx, in the shape of x.
    """
    raise NotImplementedError("dropout_backward")


def spatial_dropout_forward(
    x: np.ndarray, p_drop: float, *, train: bool, rng: Any
) -> tuple[np.ndarray, Any]:
    """Drop whole channels, each with probability p_drop, independently of all others.

    In training, with one number of `rng` for each of the N * C channels::

        out[n, c] = 0                          with probability p_drop
        out[n, c] = x[n, c] / (1 - p_drop)     otherwise

    where ``x[n, c]`` is all of channel c of sample n, (H, W). In evaluation ``out = x``.

    Args:
        x: images, (N, C, H, W).
        p_drop: the probability of dropping a channel, 0 <= p_drop < 1.
        train: True in training, False in evaluation.
        rng: a numpy.random.Generator, where all chance comes from; not used in evaluation, and may
            be None there.

    Returns:
        out, (N, C, H, W), and the cache.

    Source: Tompson, Goroshin, Jain, LeCun and Bregler, Efficient object localization using
    convolutional networks (2015); torch.nn.functional.dropout2d.
    """
    raise NotImplementedError("spatial_dropout_forward")


def spatial_dropout_backward(dout: np.ndarray, cache: Any) -> np.ndarray:
    """Pull dout back through the channels that the forward kept.

    In training ``dx[n, c] = 0`` where the channel was dropped, and ``dx[n, c] = dout[n, c] /
    (1 - p_drop)`` where it was kept, by the very mask of the forward. In evaluation ``dx = dout``.

    Args:
        dout: upstream gradient, (N, C, H, W).
        cache: what spatial_dropout_forward returned.

    Returns:
        dx, (N, C, H, W).
    """
    raise NotImplementedError("spatial_dropout_backward")
