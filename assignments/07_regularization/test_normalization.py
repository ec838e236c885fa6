import numpy as np

from autograder import (
    FLOAT32_INPUT,
    LARGE_OFFSET,
    PARITY,
    after,
    assert_gradient,
    assert_unchanged,
    expect,
    number,
    weight,
)

# Batch norm


def layer(draw, d):
    """A gamma that is not 1 and a beta that is not 0."""
    return draw.upstream(d), draw.normal(d)


def batches_of(draw, count, n, d):
    """Batches whose columns have means and variances of their own."""
    spread, middle = draw.uniform(0.5, 2.0, d), 3.0 * draw.normal(d)
    return tuple(spread * draw.normal(n, d) + middle + draw.normal(d) for _ in range(count))


def some_state(draw, d):
    """Running means that are not 0 and running variances that are not 1."""
    return {"running_mean": draw.normal(d), "running_var": draw.uniform(2.0, 5.0, d)}


def statistics(state):
    """What the checks read of a state."""
    named = isinstance(state, dict) and {"running_mean", "running_var"} <= state.keys()
    assert named, 'the state is no dict with "running_mean" and "running_var"'
    return state["running_mean"], state["running_var"]


def expect_state(state, mean, var, tolerance=PARITY):
    """The state holds these running statistics."""
    found = statistics(state)
    expect(found, "running_mean", "running_var").equals((mean, var), tolerance=tolerance)


def expect_gradients(got, want, dout, tolerance=PARITY):
    """Backward's three results, dbeta before dgamma: in this order a swap shows itself as one."""
    dx, dgamma, dbeta = want
    gradients = expect((got[0], got[2], got[1]), "dx", "dbeta", "dgamma")
    gradients.equals((dx, dbeta, dgamma), upstream=dout, tolerance=tolerance)


@number("3.1")
@weight(3)
def test_batchnorm_forward_matches_torch(student, oracle, draw):
    """In training `batchnorm_forward` normalizes each column by the batch, scales and shifts it."""
    (x,), (gamma, beta) = batches_of(draw, 1, 5, 3), layer(draw, 3)
    out, _, _ = student.batchnorm_forward(x, gamma, beta, None, train=True, eps=0.1)
    want, _, _ = oracle.batchnorm_forward((x,), gamma, beta, train=True, eps=0.1)
    expect(out, "out").equals(want)


@number("3.2")
@weight(3)
def test_batchnorm_backward_is_the_derivative_of_batchnorm_forward(student, draw):
    """`batchnorm_backward` is the derivative of your own `batchnorm_forward`, in training."""
    x, (gamma, beta) = draw.normal(4, 3), layer(draw, 3)
    forward = student.batchnorm_forward.given(state=None, train=True, eps=0.1)
    assert_gradient(forward, student.batchnorm_backward, x, gamma, beta, draw=draw)


@number("3.3")
@weight(3)
@after("test_batchnorm_forward_matches_torch")
def test_batchnorm_backward_matches_torch(student, oracle, draw):
    """In training `batchnorm_backward` returns dx, dgamma and dbeta."""
    (x,), (gamma, beta), dout = batches_of(draw, 1, 5, 3), layer(draw, 3), draw.upstream(5, 3)
    _, cache, _ = student.batchnorm_forward(x, gamma, beta, None, train=True, eps=0.1)
    want = oracle.batchnorm_backward((x,), gamma, beta, dout, train=True, eps=0.1)
    got = student.batchnorm_backward(dout, cache)
    expect_gradients(got, want, dout)


@number("3.4")
@weight(4)
def test_batchnorm_gathers_running_statistics_over_three_batches(student, oracle, draw):
    """After each of three batches the state holds the running mean and the running variance."""
    batches, (gamma, beta), state = batches_of(draw, 3, 6, 3), layer(draw, 3), None
    for k, x in enumerate(batches):
        _, _, state = student.batchnorm_forward(x, gamma, beta, state, train=True, momentum=0.3)
        seen = batches[: k + 1]
        _, mean, var = oracle.batchnorm_forward(seen, gamma, beta, train=True, momentum=0.3)
        expect_state(state, mean, var)


