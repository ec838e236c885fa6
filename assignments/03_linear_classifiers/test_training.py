import numpy as np

from autograder import after, assert_unchanged, expect, load_digits, number, weight

# Mini-batches


def _batches(student, n, batch_size, rng):
    """The batches as a list of arrays of integers, if that is what they are."""
    batches = student.minibatches(n, batch_size, rng)
    assert type(batches) is list, "minibatches should return a list"
    for batch in batches:
        assert isinstance(batch, np.ndarray), "each mini-batch should be an array"
        assert batch.ndim == 1, "each mini-batch should have one axis"
        assert batch.dtype.kind in "iu", "each mini-batch should hold integers: they are indices"
    return batches


def _joined(batches):
    return np.concatenate([np.zeros(0, dtype=np.int64), *batches])


@number("18.1")
@weight(1)
def test_minibatches_hold_every_index_once(student, draw):
    """Every index from 0 to n - 1 is in exactly one mini-batch."""
    for n, batch_size in (23, 5), (20, 5), (3, 8), (1, 1):
        indices = np.sort(_joined(_batches(student, n, batch_size, draw.generator())))
        assert np.isin(indices, np.arange(n)).all(), "an index is not in the range 0 to n - 1"
        assert len(np.unique(indices)) == len(indices), "an index occurs more than once"
        assert len(indices) == n, "not every index occurs in a mini-batch"


@number("18.2")
@weight(1)
def test_minibatches_have_their_size(student, draw):
    """All mini-batches have batch_size indices but the last, which has what is left."""
    for n, batch_size in (30, 4), (21, 4), (20, 5), (3, 8), (7, 1):
        sizes = [len(batch) for batch in _batches(student, n, batch_size, draw.generator())]
        full, rest = divmod(n, batch_size)
        assert 0 not in sizes, "a mini-batch is empty"
        assert max(sizes, default=0) <= batch_size, "a mini-batch has more than batch_size indices"
        assert not rest or sizes != [batch_size] * full, "the last mini-batch, the rest, is missing"
        assert len(sizes) >= full + bool(rest), "there are fewer mini-batches than it takes"
        right = [batch_size] * full + [rest] * bool(rest)
        is_last = sizes == right or sorted(sizes) != sorted(right)
        assert is_last, "the smaller mini-batch is not the last one"
        assert sizes == right, (
            "all mini-batches should have batch_size indices, and the last one what is left"
        )


@number("18.3")
@weight(1)
@after("test_minibatches_hold_every_index_once")
def test_minibatches_are_shuffled(student, draw):
    """The indices are shuffled as a whole, not only batch by batch or within each batch."""
    # 60 indices: by chance a right solution fails here less than once in 10^9 times.
    batches = _batches(student, 60, 10, draw.generator())
    order = _joined(batches)
    assert not np.array_equal(order, np.arange(60)), "the indices are not shuffled"
    assert not all(np.all(np.diff(batch) == 1) for batch in batches), (
        "only the order of the mini-batches is shuffled: shuffle the indices, then cut"
    )
    spreads = [np.ptp(batch) for batch in batches if len(batch)]
    assert max(spreads, default=0) >= 10, (
        "each mini-batch is only shuffled within: shuffle the indices, then cut"
    )
    # From one index to the next it is mostly another step: 15 different ones or less are no chance.
    is_regular = len(np.unique(np.diff(order))) <= 15
    assert not is_regular, "the indices come in a regular order: shuffle them"


@number("18.4")
@weight(1)
@after("test_minibatches_are_shuffled")
def test_minibatches_are_drawn_from_the_generator(student, draw):
    """The same generator gives the same mini-batches, another one gives others."""
    first, other = draw.generator(), draw.generator()
    orders = [_joined(_batches(student, 60, 7, rng)) for rng in (first, first, other)]
    assert np.array_equal(orders[0], orders[1]), (
        "two generators in the same state give different mini-batches: draw from rng only"
    )
    assert not np.array_equal(orders[0], orders[2]), (
        "different generators give the same mini-batches: draw from rng"
    )


# Training


def _blobs(draw, n=30):
    """Three overlapping classes in the plane, and a feature that tells nothing."""
    y = np.concatenate([np.arange(3), draw.integers(0, 3, n - 3)])
    x = draw.normal(n, 3)
    x[:, :2] += np.array([[0.0, 0.0], [2.0, 0.5], [-1.0, 2.0]])[y]
    return x, y


