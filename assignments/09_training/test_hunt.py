"""The bug hunt's checks: one for each place where a bug may be, and two of the program as a whole.

Each of the first ten tells right from wrong at its place, whatever stands at the other nine; so
inputs are chosen under which the others do not matter. Which six are worth points follows from who
hands in; see autograder/judging/hunting.py.
"""

import numpy as np

from autograder import after, assert_unchanged, expect, load_digits, number, weight

NAMES = ("w1", "b1", "w2", "b2")


def _params(draw, d, h, c):
    arrays = draw.normal(d, h), draw.normal(h), draw.normal(h, c), draw.normal(c)
    return dict(zip(NAMES, (0.6 * array for array in arrays), strict=True))


def _named(arrays):
    """The four arrays of a dict in their order, if that is what it is."""
    assert isinstance(arrays, dict), "want a dict of arrays"
    assert set(arrays) == set(NAMES), "want a dict of the arrays w1, b1, w2 and b2"
    return tuple(arrays[name] for name in NAMES)


@number("4.1")
@weight(2)
def test_hunt_standardizes_by_the_training_samples(student, oracle, draw):
    """`standardize`: training samples get mean 0 and deviation 1, test samples the same shift."""
    for _ in range(2):  # what remembers its first call betrays itself
        x_train, x_test = 3.0 * draw.normal(9, 4) + 2.0, draw.normal(6, 4)
        x_train[:, 2] = 1.5
        got = assert_unchanged(student.standardize, x_train, x_test)
        expect(got, "x_train", "x_test").equals(oracle.standardize(x_train, x_test))


@number("4.2")
@weight(2)
def test_hunt_pulls_back_through_the_linear_layer(student, oracle, draw):
    """`linear_backward`: dx, dw and db are those of PyTorch."""
    for _ in range(2):
        x, w, b, dout = draw.normal(6, 3), draw.normal(3, 5), draw.normal(5), draw.upstream(6, 5)
        _, cache = student.linear_forward(x, w, b)
        want = oracle.linear_backward(x, w, b, dout)
        expect(student.linear_backward(dout, cache), "dx", "dw", "db").equals(want, upstream=dout)


@number("4.3")
@weight(2)
def test_hunt_pulls_back_through_relu(student, oracle, draw):
    """`relu_backward`: dx is that of PyTorch."""
    for _ in range(2):
        x, dout = draw.normal(6, 5), draw.upstream(6, 5)
        x[1, 2] = 0.0
        _, cache = student.relu_forward(x)
        want = oracle.relu_backward(x, dout)
        dx = assert_unchanged(student.relu_backward, dout, cache)
        expect(dx, "dx").equals(want, upstream=dout)


@number("4.4")
@weight(3)
def test_hunt_drops_by_chance_and_keeps_the_scale(student, draw):
    """`dropout_forward`: every element has its own chance, and what is kept is scaled."""
    x, p_drop = draw.upstream(100, 80), 0.3
    out, _ = student.dropout_forward(x, p_drop, train=True, rng=draw.generator())
    expect(out, "out").equals(np.zeros(x.shape), tolerance=np.inf)
    dropped = out == 0.0
    # 8000 chances: the share of zeros has a deviation of sqrt(0.3 * 0.7 / 8000) = 0.0051; in a row
    # of 80, sqrt(0.21 / 80) = 0.051. Six of them either way.
    assert not all(row.all() or not row.any() for row in dropped), (
        "whole samples are dropped or kept: every element should have its own chance"
    )
    assert abs(dropped.mean() - p_drop) < 0.031, "the share of dropped elements is not p_drop"
    assert abs(dropped.mean(axis=1) - p_drop).max() < 0.31, "some samples lose too much"
    assert abs(dropped.mean(axis=0) - p_drop).max() < 0.28, "some features lose too much"
    kept = ~dropped
    assert not np.allclose(out[kept], x[kept]), "what is kept is not scaled"
    assert np.allclose(out[kept] * (1 - p_drop), x[kept], rtol=1e-9), (
        "what is kept is not scaled by 1 / (1 - p_drop)"
    )
    out, _ = student.dropout_forward(x, 0.6, train=True, rng=draw.generator())
    expect(out, "out").equals(np.zeros(x.shape), tolerance=np.inf)
    # sqrt(0.6 * 0.4 / 8000) = 0.0055
    assert abs((out == 0.0).mean() - 0.6) < 0.033, "with another p_drop the share is not p_drop"
    rng = draw.generator()
    outs = [student.dropout_forward(x, p_drop, train=True, rng=rng)[0] for _ in range(2)]
    assert np.array_equal(*outs), "the same generator should drop the same elements"
    assert not np.array_equal(outs[0] == 0.0, dropped), (
        "another generator drops the same elements: draw from rng"
    )
    out, _ = student.dropout_forward(x, p_drop, train=False, rng=draw.generator())
    expect(out, "out").equals(x)