@number("3.5")
@weight(3)
def test_batchnorm_forward_in_evaluation_goes_by_the_state(student, oracle, draw):
    """In evaluation the running statistics normalize, of a batch and of a single sample."""
    (gamma, beta), state = layer(draw, 3), some_state(draw, 3)
    for n in 5, 1:
        (x,) = batches_of(draw, 1, n, 3)
        out, _, _ = student.batchnorm_forward(x, gamma, beta, state, train=False, eps=0.1)
        var, mean = state["running_var"], state["running_mean"]
        expect(out, "out").equals(oracle.normalized_by(x, gamma, beta, mean, var, 0.1))


@number("3.6")
@weight(1)
def test_batchnorm_forward_in_evaluation_returns_the_state_as_it_was(student, draw):
    """Evaluation learns nothing: the state that comes back is the state that went in."""
    (gamma, beta), state = layer(draw, 3), some_state(draw, 3)
    x, earlier = batches_of(draw, 2, 5, 3)
    _, _, trained = student.batchnorm_forward(earlier, gamma, beta, state, train=True)
    moved = not np.array_equal(statistics(trained)[0], state["running_mean"])
    assert moved, "training returns the state as it was, so that evaluation does means nothing"
    _, _, after_it = student.batchnorm_forward(x, gamma, beta, state, train=False)
    expect_state(after_it, state["running_mean"], state["running_var"])


@number("3.7")
@weight(2)
def test_batchnorm_evaluates_after_three_batches_of_training(student, oracle, draw):
    """Three batches of training, then evaluation with the state that they left."""
    batches, (gamma, beta), state = batches_of(draw, 4, 5, 3), layer(draw, 3), None
    for x in batches[:3]:
        _, _, state = student.batchnorm_forward(
            x, gamma, beta, state, train=True, momentum=0.3, eps=0.1
        )
    out, _, _ = student.batchnorm_forward(
        batches[3], gamma, beta, state, train=False, momentum=0.3, eps=0.1
    )
    want, _, _ = oracle.batchnorm_forward(batches, gamma, beta, train=False, momentum=0.3, eps=0.1)
    expect(out, "out").equals(want)


@number("3.8")
@weight(1)
@after("test_batchnorm_forward_in_evaluation_goes_by_the_state")
def test_batchnorm_evaluates_before_any_training(student, oracle, draw):
    """From state None, evaluation goes by a running mean of 0 and a running variance of 1."""
    (x,), (gamma, beta) = batches_of(draw, 1, 5, 3), layer(draw, 3)
    out, _, state = student.batchnorm_forward(x, gamma, beta, None, train=False, eps=0.1)
    want, mean, var = oracle.batchnorm_forward((x,), gamma, beta, train=False, eps=0.1)
    expect(out, "out").equals(want)
    if state is not None:  # as it was: None stands for the same
        expect_state(state, mean, var)


@number("3.9")
@weight(2)
def test_batchnorm_backward_in_evaluation_is_the_derivative_of_its_forward(student, draw):
    """In evaluation, too, `batchnorm_backward` is the derivative of your own forward."""
    x, (gamma, beta) = draw.normal(4, 3), layer(draw, 3)
    state = some_state(draw, 3)
    forward = student.batchnorm_forward.given(state=state, train=False, eps=0.1)
    assert_gradient(forward, student.batchnorm_backward, x, gamma, beta, draw=draw)


@number("3.10")
@weight(1)
@after("test_batchnorm_forward_in_evaluation_goes_by_the_state")
def test_batchnorm_backward_in_evaluation_matches_torch(student, oracle, draw):
    """In evaluation `batchnorm_backward` takes the running statistics for constants."""
    (x,), (gamma, beta), dout = batches_of(draw, 1, 5, 3), layer(draw, 3), draw.upstream(5, 3)
    state = some_state(draw, 3)
    _, cache, _ = student.batchnorm_forward(x, gamma, beta, state, train=False, eps=0.1)
    var, mean = state["running_var"], state["running_mean"]
    want = oracle.normalized_by_backward(x, gamma, beta, mean, var, 0.1, dout)
    expect_gradients(student.batchnorm_backward(dout, cache), want, dout)