FULL = {"lr": 0.2, "epochs": 6, "batch_size": 40}
"""Batches larger than the data: each epoch is one step down the gradient, in whatever order."""


@number("19.1")
@weight(1)
@after("test_cross_entropy_gradient_matches_torch")
def test_training_steps_match_torch(student, oracle, draw):
    """With all samples in one batch, six epochs are six steps of gradient descent, from 0."""
    x, y = _blobs(draw)
    rng = draw.generator()
    w, b, _ = student.train_classifier(x, y, loss="softmax", lam=0.0, rng=rng, **FULL)
    want = oracle.train_classifier(x, y, "softmax", 0.0, 0.2, 6)
    expect((w, b), "w", "b").equals(want[:2])


@number("19.2")
@weight(1)
@after("test_svm_gradient_matches_torch")
def test_training_with_the_hinge_loss_matches_torch(student, oracle, draw):
    """With the loss called "svm", too, six epochs are six steps of gradient descent."""
    x, y = _blobs(draw)
    rng = draw.generator()
    # First another training: to remember anything of it would be a mistake.
    student.train_classifier(
        -x, y, loss="softmax", lam=0.3, lr=0.7, epochs=2, batch_size=9, rng=rng
    )
    w, b, _ = student.train_classifier(x, y, loss="svm", lam=0.0, rng=rng, **FULL)
    want = oracle.train_classifier(x, y, "svm", 0.0, 0.2, 6)
    expect((w, b), "w", "b").equals(want[:2])


@number("19.3")
@weight(1)
@after("test_training_steps_match_torch")
def test_training_penalises_the_weights_only(student, oracle, draw):
    """The penalty pulls on the weights, lam * w in each step, and leaves the biases alone."""
    x, y = _blobs(draw)
    rng = draw.generator()
    w, b, _ = student.train_classifier(x, y, loss="softmax", lam=0.6, rng=rng, **FULL)
    want = oracle.train_classifier(x, y, "softmax", 0.6, 0.2, 6)
    expect((w, b), "w", "b").equals(want[:2])


@number("19.4")
@weight(1)
@after("test_training_steps_match_torch")
def test_training_makes_a_step_for_every_minibatch(student, oracle, draw):
    """Each mini-batch is a step down its own mean, the last and smaller one too."""
    # Samples that are all alike: every batch has the same mean, so only the steps count.
    sample, y = draw.normal(1, 3), np.full(5, 2)
    x = np.repeat(sample, 5, axis=0)
    w, b, _ = assert_unchanged(
        student.train_classifier,
        x,
        y,
        loss="softmax",
        lam=0.3,
        lr=0.2,
        epochs=2,
        batch_size=2,
        rng=draw.generator(),
    )
    want = oracle.train_classifier(sample, y[:1], "softmax", 0.3, 0.2, 6)
    expect((w, b), "w", "b").equals(want[:2])


@number("19.5")
@weight(1)
@after("test_training_steps_match_torch")
def test_history_is_the_loss_after_each_epoch(student, oracle, draw):
    """The history holds, after each epoch, all samples' loss with the penalty, also if it rises."""
    x, y = _blobs(draw)
    rng = draw.generator()
    alike, label = np.repeat(x[2:3], 5, axis=0), np.repeat(y[2:3], 5)
    _, _, history = student.train_classifier(
        alike, label, loss="softmax", lam=0.3, lr=0.2, epochs=3, batch_size=2, rng=rng
    )
    steps = oracle.train_classifier(alike[:1], label[:1], "softmax", 0.3, 0.2, 9)[2]
    expect(history, "history").equals(steps[2::3])
    _, _, history = student.train_classifier(x, y, loss="softmax", lam=0.6, rng=rng, **FULL)
    expect(history, "history").equals(oracle.train_classifier(x, y, "softmax", 0.6, 0.2, 6)[2])
    # Here lr * lam is 4: the penalty throws w from side to side, farther each time.
    wild = {"loss": "softmax", "lam": 2.0, "lr": 2.0, "epochs": 4, "batch_size": 40}
    got = student.train_classifier(x, y, rng=rng, **wild)
    want = oracle.train_classifier(x, y, "softmax", 2.0, 2.0, 4)
    expect(got, "w", "b", "history").equals(want)


