"""The dozen checks as an instructor writes them without Backmark: plain calls and `allclose`.

Each takes the student's module, what it is given (the very arrays that Backmark's check of that
name draws), and `want`, which answers what the oracle's function of a name says of its arguments:
from torch, or from a file. Finite differences are central ones, two calls an element, unless
another way to compare a gradient with them is passed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

Want = Callable[..., Any]
POINTS = {
    "linear_forward": ("1.1", 2),
    "linear_backward": ("1.2", 2),
    "relu_forward": ("2.1", 1),
    "relu_backward": ("2.2", 1),
    "sigmoid_forward": ("3.1", 1),
    "cross_entropy": ("4.1", 2),
    "cross_entropy_large": ("4.2", 2),
    "sgd": ("5.1", 1),
    "adam": ("6.1", 2),
    "dropout_forward": ("7.1", 2),
    "dropout_backward": ("7.2", 2),
    "network_gradient": ("8.1", 2),
}
"""Every check, by the name of its function below: its number and its points."""


def close(got: Any, want: Any) -> None:
    """The shapes are the same, and so are the values, up to rounding."""
    assert np.shape(got) == np.shape(want), f"got shape {np.shape(got)}, want {np.shape(want)}"
    np.testing.assert_allclose(got, want, rtol=1e-7, atol=1e-9)


def central(function: Callable[[Any], Any], x: Any, dout: Any, got: Any) -> None:
    """`got` is the gradient of function(x) * dout by x, by two evaluations an element."""
    numeric, h = np.zeros_like(x), 1e-5
    for index in np.ndindex(x.shape):
        kept = x[index]
        x[index] = kept + h
        above = function(x)
        x[index] = kept - h
        below = function(x)
        x[index] = kept
        numeric[index] = (above - below) * dout / (2 * h)
    assert np.shape(got) == numeric.shape
    np.testing.assert_allclose(got, numeric, rtol=1e-5, atol=1e-6)


def linear_forward(net: Any, given: Sequence[Any], want: Want) -> None:
    """`linear_forward` returns x @ w + b."""
    out, _ = net.linear_forward(*given)
    close(out, want("linear_forward", *given))


def linear_backward(net: Any, given: Sequence[Any], want: Want) -> None:
    """`linear_backward` returns dx, dw and db."""
    x, w, b, dout = given
    _, cache = net.linear_forward(x, w, b)
    wanted = want("linear_backward", x, w, b, dout)
    for got, one in zip(net.linear_backward(dout, cache), wanted, strict=True):
        close(got, one)


def relu_forward(net: Any, given: Sequence[Any], want: Want) -> None:
    """`relu_forward` keeps what is positive."""
    out, _ = net.relu_forward(*given)
    close(out, want("relu_forward", *given))


def relu_backward(net: Any, given: Sequence[Any], want: Want) -> None:
    """`relu_backward` lets the gradient pass where x was positive."""
    x, dout = given
    _, cache = net.relu_forward(x)
    close(net.relu_backward(dout, cache), want("relu_backward", x, dout))


def sigmoid_forward(net: Any, given: Sequence[Any], want: Want) -> None:
    """`sigmoid_forward` is right for large inputs of both signs."""
    x = given[0] * 300.0
    out, _ = net.sigmoid_forward(x)
    close(out, want("sigmoid_forward", x))


def cross_entropy(net: Any, given: Sequence[Any], want: Want, scale: float = 1.0) -> None:
    """`softmax_cross_entropy` returns the mean loss and its gradient."""
    logits, y = given[0] * scale, given[1]
    for got, one in zip(
        net.softmax_cross_entropy(logits, y), want("softmax_cross_entropy", logits, y), strict=True
    ):
        close(got, one)


def cross_entropy_large(net: Any, given: Sequence[Any], want: Want) -> None:
    """`softmax_cross_entropy` is right for logits of +-1000."""
    cross_entropy(net, given, want, 1000.0)


def sgd(net: Any, given: Sequence[Any], want: Want) -> None:
    """`sgd_step` makes PyTorch's steps, with weight decay."""
    w, gradients = given
    state = None
    for g, one in zip(gradients, want("sgd_step", w, gradients), strict=True):
        w, state = net.sgd_step(w, g, state, lr=0.1, weight_decay=0.3)
        close(w, one)


def adam(net: Any, given: Sequence[Any], want: Want) -> None:
    """`adam_step` makes PyTorch's steps."""
    w, gradients = given
    state = None
    for g, one in zip(gradients, want("adam_step", w, gradients), strict=True):
        w, state = net.adam_step(w, g, state, lr=0.1)
        close(w, one)


def dropout_forward(net: Any, given: Sequence[Any], _: Want) -> None:
    """`dropout_forward` drops a share p in training and scales the rest; else it does nothing."""
    x = given[0]
    out, _ = net.dropout_forward(x, 0.3, train=True, rng=np.random.default_rng(11))
    dropped = out == 0
    assert abs(dropped.mean() - 0.3) < 0.04, "the share of zeros is not p"
    close(out, np.where(dropped, 0.0, x / 0.7))
    out, _ = net.dropout_forward(x, 0.3, train=False, rng=None)
    close(out, x)


def dropout_backward(net: Any, given: Sequence[Any], _: Want) -> None:
    """`dropout_backward` uses the mask of its forward."""
    x, dout = given
    out, cache = net.dropout_forward(x, 0.3, train=True, rng=np.random.default_rng(11))
    close(net.dropout_backward(dout, cache), dout * (out / x))


def network_gradient(
    net: Any, given: Sequence[Any], _: Want, agree: Callable[..., None] = central
) -> None:
    """`network_backward` is the derivative of your own `network_forward`."""
    x, w, b, y, _, dout = given
    _, cache = net.network_forward(x, w, b, y)
    gradients = net.network_backward(dout, cache)
    for position, got in enumerate(gradients):
        arguments = [x.copy(), w.copy(), b.copy(), y]

        def forward(varied: Any, at: int = position, rest: Any = arguments) -> Any:
            return net.network_forward(*rest[:at], varied, *rest[at + 1 :])[0]

        agree(forward, arguments[position], dout, got)
