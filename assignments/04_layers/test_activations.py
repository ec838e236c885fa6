import numpy as np

from autograder import (
    FLOAT32_INPUT,
    ROW_OFFSET,
    after,
    assert_gradient,
    assert_unchanged,
    expect,
    number,
    weight,
)


def both_tails(draw):
    """About +-1000, where exp overflows or vanishes, +-30, where it outweighs 1, and +-1."""
    return draw.uniform(0.9, 1.1, 2, 3) * np.array([[-1000, -30, -1], [1, 30, 1000]])


# ReLU


@number("2.1")
@weight(1)
def test_relu_forward_matches_torch(student, oracle, draw):
    """`relu_forward` keeps what is positive, however large, and makes the rest 0."""
    for x in draw.normal(2, 3, 4), both_tails(draw):
        out, _ = student.relu_forward(x)
        expect(out, "out").equals(oracle.relu_forward(x))


@number("2.2")
@weight(1)
def test_relu_backward_is_the_derivative_of_relu_forward(student, draw):
    """`relu_backward` is the derivative of your own `relu_forward`."""
    x = draw.normal(3, 4, away_from=(0.0,))
    assert_gradient(student.relu_forward, student.relu_backward, x, draw=draw, kinks=(0.0,))


@number("2.3")
@weight(1)
@after("test_relu_forward_matches_torch")
def test_relu_backward_matches_torch(student, oracle, draw):
    """`relu_backward` lets the gradient pass where x was positive, also for integers."""
    odd = 2 * draw.integers(-5, 5, 2, 3, 4) + 1  # what happens at 0 is for another check
    for x in draw.normal(2, 3, 4), odd:
        dout = draw.upstream(2, 3, 4)
        _, cache = student.relu_forward(x)
        student.relu_forward(draw.normal(2, 3, 4))
        want = oracle.relu_backward(x, dout)
        expect(student.relu_backward(dout, cache), "dx").equals(want, upstream=dout)


@number("2.4")
@weight(1)
@after("test_relu_forward_matches_torch")
def test_relu_derivative_at_zero_is_zero(student, oracle, draw):
    """At exactly 0 the derivative of relu is 0, by convention."""
    x, dout = np.zeros(5), draw.upstream(5)
    _, cache = student.relu_forward(x)
    want = oracle.relu_backward(x, dout)
    expect(student.relu_backward(dout, cache), "dx").equals(want, upstream=dout)


@number("2.5")
@weight(1)
@after("test_relu_forward_matches_torch")
def test_relu_leaves_its_arguments_unchanged(student, draw):
    """`relu_forward` and `relu_backward` leave their arguments as they were."""
    x, dout = draw.normal(3, 4), draw.upstream(3, 4)
    _, cache = assert_unchanged(student.relu_forward, x)
    assert_unchanged(student.relu_backward, dout, cache)


# Leaky ReLU


@number("3.1")
@weight(1)
def test_leaky_relu_forward_matches_torch(student, oracle, draw):
    """`leaky_relu_forward` multiplies what is not positive by slope, also by the default."""
    for slope in 0.3, 1.7:
        x = draw.normal(2, 3, 4)
        out, _ = student.leaky_relu_forward(x, slope)
        expect(out, "out").equals(oracle.leaky_relu_forward(x, slope))
    out, _ = student.leaky_relu_forward(x)
    expect(out, "out").equals(oracle.leaky_relu_forward(x, 0.01))


@number("3.2")
@weight(1)
def test_leaky_relu_backward_is_the_derivative_of_leaky_relu_forward(student, draw):
    """`leaky_relu_backward` is the derivative of your own `leaky_relu_forward`."""
    x = draw.normal(3, 4, away_from=(0.0,))
    assert_gradient(
        student.leaky_relu_forward,
        student.leaky_relu_backward,
        x,
        draw=draw,
        constants=(0.3,),
        kinks=(0.0,),
    )


