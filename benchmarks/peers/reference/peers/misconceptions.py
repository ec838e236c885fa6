"""Three mistakes, so that a key has evidence and a failed check is diagnosed."""

from __future__ import annotations

import numpy as np
from net import dropout_forward, linear_backward

from autograder import instead_of


@instead_of("linear_backward", hint="Only the loss takes a mean.")
def averages_dw(dout, cache):
    """The gradient dw is divided by the number of samples."""
    dx, dw, db = linear_backward(dout, cache)
    return dx, dw / len(dout), db


@instead_of("linear_backward", hint="Every sample uses the same b.")
def keeps_axis(dout, cache):
    """The gradient db kept its first axis."""
    dx, dw, db = linear_backward(dout, cache)
    return dx, dw, db[None]


@instead_of("dropout_forward", hint="What is kept is divided by 1 - p.")
def keeps_scale(x, p, *, train, rng):
    """What is kept in training is not scaled."""
    out, cache = dropout_forward(x, p, train=train, rng=rng)
    return (np.where(out == 0, 0.0, x), cache) if train else (out, cache)
