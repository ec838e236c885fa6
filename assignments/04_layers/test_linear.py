import numpy as np

from autograder import (
    FLOAT32_INPUT,
    after,
    assert_gradient,
    assert_unchanged,
    expect,
    number,
    weight,
)


@number("1.1")
@weight(2)
def test_linear_forward_matches_torch(student, oracle, draw):
    """`linear_forward` returns x @ w + b."""
    x, w, b = draw.normal(4, 3), draw.normal(3, 5), draw.normal(5)
    out, _ = student.linear_forward(x, w, b)
    expect(out, "out").equals(oracle.linear_forward(x, w, b))


@number("1.2")
@weight(2)
def test_linear_backward_is_the_derivative_of_linear_forward(student, draw):
    """`linear_backward` is the derivative of your own `linear_forward`."""
    x, w, b = draw.normal(4, 3), draw.normal(3, 5), draw.normal(5)
    assert_gradient(student.linear_forward, student.linear_backward, x, w, b, draw=draw)


@number("1.3")
@weight(3)
@after("test_linear_forward_matches_torch")
def test_linear_backward_matches_torch(student, oracle, draw):
    """`linear_backward` returns dx, dw and db."""
    x, w, b, dout = draw.normal(4, 3), draw.normal(3, 5), draw.normal(5), draw.upstream(4, 5)
    _, cache = student.linear_forward(x, w, b)
    want = oracle.linear_backward(x, w, b, dout)
    expect(student.linear_backward(dout, cache), "dx", "dw", "db").equals(want, upstream=dout)


@number("1.4")
@weight(2)
@after("test_linear_forward_matches_torch")
def test_linear_takes_samples_with_several_axes(student, oracle, draw):
    """Samples with several axes are flattened, and dx gets their shape back."""
    for x in draw.normal(4, 2, 3), draw.normal(4, 3, 2, 2):
        w, b, dout = draw.normal(x[0].size, 5), draw.normal(5), draw.upstream(4, 5)
        out, cache = student.linear_forward(x, w, b)
        expect(out, "out").equals(oracle.linear_forward(x, w, b))
        want = oracle.linear_backward(x, w, b, dout)
        expect(student.linear_backward(dout, cache), "dx", "dw", "db").equals(want, upstream=dout)


@number("1.5")
@weight(1)
@after("test_linear_forward_matches_torch")
def test_linear_works_for_one_sample_one_feature_and_one_output(student, oracle, draw):
    """One sample (N = 1), one feature (D = 1) and one output (M = 1) keep all their axes."""
    for n, d, m in (1, 3, 5), (4, 1, 5), (4, 3, 1):
        x, w, b, dout = draw.normal(n, d), draw.normal(d, m), draw.normal(m), draw.upstream(n, m)
        out, cache = student.linear_forward(x, w, b)
        expect(out, "out").equals(oracle.linear_forward(x, w, b))
        want = oracle.linear_backward(x, w, b, dout)
        expect(student.linear_backward(dout, cache), "dx", "dw", "db").equals(want, upstream=dout)


@number("1.6")
@weight(1)
@after("test_linear_forward_matches_torch")
def test_linear_takes_integers_float32_and_transposed_arrays(student, oracle, draw):
    """Inputs may be integers, float32, or the transpose of another array."""
    w, b, dout = draw.normal(6, 5), draw.normal(5), draw.upstream(4, 5)
    whole, transposed = draw.integers(-9, 10, 4, 6), draw.normal(3, 2, 4).T
    for x in whole, transposed:
        out, cache = student.linear_forward(x, w, b)
        expect(out, "out").equals(oracle.linear_forward(x, w, b))
        want = oracle.linear_backward(x, w, b, dout)
        expect(student.linear_backward(dout, cache), "dx", "dw", "db").equals(want, upstream=dout)
    x, w, b = (array.astype(np.float32) for array in (draw.normal(4, 6), w, b))
    out, _ = student.linear_forward(x, w, b)
    expect(out, "out").equals(oracle.linear_forward(x, w, b), tolerance=FLOAT32_INPUT)


@number("1.7")
@weight(1)
@after("test_linear_forward_matches_torch")
def test_linear_leaves_its_arguments_unchanged(student, draw):
    """`linear_forward` and `linear_backward` leave their arguments as they were."""
    x, w, b, dout = draw.normal(4, 2, 3), draw.normal(6, 5), draw.normal(5), draw.upstream(4, 5)
    _, cache = assert_unchanged(student.linear_forward, x, w, b)
    assert_unchanged(student.linear_backward, dout, cache)


@number("1.8")
@weight(2)
@after("test_linear_backward_matches_torch")
def test_linear_backward_belongs_to_its_own_forward(student, oracle, draw):
    """`linear_backward` goes by its own cache, after another forward and when called twice."""
    x, w, b, dout = draw.normal(4, 3), draw.normal(3, 5), draw.normal(5), draw.upstream(4, 5)
    _, cache = student.linear_forward(x, w, b)
    student.linear_forward(draw.normal(4, 3), draw.normal(3, 5), draw.normal(5))
    want = oracle.linear_backward(x, w, b, dout)
    for _ in range(2):
        expect(student.linear_backward(dout, cache), "dx", "dw", "db").equals(want, upstream=dout)