@number("3.3")
@weight(1)
@after("test_leaky_relu_forward_matches_torch")
def test_leaky_relu_backward_matches_torch(student, oracle, draw):
    """`leaky_relu_backward` scales the gradient by 1 or by slope, for any slope."""
    for slope in 0.3, -0.7, 0.0:
        x, dout = draw.normal(2, 3, 4), draw.upstream(2, 3, 4)
        out, cache = student.leaky_relu_forward(x, slope)
        expect(out, "out").equals(oracle.leaky_relu_forward(x, slope))
        student.leaky_relu_forward(draw.normal(2, 3, 4), 1.7)
        want = oracle.leaky_relu_backward(x, slope, dout)
        expect(student.leaky_relu_backward(dout, cache), "dx").equals(want, upstream=dout)


@number("3.4")
@weight(1)
@after("test_leaky_relu_forward_matches_torch")
def test_leaky_relu_derivative_at_zero_is_slope(student, oracle, draw):
    """At exactly 0 the derivative of leaky_relu is slope, by convention."""
    x, dout = np.zeros(5), draw.upstream(5)
    _, cache = student.leaky_relu_forward(x, 0.3)
    want = oracle.leaky_relu_backward(x, 0.3, dout)
    expect(student.leaky_relu_backward(dout, cache), "dx").equals(want, upstream=dout)


@number("3.5")
@weight(1)
@after("test_leaky_relu_forward_matches_torch")
def test_leaky_relu_takes_integers_float32_and_transposed_arrays(student, oracle, draw):
    """Inputs may be integers, float32, or the transpose of another array."""
    whole, transposed, dout = draw.integers(-9, 10, 3, 4), draw.normal(4, 3).T, draw.upstream(3, 4)
    for x in whole, transposed:
        out, cache = student.leaky_relu_forward(x, 0.3)
        expect(out, "out").equals(oracle.leaky_relu_forward(x, 0.3))
        want = oracle.leaky_relu_backward(x, 0.3, dout)
        expect(student.leaky_relu_backward(dout, cache), "dx").equals(want, upstream=dout)
    x = draw.normal(3, 4).astype(np.float32)
    out, _ = student.leaky_relu_forward(x, 0.3)
    expect(out, "out").equals(oracle.leaky_relu_forward(x, 0.3), tolerance=FLOAT32_INPUT)


# PReLU


@number("4.1")
@weight(1)
def test_prelu_forward_matches_torch(student, oracle, draw):
    """`prelu_forward` multiplies what is not positive by alpha, also above 1."""
    for alpha in 0.3, 1.7:
        x = draw.normal(2, 3, 4)
        out, _ = student.prelu_forward(x, alpha)
        expect(out, "out").equals(oracle.prelu_forward(x, alpha))


@number("4.2")
@weight(1)
def test_prelu_backward_is_the_derivative_of_prelu_forward(student, draw):
    """`prelu_backward` is the derivative of your own `prelu_forward`, for x and for alpha."""
    x, alpha = draw.normal(3, 4, away_from=(0.0,)), 0.3
    assert_gradient(
        student.prelu_forward, student.prelu_backward, x, alpha, draw=draw, kinks=(0.0,)
    )


@number("4.3")
@weight(2)
@after("test_prelu_forward_matches_torch")
def test_prelu_backward_matches_torch(student, oracle, draw):
    """`prelu_backward` returns dx and dalpha, for any alpha, also for integers."""
    whole = draw.integers(-9, 10, 2, 3, 4)
    for x, alpha in (draw.normal(2, 3, 4), -0.7), (draw.normal(2, 3, 4), 0.0), (whole, 0.3):
        dout = draw.upstream(2, 3, 4)
        out, cache = student.prelu_forward(x, alpha)
        expect(out, "out").equals(oracle.prelu_forward(x, alpha))
        student.prelu_forward(draw.normal(2, 3, 4), 1.7)
        want = oracle.prelu_backward(x, alpha, dout)
        expect(student.prelu_backward(dout, cache), "dx", "dalpha").equals(want, upstream=dout)


