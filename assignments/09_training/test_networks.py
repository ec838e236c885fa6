import numpy as np

from autograder import after, assert_unchanged, expect, load_digits, number, weight


def _scores(params, x, classes):
    """What the network makes of x, if it is one: pairs (w, b) that fit together, ReLUs between."""
    assert isinstance(params, list), "params should be a list with a pair (w, b) for each layer"
    assert params, "params should hold at least one layer"
    width = x.shape[1]
    for position, layer in enumerate(params):
        assert isinstance(layer, (list, tuple)), "each layer of params should be a pair (w, b)"
        assert len(layer) == 2, "each layer of params should be a pair (w, b)"
        w, b = layer
        assert isinstance(w, np.ndarray), "each w of params should be an array"
        last = position == len(params) - 1
        out = classes if last else w.shape[-1] if w.ndim == 2 else 0
        expect((w, b), "w", "b").equals((np.zeros((width, out)), np.zeros(out)), tolerance=np.inf)
        with np.errstate(all="ignore"):  # weights may be as large as they like
            x = x @ w + b if last else np.maximum(x @ w + b, 0.0)
        width = out
    return x


def _loss(params, x, y):
    """The mean cross-entropy of the samples, measured by us."""
    scores = _scores(params, x, int(y.max()) + 1)
    with np.errstate(all="ignore"):
        shifted = scores - scores.max(axis=1, keepdims=True)
        log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return float(-log_p[np.arange(len(y)), y].mean())


def _share(params, x, y, classes=10):
    """The share of samples that are read rightly."""
    return float(np.mean(_scores(params, x, classes).argmax(axis=1) == y))


def _require_history(history):
    """The history is a row of finite numbers."""
    assert isinstance(history, np.ndarray), "the history should be an array"
    expect(history, "history").equals(np.zeros(history.size), tolerance=np.inf)
    assert history.size, "the history is empty"


def _fifty_digits(draw):
    digits = load_digits()
    chosen = draw.permutation(len(digits.y_train))[:50]
    chosen[0] = np.flatnonzero(digits.y_train == 9)[0]  # the largest label says how many there are
    return digits.x_train[chosen], digits.y_train[chosen]


# Overfitting a small batch


def _require_learned_by_heart(student, x, y, rng):
    """After 200 steps the loss, measured by us, is below 1e-2; the history says so, too."""
    params, history = student.overfit_small_batch(x, y, 200, rng)
    _require_history(history)
    loss = _loss(params, x, y)
    assert np.isfinite(loss), "the loss at your params is not finite"
    assert history[-1] < loss + 0.5, (
        "the history ends far above the loss at your params: is there a penalty in it?"
    )
    assert loss < 1.0, "the loss at your params has hardly fallen"
    assert loss < 1e-2, "the loss of the 50 samples, at your params, is not below 1e-2"
    assert history[0] > 1.0, "the history does not begin with the loss of an untrained network"
    assert np.min(history) < 1e-2, "no entry of the history is below 1e-2"
    assert history.size <= 200, "the history has more than `steps` entries"


@number("2.1")
@weight(3)
def test_fifty_digits_are_learned_by_heart(student, draw):
    """On 50 digits the loss comes below 1e-2 within 200 steps, and the history shows how."""
    _require_learned_by_heart(student, *_fifty_digits(draw), draw.generator())


@number("2.2")
@weight(3)
def test_labels_drawn_at_random_are_learned_by_heart(student, draw):
    """So it does on samples and labels that have nothing to do with each other, and are kept."""
    # What remembers its first call betrays itself; and what counts the labels, for no 0 is there.
    few = draw.normal(8, 20), np.arange(1, 9), 2, draw.generator()
    _, history = assert_unchanged(student.overfit_small_batch, *few)
    _require_history(history)
    assert history.size <= 2, "the history has more than `steps` entries"
    x, y = draw.normal(50, 20), np.concatenate([np.arange(7), draw.integers(0, 7, 43)])
    _require_learned_by_heart(student, x, y, draw.generator())


@number("2.3")
@weight(3)
@after("test_fifty_digits_are_learned_by_heart")
def test_overfitting_draws_from_the_generator(student, draw):
    """The same generator gives the same network, another one another."""
    x, y = _fifty_digits(draw)
    first, other = draw.generator(), draw.generator()
    runs = []
    for rng in first, first, other:
        params, _ = student.overfit_small_batch(x, y, 5, rng)
        runs.append(_scores(params, x, 10))
    assert np.array_equal(runs[0], runs[1]), (
        "two generators in the same state give different params: draw from rng only"
    )
    assert not np.array_equal(runs[0], runs[2]), (
        "different generators give the same params: draw from rng"
    )


# The digits


@number("3.1")
@weight(8)
def test_the_digits_are_read(student, draw, record_property):
    """On the handwritten digits the test accuracy is at least 0.96."""
    digits = load_digits()
    params = student.digits(digits.x_train, digits.y_train, draw.generator())
    share = _share(params, digits.x_test, digits.y_test)
    record_property("accuracy", share)
    assert share >= 0.5, "most of the test images are read wrongly: this network learned nothing"
    assert share >= 0.96, "the test accuracy is below 0.96"


@number("3.2")
@weight(2)
def test_other_images_are_read_too(student, draw):
    """With the pixels in another order, and other names for half of the classes, it is 0.95."""
    digits = load_digits()
    pixels, names = draw.permutation(64), draw.permutation(5)
    # What remembers its first call betrays itself; and what counts the labels, for no 0 is there.
    assert_unchanged(student.digits, digits.x_train[:20], digits.y_train[:20], draw.generator())
    train, test = digits.y_train < 5, digits.y_test < 5
    params = student.digits(
        digits.x_train[train][:, pixels], names[digits.y_train[train]], draw.generator()
    )
    share = _share(params, digits.x_test[test][:, pixels], names[digits.y_test[test]], classes=5)
    assert share >= 0.95, "the test accuracy with other pixels and classes is below 0.95"


@number("3.3")
@weight(2)
@after("test_the_digits_are_read")
def test_training_on_the_digits_draws_from_the_generator(student, draw):
    """The same generator gives the same network, another one another."""
    digits = load_digits()
    first, other = draw.generator(), draw.generator()
    x, y = digits.x_train[:30], digits.y_train[:30]
    runs = [_scores(student.digits(x, y, rng), x, 10) for rng in (first, first, other)]
    assert np.array_equal(runs[0], runs[1]), (
        "two generators in the same state give different params: draw from rng only"
    )
    assert not np.array_equal(runs[0], runs[2]), (
        "different generators give the same params: draw from rng"
    )