@number("3.11")
@weight(2)
def test_batchnorm_defaults(student, oracle, draw):
    """Without momentum and eps, these are 0.1 and 1e-5, in training and in evaluation."""
    (x,), (gamma, beta) = batches_of(draw, 1, 5, 3), layer(draw, 3)
    x = 0.001 * x  # variances of 1e-6, less than eps
    out, _, state = student.batchnorm_forward(x, gamma, beta, None, train=True)
    want, mean, _ = oracle.batchnorm_forward((x,), gamma, beta, train=True)
    expect(out, "out").equals(want)
    expect(statistics(state)[0], "running_mean").equals(mean)
    mean, var = 0.001 * draw.normal(3), 1e-6 * draw.uniform(2.0, 5.0, 3)
    state = {"running_mean": mean, "running_var": var}
    out, _, _ = student.batchnorm_forward(x, gamma, beta, state, train=False)
    expect(out, "out").equals(oracle.normalized_by(x, gamma, beta, mean, var))


@number("3.12")
@weight(1)
@after("test_batchnorm_backward_matches_torch")
def test_batchnorm_takes_constant_columns(student, oracle, draw):
    """A column without variance becomes beta, so does one with gamma = 0; gradients are finite."""
    (x,), (gamma, beta), dout = batches_of(draw, 1, 5, 4), layer(draw, 4), draw.upstream(5, 4)
    x[:, 1], x[:, 3], gamma[2] = -3.0, 0.1, 0.0
    out, cache, _ = student.batchnorm_forward(x, gamma, beta, None, train=True)
    want, _, _ = oracle.batchnorm_forward((x,), gamma, beta, train=True)
    expect(out, "out").equals(want)
    want = oracle.batchnorm_backward((x,), gamma, beta, dout, train=True)
    got = student.batchnorm_backward(dout, cache)
    expect_gradients(got, want, dout)


@number("3.13")
@weight(1)
@after("test_batchnorm_backward_matches_torch")
def test_batchnorm_is_accurate_at_a_mean_of_a_million(student, oracle, draw):
    """A mean of 1e6 costs few digits: it is subtracted before squaring."""
    x, (gamma, beta), dout = 1e6 + draw.integers(-2, 3, 5, 3), layer(draw, 3), draw.upstream(5, 3)
    out, cache, state = student.batchnorm_forward(x, gamma, beta, None, train=True, momentum=0.3)
    want, mean, var = oracle.batchnorm_forward((x,), gamma, beta, train=True, momentum=0.3)
    expect(out, "out").equals(want, tolerance=LARGE_OFFSET)
    want = oracle.batchnorm_backward((x,), gamma, beta, dout, train=True)
    expect_gradients(student.batchnorm_backward(dout, cache), want, dout, LARGE_OFFSET)
    expect_state(state, mean, var, LARGE_OFFSET)


@number("3.14")
@weight(1)
@after("test_batchnorm_backward_matches_torch")
def test_batchnorm_takes_integers_float32_transposed_arrays_and_two_samples(student, oracle, draw):
    """Inputs may be integers, float32 or transposed, and a batch may be of two samples."""
    (gamma, beta), state = layer(draw, 3), some_state(draw, 3)
    var, mean = state["running_var"], state["running_mean"]
    single = draw.normal(5, 3).astype(np.float32)
    for x, tolerance in (
        (draw.integers(-9, 10, 5, 3), PARITY),
        (draw.normal(3, 5).T, PARITY),
        (draw.normal(2, 3), PARITY),
        (single, FLOAT32_INPUT),
    ):
        dout = draw.upstream(*x.shape)
        out, cache, _ = student.batchnorm_forward(x, gamma, beta, None, train=True, eps=0.1)
        want, _, _ = oracle.batchnorm_forward((x,), gamma, beta, train=True, eps=0.1)
        expect(out, "out").equals(want, tolerance=tolerance)
        want = oracle.batchnorm_backward((x,), gamma, beta, dout, train=True, eps=0.1)
        got = student.batchnorm_backward(dout, cache)
        expect_gradients(got, want, dout, tolerance)
        out, _, _ = student.batchnorm_forward(x, gamma, beta, state, train=False, eps=0.1)
        want = oracle.normalized_by(x, gamma, beta, mean, var, 0.1)
        expect(out, "out").equals(want, tolerance=tolerance)