@number("4.4")
@weight(1)
@after("test_prelu_forward_matches_torch")
def test_prelu_derivative_at_zero_is_alpha(student, oracle, draw):
    """At exactly 0 the derivative of prelu is alpha, by convention."""
    x, dout = np.zeros(5), draw.upstream(5)
    _, cache = student.prelu_forward(x, 0.3)
    want = oracle.prelu_backward(x, 0.3, dout)
    expect(student.prelu_backward(dout, cache), "dx", "dalpha").equals(want, upstream=dout)


# ELU


@number("5.1")
@weight(1)
def test_elu_forward_matches_torch(student, oracle, draw):
    """`elu_forward` returns alpha * (exp(x) - 1) where x is not positive, also by default."""
    x = draw.normal(2, 3, 4)
    out, _ = student.elu_forward(x, 1.7)
    expect(out, "out").equals(oracle.elu_forward(x, 1.7))
    out, _ = student.elu_forward(x)
    expect(out, "out").equals(oracle.elu_forward(x, 1.0))


@number("5.2")
@weight(1)
def test_elu_backward_is_the_derivative_of_elu_forward(student, draw):
    """`elu_backward` is the derivative of your own `elu_forward`."""
    x = draw.normal(3, 4, away_from=(0.0,))
    assert_gradient(
        student.elu_forward, student.elu_backward, x, draw=draw, constants=(1.7,), kinks=(0.0,)
    )


@number("5.3")
@weight(1)
@after("test_elu_forward_matches_torch")
def test_elu_backward_matches_torch(student, oracle, draw):
    """`elu_backward` scales the gradient by 1, or by alpha * exp(x), also for integers."""
    for x in draw.normal(2, 3, 4), draw.integers(-9, 10, 2, 3, 4):
        dout = draw.upstream(2, 3, 4)
        out, cache = student.elu_forward(x, 1.7)
        expect(out, "out").equals(oracle.elu_forward(x, 1.7))
        student.elu_forward(draw.normal(2, 3, 4), 0.6)
        want = oracle.elu_backward(x, 1.7, dout)
        expect(student.elu_backward(dout, cache), "dx").equals(want, upstream=dout)


@number("5.4")
@weight(1)
@after("test_elu_forward_matches_torch")
def test_elu_derivative_at_zero_is_alpha(student, oracle, draw):
    """At exactly 0 the derivative of elu is alpha, by convention."""
    x, dout = np.zeros(5), draw.upstream(5)
    _, cache = student.elu_forward(x, 1.7)
    want = oracle.elu_backward(x, 1.7, dout)
    expect(student.elu_backward(dout, cache), "dx").equals(want, upstream=dout)


@number("5.5")
@weight(1)
@after("test_elu_forward_matches_torch")
def test_elu_is_stable_for_large_inputs(student, oracle, draw):
    """`elu_forward` and `elu_backward` give finite, right values at +-1000."""
    x, dout = both_tails(draw), draw.upstream(2, 3)
    out, cache = student.elu_forward(x, 1.7)
    expect(out, "out").equals(oracle.elu_forward(x, 1.7))
    want = oracle.elu_backward(x, 1.7, dout)
    expect(student.elu_backward(dout, cache), "dx").equals(want, upstream=dout)


# GELU


@number("6.1")
@weight(1)
def test_gelu_forward_matches_torch(student, oracle, draw):
    """`gelu_forward` returns x * Phi(x), exactly."""
    x = draw.normal(2, 3, 4)
    out, _ = student.gelu_forward(x)
    expect(out, "out").equals(oracle.gelu_forward(x))


@number("6.2")
@weight(2)
def test_gelu_backward_is_the_derivative_of_gelu_forward(student, draw):
    """`gelu_backward` is the derivative of your own `gelu_forward`."""
    assert_gradient(student.gelu_forward, student.gelu_backward, draw.normal(3, 4), draw=draw)


