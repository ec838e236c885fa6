import numpy as np

from autograder import after, assert_loss_gradient, assert_unchanged, expect, number, weight

# Mean squared error


@number("13.1")
@weight(1)
def test_mse_loss_matches_torch(student, oracle, draw):
    """`mse_loss` is the mean of the squared differences, over all elements."""
    pred, target = draw.normal(4, 3), draw.normal(4, 3)
    loss, _ = student.mse_loss(pred, target)
    want, _ = oracle.mse_loss(pred, target)
    expect(loss, "loss").equals(want)


@number("13.2")
@weight(2)
def test_mse_gradient_is_the_derivative_of_the_loss(student, draw):
    """The dpred of `mse_loss` is the derivative of your own loss."""
    assert_loss_gradient(student.mse_loss, draw.normal(4, 3), draw.normal(4, 3))


@number("13.3")
@weight(1)
@after("test_mse_loss_matches_torch")
def test_mse_gradient_matches_torch(student, oracle, draw):
    """`mse_loss` returns dpred, divided by the same count as the loss, for arrays of any shape."""
    for target in draw.normal(2, 3, 4), draw.integers(-9, 10, 5):
        pred = draw.normal(*target.shape)
        want = oracle.mse_loss(pred, target)
        expect(student.mse_loss(pred, target), "loss", "dpred").equals(want)


@number("13.4")
@weight(1)
@after("test_mse_loss_matches_torch")
def test_mse_loss_pairs_a_column_with_a_flat_target(student, oracle, draw):
    """Predictions (N, 1) and targets (N,), or the reverse, are compared one by one."""
    for pred, target in (draw.normal(5, 1), draw.normal(5)), (draw.normal(4), draw.normal(4, 1)):
        want = oracle.mse_loss(pred, target)
        got = assert_unchanged(student.mse_loss, pred, target)
        expect(got, "loss", "dpred").equals(want)


# Binary cross-entropy


@number("14.1")
@weight(1)
def test_bce_with_logits_matches_torch(student, oracle, draw):
    """`bce_with_logits` is the mean binary cross-entropy of sigmoid(logits)."""
    logits, target = draw.normal(4, 3), draw.uniform(0.0, 1.0, 4, 3)
    loss, _ = student.bce_with_logits(logits, target)
    want, _ = oracle.bce_with_logits(logits, target)
    expect(loss, "loss").equals(want)


@number("14.2")
@weight(2)
def test_bce_gradient_is_the_derivative_of_the_loss(student, draw):
    """The dlogits of `bce_with_logits` is the derivative of your own loss."""
    logits, target = draw.normal(4, 3), draw.uniform(0.0, 1.0, 4, 3)
    assert_loss_gradient(student.bce_with_logits, logits, target)


@number("14.3")
@weight(1)
@after("test_bce_with_logits_matches_torch")
def test_bce_gradient_matches_torch(student, oracle, draw):
    """`bce_with_logits` returns dlogits, for targets of 0 and 1, also of a single logit."""
    for shape in (4, 3), (1,):
        logits, target = draw.normal(*shape), draw.integers(0, 2, *shape)
        want = oracle.bce_with_logits(logits, target)
        expect(student.bce_with_logits(logits, target), "loss", "dlogits").equals(want)


@number("14.4")
@weight(2)
@after("test_bce_with_logits_matches_torch")
def test_bce_is_stable_for_large_logits(student, oracle, draw):
    """Logits of +-1000 and +-30 give finite, right values, also when they are on the wrong side."""
    logits = draw.uniform(0.9, 1.1, 2, 5) * np.array([-1000, -30, 0, 30, 1000])
    target = np.array([[0, 0, 1, 1, 1], [1, 1, 0, 0, 0]])
    want = oracle.bce_with_logits(logits, target)
    expect(student.bce_with_logits(logits, target), "loss", "dlogits").equals(want)


# Cross-entropy


@number("15.1")
@weight(2)
def test_cross_entropy_matches_torch(student, oracle, draw):
    """`softmax_cross_entropy` is the mean of -log p of the right classes, for one sample too."""
    for n in 4, 1:
        logits, y = draw.normal(n, 5), draw.integers(0, 5, n)
        loss, _ = student.softmax_cross_entropy(logits, y)
        want, _ = oracle.softmax_cross_entropy(logits, y)
        expect(loss, "loss").equals(want)


@number("15.2")
@weight(2)
def test_cross_entropy_gradient_is_the_derivative_of_the_loss(student, draw):
    """The dlogits of `softmax_cross_entropy` is the derivative of your own loss."""
    logits, y = draw.normal(4, 5), draw.integers(0, 5, 4)
    assert_loss_gradient(student.softmax_cross_entropy, logits, y)


@number("15.3")
@weight(2)
@after("test_cross_entropy_matches_torch")
def test_cross_entropy_gradient_matches_torch(student, oracle, draw):
    """`softmax_cross_entropy` returns dlogits, divided by N as the loss is."""
    logits, y = draw.normal(4, 5), draw.integers(0, 5, 4)
    want = oracle.softmax_cross_entropy(logits, y)
    expect(student.softmax_cross_entropy(logits, y), "loss", "dlogits").equals(want)


@number("15.4")
@weight(2)
@after("test_cross_entropy_matches_torch")
def test_cross_entropy_is_stable_for_large_logits(student, oracle, draw):
    """Logits of +-1000 give finite, right values, also when the right class loses."""
    # Each case is there for one mistake, so that an infinite loss tells which.
    uneven = np.array([-1000, 1000, 1000, 0])
    for far, y, when in (
        (1000, [3, 0, 2], ""),
        (uneven, [1, 2, 1], " where the first score is not the largest"),
        ([[1000], [-1000], [0]], [1, 2, 1], " where the rows are far apart"),
        (uneven, [0, 3, 0], " where the right class loses"),
    ):
        logits, labels = draw.normal(3, 4) + far, np.array(y)
        want = oracle.softmax_cross_entropy(logits, labels)
        got = student.softmax_cross_entropy(logits, labels)
        expect(got, f"loss{when}", f"dlogits{when}").equals(want)


@number("15.5")
@weight(1)
@after("test_cross_entropy_matches_torch")
def test_cross_entropy_leaves_its_arguments_unchanged(student, draw):
    """`softmax_cross_entropy` leaves logits and y as they were."""
    logits, y = draw.normal(4, 5), draw.integers(0, 5, 4)
    assert_unchanged(student.softmax_cross_entropy, logits, y)
