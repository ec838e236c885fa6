import numpy as np

from autograder import assert_gradient, expect, number, weight


@number("1.1")
@weight(2)
def test_linear_forward(student, oracle, draw):
    """`linear_forward` returns x @ w + b."""
    x, w, b = draw.normal(8, 10), draw.normal(10, 5), draw.normal(5)
    out, _ = student.linear_forward(x, w, b)
    expect(out, "out").equals(oracle.linear_forward(x, w, b))


@number("1.2")
@weight(2)
def test_linear_backward(student, oracle, draw):
    """`linear_backward` returns dx, dw and db."""
    x, w, b, dout = draw.normal(8, 10), draw.normal(10, 5), draw.normal(5), draw.upstream(8, 5)
    _, cache = student.linear_forward(x, w, b)
    want = oracle.linear_backward(x, w, b, dout)
    expect(student.linear_backward(dout, cache), "dx", "dw", "db").equals(want, upstream=dout)


@number("2.1")
@weight(1)
def test_relu_forward(student, oracle, draw):
    """`relu_forward` keeps what is positive."""
    x = draw.normal(8, 10)
    out, _ = student.relu_forward(x)
    expect(out, "out").equals(oracle.relu_forward(x))


@number("2.2")
@weight(1)
def test_relu_backward(student, oracle, draw):
    """`relu_backward` lets the gradient pass where x was positive."""
    x, dout = draw.normal(8, 10), draw.upstream(8, 10)
    _, cache = student.relu_forward(x)
    want = oracle.relu_backward(x, dout)
    expect(student.relu_backward(dout, cache), "dx").equals(want, upstream=dout)


@number("3.1")
@weight(1)
def test_sigmoid_forward(student, oracle, draw):
    """`sigmoid_forward` is right for large inputs of both signs."""
    x = draw.normal(8, 10) * 300.0
    out, _ = student.sigmoid_forward(x)
    expect(out, "out").equals(oracle.sigmoid_forward(x))


@number("4.1")
@weight(2)
def test_cross_entropy(student, oracle, draw):
    """`softmax_cross_entropy` returns the mean loss and its gradient."""
    logits, y = draw.normal(8, 5), draw.integers(0, 5, 8)
    want = oracle.softmax_cross_entropy(logits, y)
    expect(student.softmax_cross_entropy(logits, y), "loss", "dlogits").equals(want)


@number("4.2")
@weight(2)
def test_cross_entropy_large(student, oracle, draw):
    """`softmax_cross_entropy` is right for logits of +-1000."""
    logits, y = draw.normal(8, 5) * 1000.0, draw.integers(0, 5, 8)
    want = oracle.softmax_cross_entropy(logits, y)
    expect(student.softmax_cross_entropy(logits, y), "loss", "dlogits").equals(want)


@number("5.1")
@weight(1)
def test_sgd(student, oracle, draw):
    """`sgd_step` makes PyTorch's steps, with weight decay."""
    w, gradients = draw.normal(10, 5), draw.normal(6, 10, 5)
    want = oracle.sgd_step(w, gradients)
    state, steps = None, []
    for g in gradients:
        w, state = student.sgd_step(w, g, state, lr=0.1, weight_decay=0.3)
        expect(w, "w_new").equals(want[0], tolerance=np.inf)
        steps.append(w)
    expect(np.stack(steps), "w after each step").equals(want)


@number("6.1")
@weight(2)
def test_adam(student, oracle, draw):
    """`adam_step` makes PyTorch's steps."""
    w, gradients = draw.normal(10, 5), draw.normal(6, 10, 5)
    want = oracle.adam_step(w, gradients)
    state, steps = None, []
    for g in gradients:
        w, state = student.adam_step(w, g, state, lr=0.1)
        expect(w, "w_new").equals(want[0], tolerance=np.inf)
        steps.append(w)
    expect(np.stack(steps), "w after each step").equals(want)


@number("7.1")
@weight(2)
def test_dropout_forward(student, draw):
    """`dropout_forward` drops a share p in training and scales the rest; else it does nothing."""
    x = draw.upstream(100, 50)
    out, _ = student.dropout_forward(x, 0.3, train=True, rng=draw.generator())
    expect(out, "out").equals(x, tolerance=np.inf)
    dropped = out == 0
    assert abs(dropped.mean() - 0.3) < 0.04, "the share of zeros is not p"  # 6 deviations
    expect(out, "out").equals(np.where(dropped, 0.0, x / 0.7))
    out, _ = student.dropout_forward(x, 0.3, train=False, rng=None)
    expect(out, "out").equals(x)


@number("7.2")
@weight(2)
def test_dropout_backward(student, draw):
    """`dropout_backward` uses the mask of its forward."""
    x, dout = draw.upstream(100, 50), draw.upstream(100, 50)
    out, cache = student.dropout_forward(x, 0.3, train=True, rng=draw.generator())
    expect(out, "out").equals(x, tolerance=np.inf)
    expect(student.dropout_backward(dout, cache), "dx").equals(dout * (out / x), upstream=dout)


@number("8.1")
@weight(2)
def test_network_gradient(student, draw):
    """`network_backward` is the derivative of your own `network_forward`."""
    x, w, b, y = draw.normal(8, 10), draw.normal(10, 5), draw.normal(5), draw.integers(0, 5, 8)
    assert_gradient(
        student.network_forward, student.network_backward, x, w, b, constants=(y,), draw=draw
    )