@number("6.3")
@weight(1)
@after("test_gelu_forward_matches_torch")
def test_gelu_backward_matches_torch(student, oracle, draw):
    """`gelu_backward` returns dx by the product rule, also for integers."""
    for x in draw.normal(2, 3, 4), draw.integers(-9, 10, 2, 3, 4):
        dout = draw.upstream(2, 3, 4)
        out, cache = student.gelu_forward(x)
        expect(out, "out").equals(oracle.gelu_forward(x))
        student.gelu_forward(draw.normal(2, 3, 4))
        want = oracle.gelu_backward(x, dout)
        expect(student.gelu_backward(dout, cache), "dx").equals(want, upstream=dout)


@number("6.4")
@weight(1)
@after("test_gelu_forward_matches_torch")
def test_gelu_is_stable_for_large_inputs(student, oracle, draw):
    """`gelu_forward` and `gelu_backward` give finite, right values at +-1000."""
    x, dout = both_tails(draw), draw.upstream(2, 3)
    out, cache = student.gelu_forward(x)
    expect(out, "out").equals(oracle.gelu_forward(x))
    want = oracle.gelu_backward(x, dout)
    expect(student.gelu_backward(dout, cache), "dx").equals(want, upstream=dout)


# SiLU


@number("7.1")
@weight(1)
def test_silu_forward_matches_torch(student, oracle, draw):
    """`silu_forward` returns x * sigmoid(x)."""
    x = draw.normal(2, 3, 4)
    out, _ = student.silu_forward(x)
    expect(out, "out").equals(oracle.silu_forward(x))


@number("7.2")
@weight(2)
def test_silu_backward_is_the_derivative_of_silu_forward(student, draw):
    """`silu_backward` is the derivative of your own `silu_forward`."""
    assert_gradient(student.silu_forward, student.silu_backward, draw.normal(3, 4), draw=draw)


@number("7.3")
@weight(1)
@after("test_silu_forward_matches_torch")
def test_silu_backward_matches_torch(student, oracle, draw):
    """`silu_backward` returns dx by the product rule, also for integers."""
    for x in draw.normal(2, 3, 4), draw.integers(-9, 10, 2, 3, 4):
        dout = draw.upstream(2, 3, 4)
        out, cache = student.silu_forward(x)
        expect(out, "out").equals(oracle.silu_forward(x))
        student.silu_forward(draw.normal(2, 3, 4))
        want = oracle.silu_backward(x, dout)
        expect(student.silu_backward(dout, cache), "dx").equals(want, upstream=dout)


@number("7.4")
@weight(1)
@after("test_silu_forward_matches_torch")
def test_silu_is_stable_for_large_inputs(student, oracle, draw):
    """`silu_forward` and `silu_backward` give finite, right values at +-1000."""
    x, dout = both_tails(draw), draw.upstream(2, 3)
    out, cache = student.silu_forward(x)
    expect(out, "out").equals(oracle.silu_forward(x))
    want = oracle.silu_backward(x, dout)
    expect(student.silu_backward(dout, cache), "dx").equals(want, upstream=dout)


# Sigmoid


@number("8.1")
@weight(1)
def test_sigmoid_forward_matches_torch(student, oracle, draw):
    """`sigmoid_forward` returns 1 / (1 + exp(-x)), also for integers and for 0."""
    x = draw.normal(2, 3, 4)
    out, _ = student.sigmoid_forward(x)
    expect(out, "out").equals(oracle.sigmoid_forward(x))
    x = draw.permutation(9) - 4
    out, _ = student.sigmoid_forward(x)
    expect(out, "out").equals(oracle.sigmoid_forward(x))


@number("8.2")
@weight(2)
def test_sigmoid_backward_is_the_derivative_of_sigmoid_forward(student, draw):
    """`sigmoid_backward` is the derivative of your own `sigmoid_forward`."""
    assert_gradient(student.sigmoid_forward, student.sigmoid_backward, draw.normal(3, 4), draw=draw)


