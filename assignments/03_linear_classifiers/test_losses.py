import numpy as np

from autograder import after, assert_loss_gradient, assert_unchanged, expect, number, weight

# Softmax


@number("10.1")
@weight(1)
def test_softmax_matches_torch(student, oracle, draw):
    """`softmax` turns each row of scores into probabilities that sum to 1."""
    scores = draw.normal(4, 5)
    expect(student.softmax(scores), "probabilities").equals(oracle.softmax(scores))


@number("10.2")
@weight(1)
@after("test_softmax_matches_torch")
def test_softmax_of_one_sample_one_class_and_integers(student, oracle, draw):
    """One sample, one class and scores that are whole numbers work."""
    for scores in draw.normal(1, 5), draw.normal(4, 1), draw.integers(-3, 4, 4, 5):
        expect(student.softmax(scores), "probabilities").equals(oracle.softmax(scores))


@number("10.3")
@weight(1)
@after("test_softmax_matches_torch")
def test_softmax_is_stable_for_large_scores(student, oracle, draw):
    """Scores of +-1000 give finite, right probabilities."""
    scores = draw.normal(3, 4) + 1000.0
    scores[1, :3] -= 2000.0
    expect(student.softmax(scores), "probabilities").equals(oracle.softmax(scores))


@number("10.4")
@weight(1)
@after("test_softmax_matches_torch")
def test_softmax_is_stable_for_rows_of_different_size(student, oracle, draw):
    """Rows around 1000, -1000 and 0 in one batch do not spoil each other."""
    scores = draw.normal(3, 4) + np.array([[1000.0], [-1000.0], [0.0]])
    expect(student.softmax(scores), "probabilities").equals(oracle.softmax(scores))


@number("10.5")
@weight(1)
@after("test_softmax_matches_torch")
def test_softmax_leaves_the_scores_unchanged(student, oracle, draw):
    """`softmax` leaves the scores as they were, and remembers nothing."""
    for _ in range(2):
        scores = draw.normal(4, 5)
        probabilities = assert_unchanged(student.softmax, scores)
        expect(probabilities, "probabilities").equals(oracle.softmax(scores))


# Cross-entropy


@number("11.1")
@weight(1)
def test_cross_entropy_matches_torch(student, oracle, draw):
    """`cross_entropy` is the mean of -ln p of the right classes, for one sample too."""
    for n in 4, 1:
        logits, y = draw.normal(n, 5), draw.integers(0, 5, n)
        loss, _ = student.cross_entropy(logits, y)
        want, _ = oracle.cross_entropy(logits, y)
        expect(loss, "loss").equals(want)


@number("11.2")
@weight(2)
def test_cross_entropy_gradient_is_the_derivative_of_the_loss(student, draw):
    """The dlogits of `cross_entropy` is the derivative of your own loss."""
    assert_loss_gradient(student.cross_entropy, draw.normal(4, 5), draw.integers(0, 5, 4))


@number("11.3")
@weight(2)
@after("test_cross_entropy_matches_torch")
def test_cross_entropy_gradient_matches_torch(student, oracle, draw):
    """`cross_entropy` returns dlogits, divided by N as the loss is."""
    logits, y = draw.normal(4, 5), draw.integers(0, 5, 4)
    want = oracle.cross_entropy(logits, y)
    expect(student.cross_entropy(logits, y), "loss", "dlogits").equals(want)


@number("11.4")
@weight(1)
def test_cross_entropy_of_equal_scores_is_ln_c(student, draw):
    """When all scores are equal the loss is ln C, whatever the scores and the labels."""
    for score in -2.0, 3.0:
        loss, _ = student.cross_entropy(np.full((4, 7), score), draw.integers(0, 7, 4))
        expect(loss, "loss").equals(np.log(7.0))


@number("11.5")
@weight(1)
@after("test_cross_entropy_matches_torch")
def test_cross_entropy_is_stable_for_large_logits(student, oracle, draw):
    """Logits of +-1000 give finite, right values, also when the right class loses."""
    logits = draw.normal(3, 4) + np.array([[1000.0], [-1000.0], [0.0]])
    logits[:, 1] -= 1000.0
    y = np.array([1, 2, 1])
    want = oracle.cross_entropy(logits, y)
    expect(student.cross_entropy(logits, y), "loss", "dlogits").equals(want)