@number("19.6")
@weight(1)
@after("test_training_steps_match_torch")
def test_training_draws_from_the_generator(student, draw):
    """The same generator gives the same w and b, another one others; each epoch is dealt anew."""
    x, y = _blobs(draw)
    first, other = draw.generator(), draw.generator()
    options = {"loss": "softmax", "lam": 0.1, "lr": 0.2, "epochs": 3, "batch_size": 7}
    shapes = np.zeros((3, 3)), np.zeros(3), np.zeros(3)
    runs = []
    for rng in first, first, other:
        run = student.train_classifier(x, y, rng=rng, **options)
        expect(run, "w", "b", "history").equals(shapes, tolerance=np.inf)
        runs.append(run[0])
    assert np.array_equal(runs[0], runs[1]), (
        "two generators in the same state give different weights: draw from rng only"
    )
    with np.errstate(all="ignore"):  # weights may be as large as they like
        alike = np.allclose(runs[0], runs[2], rtol=1e-9, atol=1e-9)
    assert not alike, "different generators give the same weights: shuffle with rng"
    # Samples with a feature each, and steps so small that w[i, y[i]] tells how often i was used:
    # a gradient by 2/3 each time, in a batch of two by half of it.
    options = {"loss": "softmax", "lam": 0.0, "lr": 1e-4, "rng": other}
    y = np.arange(15) % 3
    w, _, _ = student.train_classifier(np.eye(15), y, epochs=3, batch_size=1, **options)
    expect(w, "w").equals(np.zeros((15, 3)), tolerance=np.inf)
    used = w[np.arange(15), y] / (2 / 3 * 1e-4)
    assert np.abs(used - 3).max() < 0.5, "in an epoch a sample is used more than once, or never"
    # By chance the same of three samples is alone in all of 20 epochs once in 10^9 times.
    w, _, _ = student.train_classifier(np.eye(3), y[:3], epochs=20, batch_size=2, **options)
    expect(w, "w").equals(np.zeros((3, 3)), tolerance=np.inf)
    used = np.diag(w) / (2 / 3 * 1e-4)
    assert used.max() < 19.75, "every epoch has the same mini-batches: make new ones for each"


def _accuracy(student, draw, loss, lr):
    """The share of test digits that are read rightly, once the loss has fallen.

    Of right solutions it is 0.952 (svm) to 0.955 on average, with a deviation of 0.002 from
    shuffle to shuffle.
    """
    digits = load_digits()
    # With pixels of both signs three epochs reach what takes fifteen without.
    mean = digits.x_train.mean(axis=0)
    x_train, x_test = (2.0 * (x - mean) for x in (digits.x_train, digits.x_test))
    options = {"lam": 0.001, "epochs": 3, "batch_size": 32, "rng": draw.generator()}
    w, b, history = student.train_classifier(x_train, digits.y_train, loss=loss, lr=lr, **options)
    shapes = np.zeros((64, 10)), np.zeros(10), np.zeros(3)
    expect((w, b, history), "w", "b", "history").equals(shapes, tolerance=np.inf)
    assert history[-1] < 0.7 * history[0], "the loss does not fall"
    with np.errstate(all="ignore"):  # weights may be as large as they like
        labels = np.argmax(x_test @ w + b, axis=1)
    return float(np.mean(labels == digits.y_test))


@number("19.7")
@weight(1)
@after("test_training_steps_match_torch")
def test_the_digits_are_learned(student, draw, record_property):
    """On the handwritten digits softmax reaches a test accuracy of 0.93, and the loss falls."""
    share = _accuracy(student, draw, "softmax", lr=0.5)
    record_property("accuracy", share)
    assert share >= 0.93, "the test accuracy is below 0.93"


@number("19.8")
@weight(1)
@after("test_training_steps_match_torch", "test_training_with_the_hinge_loss_matches_torch")
def test_the_digits_are_learned_with_the_hinge_loss(student, draw):
    """With the hinge loss, too, the test accuracy on the digits is at least 0.93."""
    share = _accuracy(student, draw, "svm", lr=0.03)
    assert share >= 0.93, "the test accuracy is below 0.93"