@number("8.3")
@weight(1)
@after("test_sigmoid_forward_matches_torch")
def test_sigmoid_backward_matches_torch(student, oracle, draw):
    """`sigmoid_backward` returns dx, also for integers."""
    for x in draw.normal(2, 3, 4), draw.integers(-9, 10, 2, 3, 4):
        dout = draw.upstream(2, 3, 4)
        out, cache = student.sigmoid_forward(x)
        expect(out, "out").equals(oracle.sigmoid_forward(x))
        student.sigmoid_forward(draw.normal(2, 3, 4))
        want = oracle.sigmoid_backward(x, dout)
        expect(student.sigmoid_backward(dout, cache), "dx").equals(want, upstream=dout)


@number("8.4")
@weight(1)
@after("test_sigmoid_forward_matches_torch")
def test_sigmoid_is_stable_for_large_inputs(student, oracle, draw):
    """`sigmoid_forward` and `sigmoid_backward` give finite, right values at +-1000."""
    x, dout = both_tails(draw), draw.upstream(2, 3)
    out, cache = student.sigmoid_forward(x)
    expect(out, "out").equals(oracle.sigmoid_forward(x))
    want = oracle.sigmoid_backward(x, dout)
    expect(student.sigmoid_backward(dout, cache), "dx").equals(want, upstream=dout)


# Tanh


@number("9.1")
@weight(1)
def test_tanh_forward_matches_torch(student, oracle, draw):
    """`tanh_forward` returns tanh(x)."""
    x = draw.normal(2, 3, 4)
    out, _ = student.tanh_forward(x)
    expect(out, "out").equals(oracle.tanh_forward(x))


@number("9.2")
@weight(2)
def test_tanh_backward_is_the_derivative_of_tanh_forward(student, draw):
    """`tanh_backward` is the derivative of your own `tanh_forward`."""
    assert_gradient(student.tanh_forward, student.tanh_backward, draw.normal(3, 4), draw=draw)


@number("9.3")
@weight(1)
@after("test_tanh_forward_matches_torch")
def test_tanh_backward_matches_torch(student, oracle, draw):
    """`tanh_backward` returns dx, also for integers."""
    for x in draw.normal(2, 3, 4), draw.integers(-9, 10, 2, 3, 4):
        dout = draw.upstream(2, 3, 4)
        out, cache = student.tanh_forward(x)
        expect(out, "out").equals(oracle.tanh_forward(x))
        student.tanh_forward(draw.normal(2, 3, 4))
        want = oracle.tanh_backward(x, dout)
        expect(student.tanh_backward(dout, cache), "dx").equals(want, upstream=dout)


@number("9.4")
@weight(1)
@after("test_tanh_forward_matches_torch")
def test_tanh_is_stable_for_large_inputs(student, oracle, draw):
    """`tanh_forward` and `tanh_backward` give finite, right values at +-1000."""
    x, dout = both_tails(draw), draw.upstream(2, 3)
    out, cache = student.tanh_forward(x)
    expect(out, "out").equals(oracle.tanh_forward(x))
    want = oracle.tanh_backward(x, dout)
    expect(student.tanh_backward(dout, cache), "dx").equals(want, upstream=dout)


# Softmax


@number("10.1")
@weight(2)
def test_softmax_forward_matches_torch(student, oracle, draw):
    """`softmax_forward` turns each row into probabilities, also when there is only one row."""
    for n in 4, 1:
        x = draw.normal(n, 5)
        out, _ = student.softmax_forward(x)
        expect(out, "out").equals(oracle.softmax_forward(x))


@number("10.2")
@weight(2)
def test_softmax_backward_is_the_derivative_of_softmax_forward(student, draw):
    """`softmax_backward` is the derivative of your own `softmax_forward`."""
    assert_gradient(student.softmax_forward, student.softmax_backward, draw.normal(4, 5), draw=draw)


@number("10.3")
@weight(2)
@after("test_softmax_forward_matches_torch")
def test_softmax_backward_matches_torch(student, oracle, draw):
    """`softmax_backward` returns dx: every score moves every probability of its row."""
    for n in 4, 1:
        x, dout = draw.normal(n, 5), draw.upstream(n, 5)
        _, cache = student.softmax_forward(x)
        want = oracle.softmax_backward(x, dout)
        expect(student.softmax_backward(dout, cache), "dx").equals(want, upstream=dout)