@number("3.15")
@weight(1)
def test_batchnorm_leaves_its_arguments_unchanged(student, oracle, draw):
    """Both functions leave their arguments as they were, the arrays in the state included."""
    (x,), (gamma, beta), dout = batches_of(draw, 1, 5, 3), layer(draw, 3), draw.upstream(5, 3)
    state, function = some_state(draw, 3), student.batchnorm_forward
    for train in False, True:
        out, cache, _ = assert_unchanged(function, x, gamma, beta, state, train=train)
        assert_unchanged(student.batchnorm_backward, dout, cache)
    want, _, _ = oracle.batchnorm_forward((x,), gamma, beta, train=True)
    expect(out, "out").equals(want)


@number("3.16")
@weight(1)
@after("test_batchnorm_backward_matches_torch")
def test_batchnorm_layers_that_take_turns_know_nothing_of_each_other(student, oracle, draw):
    """Two layers each go by their own state, cache and options, and modes do not mix."""
    layers, states, dout = [layer(draw, 3), layer(draw, 3)], [None, None], draw.upstream(5, 3)
    batches, caches = [batches_of(draw, 2, 5, 3), batches_of(draw, 2, 5, 3)], [None, None]
    options = {"momentum": 0.3, "eps": 0.1}, {"momentum": 0.2, "eps": 0.05}
    for t in range(2):
        for k, (gamma, beta) in enumerate(layers):
            _, caches[k], states[k] = student.batchnorm_forward(
                batches[k][t], gamma, beta, states[k], train=True, **options[k]
            )
    for k, (gamma, beta) in enumerate(layers):
        student.batchnorm_forward(batches[k][0], gamma, beta, states[k], train=False)
        _, mean, var = oracle.batchnorm_forward(batches[k], gamma, beta, train=True, **options[k])
        expect_state(states[k], mean, var)
        want = oracle.batchnorm_backward(batches[k], gamma, beta, dout, train=True, **options[k])
        for _ in range(2):
            expect_gradients(student.batchnorm_backward(dout, caches[k]), want, dout)


# Layer norm


def assert_layernorm(student, oracle, draw, x, tolerance=PARITY, **options):
    """Forward and backward of these samples are PyTorch's."""
    gamma, beta = layer(draw, x.shape[1])
    dout = draw.upstream(*x.shape)
    out, cache = student.layernorm_forward(x, gamma, beta, **options)
    want = oracle.layernorm_forward(x, gamma, beta, **options)
    expect(out, "out").equals(want, tolerance=tolerance)
    want = oracle.layernorm_backward(x, gamma, beta, dout, **options)
    got = student.layernorm_backward(dout, cache)
    expect_gradients(got, want, dout, tolerance)


def rows_of(draw, n, d):
    """Samples that have means and variances of their own."""
    return draw.uniform(0.5, 2.0, n, 1) * draw.normal(n, d) + 3.0 * draw.normal(n, 1)


@number("4.1")
@weight(2)
def test_layernorm_forward_matches_torch(student, oracle, draw):
    """`layernorm_forward` normalizes each row by itself, then scales and shifts each column."""
    x, (gamma, beta) = rows_of(draw, 3, 5), layer(draw, 5)
    out, _ = student.layernorm_forward(x, gamma, beta, eps=0.1)
    expect(out, "out").equals(oracle.layernorm_forward(x, gamma, beta, eps=0.1))


@number("4.2")
@weight(2)
def test_layernorm_backward_is_the_derivative_of_layernorm_forward(student, draw):
    """`layernorm_backward` is the derivative of your own `layernorm_forward`."""
    x, (gamma, beta) = draw.normal(3, 4), layer(draw, 4)
    forward, backward = student.layernorm_forward, student.layernorm_backward
    assert_gradient(forward, backward, x, gamma, beta, draw=draw)