@number("11.6")
@weight(1)
@after("test_cross_entropy_matches_torch")
def test_cross_entropy_leaves_its_arguments_unchanged(student, oracle, draw):
    """`cross_entropy` takes whole numbers and any layout, and leaves logits and y as they were."""
    y = draw.integers(0, 5, 4)
    for logits in draw.normal(5, 4).T, draw.integers(-3, 4, 4, 5):
        got = assert_unchanged(student.cross_entropy, logits, y)
        expect(got, "loss", "dlogits").equals(oracle.cross_entropy(logits, y))


# Hinge loss


def _scores(oracle, draw, y, classes, margin):
    """Scores at which no term of the hinge loss is near its corner."""
    while True:
        scores = draw.normal(len(y), classes)
        if oracle.hinge_gap(scores, y, margin) > 0.12:  # finite differences step up to 0.1
            return scores


@number("12.1")
@weight(1)
def test_svm_loss_matches_torch(student, oracle, draw):
    """`svm_loss` adds up max(0, s[j] - s[y] + margin) over the wrong classes, mean over samples."""
    y = draw.integers(0, 5, 4)
    scores = _scores(oracle, draw, y, 5, 1.0)
    loss, _ = student.svm_loss(scores, y)
    want, _ = oracle.svm_loss(scores, y)
    expect(loss, "loss").equals(want)


@number("12.2")
@weight(2)
def test_svm_gradient_is_the_derivative_of_the_loss(student, oracle, draw):
    """The dscores of `svm_loss` is the derivative of your own loss."""
    y = draw.integers(0, 5, 4)
    assert_loss_gradient(student.svm_loss, _scores(oracle, draw, y, 5, 1.0), y)


@number("12.3")
@weight(2)
@after("test_svm_loss_matches_torch")
def test_svm_gradient_matches_torch(student, oracle, draw):
    """`svm_loss` returns dscores, for other margins as well."""
    y = draw.integers(0, 5, 4)
    for margin in 1.0, 0.4:
        scores = np.asfortranarray(_scores(oracle, draw, y, 5, margin))  # as a transposed array is
        want = oracle.svm_loss(scores, y, margin)
        expect(student.svm_loss(scores, y, margin), "loss", "dscores").equals(want)


@number("12.4")
@weight(1)
@after("test_svm_loss_matches_torch")
def test_svm_terms_of_exactly_zero_contribute_nothing(student, oracle, draw):
    """A term of exactly 0, right on the margin, contributes nothing to the gradient."""
    scores = draw.integers(-3, 4, 3, 5).astype(np.float64)
    scores[:, 2] = scores[:, 3] - 1.0
    y = np.array([3, 3, 0])
    want = oracle.svm_loss(scores, y)
    expect(student.svm_loss(scores, y), "loss", "dscores").equals(want)


@number("12.5")
@weight(1)
def test_svm_loss_of_equal_and_of_perfect_scores(student, draw):
    """Equal scores cost margin * (C - 1); a right class that wins by the margin costs nothing."""
    y = draw.integers(0, 7, 4)
    loss, _ = student.svm_loss(np.full((4, 7), 3.0), y)
    expect(loss, "loss of equal scores").equals(6.0)
    won = 2.0 * (np.arange(7) == y[:, np.newaxis])
    got = student.svm_loss(won, y, 1.5)
    expect(got, "loss of perfect scores", "dscores").equals((0.0, np.zeros((4, 7))))


@number("12.6")
@weight(1)
@after("test_svm_loss_matches_torch")
def test_svm_loss_leaves_its_arguments_unchanged(student, oracle, draw):
    """`svm_loss` takes one sample and whole numbers, and leaves scores and y as they were."""
    for n in 4, 1:
        while True:
            scores, y = draw.integers(-3, 4, n, 5), draw.integers(0, 5, n)
            want = oracle.svm_loss(scores, y)
            if n == 1 or round(n * want[0]) % n:  # of several a mean that is no whole number
                break
        expect(assert_unchanged(student.svm_loss, scores, y), "loss", "dscores").equals(want)
    scores = draw.normal(4, 5)
    assert_unchanged(student.svm_loss, scores, draw.integers(0, 5, 4))


# Squared loss