@number("10.4")
@weight(2)
@after("test_softmax_forward_matches_torch")
def test_softmax_is_stable_for_large_scores(student, oracle, draw):
    """Scores of +-1000 give finite, right values, in whichever row they are."""
    # Each row has scores that are close: of one that is far above all others dx is 0, and with it
    # whatever a wrong backward makes of it.
    far = np.array([[-1000, 1000, 1000, -1000], [-1000, -1000, -1000, -1000], [0, 0, 0, 0]])
    x, dout = draw.normal(3, 4) + far, draw.upstream(3, 4)
    out, cache = student.softmax_forward(x)
    expect(out, "out").equals(oracle.softmax_forward(x), tolerance=ROW_OFFSET)
    dx, want = student.softmax_backward(dout, cache), oracle.softmax_backward(x, dout)
    expect(dx, "dx").equals(want, upstream=dout, tolerance=ROW_OFFSET)


@number("10.5")
@weight(1)
@after("test_softmax_forward_matches_torch")
def test_softmax_leaves_its_arguments_unchanged(student, oracle, draw):
    """`softmax_forward` and `softmax_backward` leave their arguments as they were, integers too."""
    x, dout = draw.normal(4, 5), draw.upstream(4, 5)
    _, cache = assert_unchanged(student.softmax_forward, x)
    assert_unchanged(student.softmax_backward, dout, cache)
    whole = draw.integers(-9, 10, 4, 5)
    out, _ = assert_unchanged(student.softmax_forward, whole)
    expect(out, "out").equals(oracle.softmax_forward(whole))


@number("10.6")
@weight(1)
@after("test_softmax_backward_matches_torch")
def test_softmax_backward_belongs_to_its_own_forward(student, oracle, draw):
    """`softmax_backward` goes by its own cache, after another forward and when called twice."""
    x, dout = draw.normal(4, 5), draw.upstream(4, 5)
    _, cache = student.softmax_forward(x)
    student.softmax_forward(draw.normal(4, 5))
    want = oracle.softmax_backward(x, dout)
    for _ in range(2):
        expect(student.softmax_backward(dout, cache), "dx").equals(want, upstream=dout)


# Jacobians


@number("11.1")
@weight(2)
def test_relu_jacobian_matches_torch(student, oracle, draw):
    """`relu_jacobian` holds every output's derivative by every input; x stays as it was."""
    x = draw.permutation(7) - 2.5  # both signs, whatever the seed
    jacobian = assert_unchanged(student.relu_jacobian, x)
    expect(jacobian, "jacobian").equals(oracle.relu_jacobian(x))


@number("11.2")
@weight(1)
@after("test_relu_jacobian_matches_torch")
def test_relu_jacobian_at_zero_is_zero(student, oracle):
    """At exactly 0 the derivative of relu is 0, by convention, here too."""
    for x in np.zeros(4), np.zeros(3):
        expect(student.relu_jacobian(x), "jacobian").equals(oracle.relu_jacobian(x))


@number("12.1")
@weight(2)
def test_softmax_jacobian_matches_torch(student, oracle, draw):
    """`softmax_jacobian` holds every probability's derivative by every score; x stays as it was."""
    for n in 5, 3:
        x = draw.normal(n)
        jacobian = assert_unchanged(student.softmax_jacobian, x)
        expect(jacobian, "jacobian").equals(oracle.softmax_jacobian(x))


@number("12.2")
@weight(1)
@after("test_softmax_jacobian_matches_torch")
def test_softmax_jacobian_is_stable_for_large_scores(student, oracle, draw):
    """Scores of +-1000 give a finite, right Jacobian."""
    for far in [1000, 1000, 1000], [-1000, 1000, 1000, -1000, 0]:
        x = draw.normal(len(far)) + far
        want = oracle.softmax_jacobian(x)
        expect(student.softmax_jacobian(x), "jacobian").equals(want, tolerance=ROW_OFFSET)
