"""Checks that touch every part of the border: arrays, batches, generators, callbacks, objects."""

import numpy as np

from autograder import after, assert_gradient, assert_unchanged, expect, number, weight


@number("1.1")
@weight(2)
def test_forward(student, oracle, draw):
    """`scale_forward` returns x * w."""
    x, w = draw.normal(4, 3), draw.normal(3)
    out, _ = student.scale_forward(x, w)
    expect(out, "out").equals(oracle.scale_forward(x, w))


@number("1.2")
@weight(2)
def test_gradient(student, draw):
    """`scale_backward` is the derivative of your own `scale_forward`."""
    x, w = draw.normal(2, 3), draw.normal(3)
    assert_gradient(student.scale_forward, student.scale_backward, x, w, draw=draw)


@number("1.3")
@weight(2)
@after("test_forward")
def test_backward(student, oracle, draw):
    """`scale_backward` returns dx and dw."""
    x, w, dout = draw.normal(4, 3), draw.normal(3), draw.upstream(4, 3)
    _, cache = student.scale_forward(x, w)
    want = oracle.scale_backward(x, w, dout)
    expect(student.scale_backward(dout, cache), "dx", "dw").equals(want, upstream=dout)


@number("2.1")
@weight(2)
def test_drop(student, oracle, draw):
    """`drop` keeps about half of the elements, doubled, by the generator's own numbers."""
    x, rng = draw.normal(60, away_from=(0.0,)), draw.generator()
    out = student.drop(x, rng)
    expect(out, "out").equals(np.zeros(60), tolerance=np.inf)  # its form, before it is used
    expect(out, "out").equals(np.where(out == 0, 0.0, oracle.double(x)))
    assert 10 < np.count_nonzero(out) < 50, "about half of the elements should be kept"


@number("3.1")
@weight(1)
def test_total(student, oracle, draw):
    """`total` prints, and returns the sum of x without changing it."""
    x = draw.normal(5)
    expect(assert_unchanged(student.total, x), "total").equals(oracle.total(x))


@number("3.2")
@weight(2)
def test_slope(student, draw):
    """`slope` is the slope of a function of ours, asked for its values."""
    (x,) = draw.uniform(1.0, 2.0, 1)
    expect(student.slope(lambda t: t * t, float(x)), "slope").equals(2 * x, tolerance=1e-5)


@number("3.3")
@weight(1)
def test_pair(student, oracle, draw):
    """A `Pair` holds an array, knows its total and can be added to another."""
    x, y = draw.normal(3), draw.normal(3)
    pair = student.Pair.new(x) + student.Pair.new(y)
    expect(pair.total, "total").equals(oracle.total(x + y))