@number("4.5")
@weight(3)
def test_hunt_pulls_back_through_the_same_dropout(student, draw):
    """`dropout_backward`: dout goes through the elements that were kept, with their scale."""
    x, dout = draw.upstream(12, 20), draw.upstream(12, 20)
    out, cache = student.dropout_forward(x, 0.4, train=True, rng=draw.generator())
    expect(out, "out").equals(np.zeros(x.shape), tolerance=np.inf)
    first = student.dropout_backward(dout, cache)
    dx = student.dropout_backward(dout, cache)
    expect(dx, "dx").equals(np.zeros(x.shape), tolerance=np.inf)
    assert np.array_equal(dx == 0.0, out == 0.0), "dx is not zero where out was: other elements"
    with np.errstate(all="ignore"):  # whatever out may be, it is not ours to warn about
        want = dout * (out / x)
    assert np.allclose(dx, want, rtol=1e-9), "dx has not the scale that out has"
    assert np.array_equal(first, dx), "a second backward of the same forward gives another dx"
    assert_unchanged(student.dropout_backward, dout, cache)
    for other in dout, draw.upstream(12, 20):
        _, cache = student.dropout_forward(x, 0.4, train=False, rng=draw.generator())
        expect(student.dropout_backward(other, cache), "dx").equals(other)


@number("4.6")
@weight(3)
def test_hunt_has_the_gradient_of_its_loss(student, oracle, draw):
    """`cross_entropy`: the loss and dscores are those of PyTorch."""
    for _ in range(2):
        scores, y = draw.normal(6, 4), draw.integers(0, 4, 6)
        want = oracle.cross_entropy(scores, y)
        expect(student.cross_entropy(scores, y), "loss", "dscores").equals(want)


@number("4.7")
@weight(3)
def test_hunt_sends_the_gradient_back_through_every_layer(student, oracle, draw):
    """`network_backward`: the gradient goes back through all that the scores came through."""
    params, x = _params(draw, 5, 7, 3), draw.normal(6, 5)
    scores, _ = student.network_forward(params, x, 0.4, train=False, rng=draw.generator())
    expect(scores, "scores").equals(oracle.network_forward(params, x))
    # With x and w2 of ones on the diagonal, dw1 is the gradient before relu, element by element,
    # and dscores the one after dropout. Where both signs agree, relu's place shows, or dropout's.
    n, h = 30, 20
    params = {"w1": draw.upstream(n, h), "b1": np.zeros(h), "w2": np.eye(h), "b2": np.zeros(h)}
    dscores = draw.upstream(n, h)
    for p_drop, sign in (0.0, -1.0), (0.5, 1.0):
        _, cache = student.network_forward(
            params, np.eye(n), p_drop, train=True, rng=draw.generator()
        )
        dw1, *_ = _named(student.network_backward(dscores, cache))
        expect(dw1, "dw1").equals(np.zeros((n, h)), tolerance=np.inf)
        same = (np.sign(params["w1"]) == sign) & (np.sign(dscores) == sign)
        if sign < 0:
            assert not np.allclose(dw1[same], dscores[same]), "the gradient goes around relu"
        else:
            # 150 elements, each dropped with probability 0.5: surely some are.
            assert (dw1[same] == 0.0).any(), "the gradient goes around dropout"


@number("4.8")
@weight(3)
def test_hunt_moves_every_parameter(student, oracle, draw):
    """`sgd_step`: three steps move all four arrays as PyTorch's SGD does."""
    for lr, momentum in (0.2, 0.7), (0.3, 0.4):
        params = _params(draw, 5, 4, 3)
        grads = [_params(draw, 5, 4, 3) for _ in range(3)]
        now, velocity = params, {name: np.zeros_like(array) for name, array in params.items()}
        for gradients in grads:
            now, velocity = student.sgd_step(now, gradients, velocity, lr=lr, momentum=momentum)
            _named(now), _named(velocity)
        want = oracle.sgd_steps(params, grads, lr, momentum)
        expect(_named(now), *NAMES).equals(want)
    given = params, grads[0], grads[1]
    _, velocity = assert_unchanged(student.sgd_step, *given, lr=0.1, momentum=0.9)
    faster = tuple(0.9 * grads[1][name] + grads[0][name] for name in NAMES)
    expect(_named(velocity), *(f"velocity of {name}" for name in NAMES)).equals(faster)