@number("4.3")
@weight(3)
@after("test_layernorm_forward_matches_torch")
def test_layernorm_backward_matches_torch(student, oracle, draw):
    """`layernorm_backward` returns dx, dgamma and dbeta."""
    x, (gamma, beta), dout = rows_of(draw, 3, 5), layer(draw, 5), draw.upstream(3, 5)
    _, cache = student.layernorm_forward(x, gamma, beta, eps=0.1)
    want = oracle.layernorm_backward(x, gamma, beta, dout, eps=0.1)
    got = student.layernorm_backward(dout, cache)
    expect_gradients(got, want, dout)


@number("4.4")
@weight(1)
def test_layernorm_defaults(student, oracle, draw):
    """Without eps, it is 1e-5."""
    x, (gamma, beta) = 0.001 * rows_of(draw, 3, 5), layer(draw, 5)  # variances less than eps
    out, _ = student.layernorm_forward(x, gamma, beta)
    expect(out, "out").equals(oracle.layernorm_forward(x, gamma, beta))


@number("4.5")
@weight(1)
@after("test_layernorm_backward_matches_torch")
def test_layernorm_takes_constant_rows(student, oracle, draw):
    """A row without variance becomes beta, and its gradients are finite."""
    x = rows_of(draw, 4, 5)
    x[1], x[3] = -3.0, 0.1
    assert_layernorm(student, oracle, draw, x)


@number("4.6")
@weight(1)
@after("test_layernorm_backward_matches_torch")
def test_layernorm_is_accurate_at_a_mean_of_a_million(student, oracle, draw):
    """A mean of 1e6 costs few digits: it is subtracted before squaring."""
    assert_layernorm(student, oracle, draw, 1e6 + draw.integers(-2, 3, 3, 5), LARGE_OFFSET)


@number("4.7")
@weight(1)
@after("test_layernorm_backward_matches_torch")
def test_layernorm_takes_a_single_sample_and_as_many_as_there_are_features(student, oracle, draw):
    """One sample (N = 1) is no exception, nor is N = D."""
    for n, d in (1, 5), (4, 4):
        assert_layernorm(student, oracle, draw, rows_of(draw, n, d), eps=0.1)


@number("4.8")
@weight(1)
@after("test_layernorm_backward_matches_torch")
def test_layernorm_takes_integers_float32_and_transposed_arrays(student, oracle, draw):
    """Inputs may be integers, float32, or the transpose of another array."""
    for x in draw.integers(-9, 10, 3, 5), draw.normal(5, 3).T:
        assert_layernorm(student, oracle, draw, x)
    x = draw.normal(3, 5).astype(np.float32)
    assert_layernorm(student, oracle, draw, x, FLOAT32_INPUT)


@number("4.9")
@weight(1)
@after("test_layernorm_forward_matches_torch")
def test_layernorm_leaves_its_arguments_unchanged(student, draw):
    """`layernorm_forward` and `layernorm_backward` leave their arguments as they were."""
    x, (gamma, beta), dout = rows_of(draw, 3, 5), layer(draw, 5), draw.upstream(3, 5)
    _, cache = assert_unchanged(student.layernorm_forward, x, gamma, beta)
    assert_unchanged(student.layernorm_backward, dout, cache)


@number("4.10")
@weight(1)
@after("test_layernorm_backward_matches_torch")
def test_layernorm_backward_belongs_to_its_own_forward(student, oracle, draw):
    """`layernorm_backward` goes by its own cache, after another forward and when called twice."""
    x, (gamma, beta), dout = rows_of(draw, 3, 5), layer(draw, 5), draw.upstream(3, 5)
    student.layernorm_forward(rows_of(draw, 3, 5), *layer(draw, 5))
    _, cache = student.layernorm_forward(x, gamma, beta, eps=0.1)
    student.layernorm_forward(rows_of(draw, 3, 5), *layer(draw, 5))
    want = oracle.layernorm_backward(x, gamma, beta, dout, eps=0.1)
    for _ in range(2):
        expect_gradients(student.layernorm_backward(dout, cache), want, dout)