@number("13.1")
@weight(1)
def test_squared_loss_matches_torch(student, oracle, draw):
    """`squared_loss` is the mean of the squared differences, over all elements."""
    pred, target = draw.normal(4, 3), draw.normal(4, 3)
    loss, _ = assert_unchanged(student.squared_loss, pred, target)
    want, _ = oracle.squared_loss(pred, target)
    expect(loss, "loss").equals(want)


@number("13.2")
@weight(1)
def test_squared_loss_gradient_is_the_derivative_of_the_loss(student, draw):
    """The dpred of `squared_loss` is the derivative of your own loss."""
    assert_loss_gradient(student.squared_loss, draw.normal(4, 3), draw.normal(4, 3))


@number("13.3")
@weight(1)
@after("test_squared_loss_matches_torch")
def test_squared_loss_gradient_matches_torch(student, oracle, draw):
    """`squared_loss` returns dpred, for vectors and for targets that are whole numbers too."""
    for pred, target in (
        (draw.normal(4, 3), draw.normal(4, 3)),
        (draw.normal(5), draw.integers(-3, 4, 5)),
    ):
        want = oracle.squared_loss(pred, target)
        expect(student.squared_loss(pred, target), "loss", "dpred").equals(want)


@number("13.4")
@weight(1)
@after("test_squared_loss_matches_torch")
def test_squared_loss_pairs_a_column_with_a_flat_target(student, oracle, draw):
    """Targets are read in the shape of pred: (N,) for (N, 1), (N, 1) for (N,), or any other."""
    for pred, target in (
        (draw.normal(5, 1), draw.normal(5)),
        (draw.normal(5), draw.normal(5, 1)),
        (draw.normal(2, 3, 2), draw.normal(12)),
    ):
        want = oracle.squared_loss(pred, target)
        expect(student.squared_loss(pred, target), "loss", "dpred").equals(want)


# Logistic loss


@number("14.1")
@weight(1)
def test_logistic_loss_matches_torch(student, oracle, draw):
    """`logistic_loss` is the mean binary cross-entropy of sigmoid(logits), for one sample too."""
    for y in np.array([1, 0, 0, 1, 0]), np.array([1]), np.array([0]):
        logits = draw.normal(len(y))
        loss, _ = student.logistic_loss(logits, y)
        want, _ = oracle.logistic_loss(logits, y)
        expect(loss, "loss").equals(want)


@number("14.2")
@weight(1)
def test_logistic_gradient_is_the_derivative_of_the_loss(student, draw):
    """The dlogits of `logistic_loss` is the derivative of your own loss."""
    assert_loss_gradient(student.logistic_loss, draw.normal(5), np.array([0, 1, 1, 0, 1]))


@number("14.3")
@weight(1)
@after("test_logistic_loss_matches_torch")
def test_logistic_gradient_matches_torch(student, oracle, draw):
    """`logistic_loss` returns dlogits, divided by N as the loss is."""
    logits, y = draw.normal(6), np.array([0, 1, 1, 0, 1, 0])
    want = oracle.logistic_loss(logits, y)
    expect(student.logistic_loss(logits, y), "loss", "dlogits").equals(want)


@number("14.4")
@weight(1)
@after("test_logistic_loss_matches_torch")
def test_logistic_loss_is_stable_for_large_logits(student, oracle, draw):
    """Logits of +-1000 and +-40 give finite, right values, also when they are on the wrong side."""
    scale = np.repeat([-1000, -40, 0, 40, 1000], 2)
    logits, y = draw.uniform(0.9, 1.1, 10) * scale, np.tile([0, 1], 5)
    want = oracle.logistic_loss(logits, y)
    expect(student.logistic_loss(logits, y), "loss", "dlogits").equals(want)


@number("14.5")
@weight(1)
@after("test_logistic_loss_matches_torch")
def test_logistic_loss_leaves_its_arguments_unchanged(student, oracle, draw):
    """`logistic_loss` leaves logits and y as they were, and says the same when asked again."""
    logits, y = draw.normal(5), np.array([0, 1, 1, 0, 1])
    for _ in range(2):
        loss, _ = assert_unchanged(student.logistic_loss, logits, y)
        want, _ = oracle.logistic_loss(logits, y)
        expect(loss, "loss").equals(want)