@number("4.9")
@weight(3)
def test_hunt_keeps_samples_and_labels_together(student, draw):
    """`batches`: every sample comes once, in some mini-batch, and with its own label."""
    n, batch_size = 50, 8
    x, y = np.stack([np.arange(n), -np.arange(n)], axis=1).astype(float), np.arange(n) + 100
    found = student.batches(x, y, batch_size, draw.generator())
    assert isinstance(found, list), "batches should return a list of pairs"
    order, labels = [], []
    for pair in found:
        assert isinstance(pair, tuple), "each mini-batch should be a pair (x, y)"
        assert len(pair) == 2, "each mini-batch should be a pair (x, y)"
        rows = len(pair[0]) if isinstance(pair[0], np.ndarray) else 0
        assert isinstance(pair[1], np.ndarray), "the labels of a mini-batch should be an array"
        want = np.zeros((rows, 2)), np.zeros(rows)
        expect((pair[0], pair[1] * 1.0), "x", "y").equals(want, tolerance=np.inf)
        order += pair[0][:, 0].tolist()
        labels += (pair[1] - 100).tolist()
    sizes = [len(pair[1]) for pair in found]
    assert sizes == [8, 8, 8, 8, 8, 8, 2], (
        "mini-batches should have batch_size samples, or the rest"
    )
    assert sorted(order) == list(range(n)), "not every sample comes exactly once"
    assert order != sorted(order), "the samples are not shuffled"
    assert labels != sorted(labels), "the labels are still in their old order"
    shifted = [(one - 1) % n for one in order]
    assert labels != shifted, "each sample comes with the label of the sample before it"
    assert labels == order, "samples come with labels of others"
    rng = draw.generator()
    orders = [
        [rows.tolist() for rows, _ in student.batches(x, y, batch_size, rng)] for _ in range(2)
    ]
    assert orders[0] == orders[1], "the same generator should give the same mini-batches"
    assert np.concatenate(orders[0])[:, 0].tolist() != order, (
        "another generator gives the same mini-batches: shuffle by rng"
    )
    x, y = draw.normal(5, 2), draw.integers(0, 9, 5)
    found = student.batches(x, y, 3, draw.generator())
    assert [len(pair[1]) for pair in found] == [3, 2], "a second call does not go by its arguments"
    pairs = {
        (*row, label) for rows, labels in found for row, label in zip(rows, labels, strict=True)
    }
    assert pairs == {(*row, label) for row, label in zip(x, y, strict=True)}, (
        "a second call does not go by its arguments"
    )


@number("4.10")
@weight(3)
def test_hunt_evaluates_the_finished_network(student, oracle, draw):
    """`accuracy`: the share of right answers, of a network that drops nothing."""
    for p_drop, part in (0.9, 4), (0.0, 5), (0.8, 3):
        params, x = _params(draw, 5, 40, 3), draw.normal(60, 5)
        best = oracle.network_forward(params, x).argmax(axis=1)
        y = np.where(np.arange(60) % part == 0, (best + 1) % 3, best)  # so many are wrong
        share = student.accuracy(params, x, y, p_drop, draw.generator())
        expect(share, "share").equals(1.0 - 1.0 / part)


PLACES = (
    "test_hunt_standardizes_by_the_training_samples",
    "test_hunt_pulls_back_through_the_linear_layer",
    "test_hunt_pulls_back_through_relu",
    "test_hunt_drops_by_chance_and_keeps_the_scale",
    "test_hunt_pulls_back_through_the_same_dropout",
    "test_hunt_has_the_gradient_of_its_loss",
    "test_hunt_sends_the_gradient_back_through_every_layer",
    "test_hunt_moves_every_parameter",
    "test_hunt_keeps_samples_and_labels_together",
    "test_hunt_evaluates_the_finished_network",
)


@number("4.11")
@weight(2)
@after(*PLACES)
def test_hunt_trains_as_pytorch_does(student, oracle, draw):
    """`train`: with all samples in one batch and no dropout, it goes as PyTorch does."""
    params, x, y = _params(draw, 5, 4, 3), draw.normal(20, 5), draw.integers(0, 3, 20)
    options = {"epochs": 4, "lr": 0.2, "momentum": 0.8}
    got, history = student.train(
        params, x, y, batch_size=32, p_drop=0.0, rng=draw.generator(), **options
    )
    *want, losses = oracle.train(params, x, y, 4, 0.2, 0.8)
    expect(history, "history").equals(losses)
    expect(_named(got), *NAMES).equals(tuple(want))


@number("4.12")
@weight(2)
@after(*PLACES)
def test_hunt_reads_the_digits(student, draw):
    """The mended program reads the digits: a test accuracy of 0.95 after 6 epochs with dropout."""
    digits = load_digits()
    x_train, x_test = student.standardize(digits.x_train, digits.x_test)
    arrays = 0.1 * draw.normal(64, 64), np.zeros(64), 0.1 * draw.normal(64, 10), np.zeros(10)
    params = dict(zip(NAMES, arrays, strict=True))
    # The last epochs settle: the right program reaches 0.971 with a deviation of 0.004.
    for epochs, lr in (4, 0.3), (2, 0.03):
        params, _ = student.train(
            params, x_train, digits.y_train, epochs=epochs, batch_size=64, lr=lr, momentum=0.7,
            p_drop=0.2, rng=draw.generator(),
        )  # fmt: skip
    share = student.accuracy(params, x_test, digits.y_test, 0.2, draw.generator())
    expect(share, "share").equals(0.0, tolerance=np.inf)
    assert share >= 0.95, "the test accuracy is below 0.95"
