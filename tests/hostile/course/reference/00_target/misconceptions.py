"""Mistakes with a name, so that there is a diagnosis to confuse."""

import numpy as np
from target import scale_backward

from autograder import instead_of


@instead_of("scale_backward", hint="How often does each weight appear in out?")
def mean_instead_of_sum(dout, cache):
    """The gradient of w is averaged over the batch."""
    dx, dw = scale_backward(dout, cache)
    return dx, dw / len(dout)


@instead_of("scale_backward", hint="What if dout is 2 everywhere?")
def upstream_ignored(dout, cache):
    """The upstream gradient is taken to be one."""
    return scale_backward(np.ones_like(dout), cache)


@instead_of("drop", hint="What is the mean of the result?")
def not_scaled_up(x, rng):
    """What is kept is not scaled up."""
    return np.where(rng.random(x.shape) < 0.5, x, 0.0)


@instead_of("total", hint="sum or mean?")
def mean_instead_of_total(x):
    """The mean is returned instead of the sum."""
    return float(x.mean())
